"""When scheduled reports are due: daily at an hour, weekly on a weekday, the others after their period."""

from datetime import date, datetime, time, timedelta

from servicedesk.rules.periods import Days, Period, before, half_year_of, month_of, week_of


def due(kind: str, weekday: int | None, hour: int, now: datetime, days: Days) -> tuple[Period, datetime]:
    """The last period whose report was due by `now`, and the moment at which it was.

    A day is reported on the next one, a week on the weekday after it, a month and a half-year on the day
    after their last one, which is the cut-off.
    """
    today = now.astimezone(days.zone).date()
    period = _ended(kind, today, days)
    moment = _moment(kind, weekday, hour, period, days)
    if moment > now:
        period = before(period, days.ends_on)
        moment = _moment(kind, weekday, hour, period, days)
    return period, moment


def is_due(last_period: str | None, since: datetime, period: Period, moment: datetime) -> bool:
    """Whether it is still to be made: not made yet, and not due before there was a schedule."""
    return last_period != period.name and moment >= since


def _ended(kind: str, today: date, days: Days) -> Period:
    """The last period that has ended before today."""
    match kind:
        case "daily":
            yesterday = today - timedelta(days=1)
            return Period(yesterday.isoformat(), yesterday, yesterday)
        case "weekly":
            return before(week_of(today), days.ends_on)
        case "half_year":
            return before(half_year_of(today, days.ends_on), days.ends_on)
    return before(month_of(today, days.ends_on), days.ends_on)


def _moment(kind: str, weekday: int | None, hour: int, period: Period, days: Days) -> datetime:
    day = period.last + timedelta(days=1)
    if kind == "weekly":
        day += timedelta(days=weekday or 0)
    return datetime.combine(day, time(hour), days.zone)
