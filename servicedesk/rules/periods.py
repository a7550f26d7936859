"""Periods as they are written: a day, a week, a month, a quarter, a half-year, a year, or any range."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from servicedesk.rules.refusals import Invalid, invalid
from servicedesk.rules.text import Text, text

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Further away, other zones' calendars or the database have no such moments."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the zone from `first` to `last`, both included; `name` is how it is written."""

    name: str
    first: date
    last: date

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The beginning of the first day and the end of the last, aware."""
        return (
            datetime.combine(self.first, time(), zone),
            datetime.combine(self.last + timedelta(days=1), time(), zone),
        )


def parse(written: str) -> Period:
    """The period of `2026-11-23`, `2026-W47`, `2026-11`, `2026-Q3`, `2026-H1`, `2026` or a range.

    A range is written `2026-11-01..2026-11-15`. Raises Invalid for the field `period`.
    """
    name = written.strip()
    try:
        first, last = _days(name)
    except (ValueError, OverflowError):
        raise invalid(
            "period",
            text(
                "Please give a period such as 2026-11, 2026-W47, 2026-Q3, 2026-H1, 2026"
                " or 2026-11-01..2026-11-15."
            ),
        ) from None
    if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR:
        raise invalid("period", text("This is too far from now."))
    return Period(name, first, last)


def of_days(first: date, last: date) -> Period:
    """The period from day to day, under its shortest name: whole months, quarters and years are called so."""
    return Period(_name(first, last), first, last)


def read_range(first: str, last: str) -> Period:
    """The period between two days as a form sends them; raises Invalid for the fields `from` and `to`."""
    errors: dict[str, list[Text]] = {}
    days = []
    for name, written in (("from", first), ("to", last)):
        try:
            days.append(parse(_day(written.strip()).isoformat()).first)
        except (ValueError, Invalid):
            errors[name] = [text("Please give a date such as 2026-11-23.")]
    if not errors and days[0] > days[1]:
        errors["to"] = [text("This is before the first day.")]
    if errors:
        raise Invalid(errors)
    return of_days(days[0], days[1])


def month_of(day: date) -> Period:
    """The calendar month that a day lies in."""
    return _around(day, 1)


def quarter_of(day: date) -> Period:
    """The quarter that a day lies in."""
    return _around(day, 3)


def half_year_of(day: date) -> Period:
    """The half of the year that a day lies in."""
    return _around(day, 6)


def year_of(day: date) -> Period:
    """The calendar year that a day lies in."""
    return _around(day, 12)


def before(period: Period) -> Period:
    """The period of the same kind (or, for a range, of the same length) just before."""
    if months := _whole_months(period.first, period.last):
        year, month = divmod(period.first.year * 12 + period.first.month - 1 - months, 12)
        return of_days(*_months(year, month + 1, months))
    length = period.last - period.first
    last = period.first - timedelta(days=1)
    return of_days(last - length, last)


def months_until(day: date, count: int) -> list[Period]:
    """The last `count` months up to the one that the day lies in, oldest first."""
    months = [month_of(day)]
    while len(months) < count:
        months.insert(0, before(months[0]))
    return months


def _days(written: str) -> tuple[date, date]:
    if ".." in written:
        first, last = (_day(part) for part in written.split("..", 1))
        if last < first:
            raise ValueError(written)
        return first, last
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII):
        day = date.fromisoformat(written)
        return day, day
    if match := re.fullmatch(r"(\d{4})-W(\d{2})", written, re.ASCII):
        first = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return first, first + timedelta(days=6)
    if match := re.fullmatch(r"(\d{4})-(\d{2})", written, re.ASCII):
        return _months(int(match[1]), int(match[2]), 1)
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", written, re.ASCII):
        return _months(int(match[1]), 3 * int(match[2]) - 2, 3)
    if match := re.fullmatch(r"(\d{4})-H([12])", written, re.ASCII):
        return _months(int(match[1]), 6 * int(match[2]) - 5, 6)
    if re.fullmatch(r"\d{4}", written, re.ASCII):
        return _months(int(written), 1, 12)
    raise ValueError(written)


def _day(written: str) -> date:
    # `fromisoformat` also takes 20261123 and 2026-W48-1, which are no periods.
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII):
        raise ValueError(written)
    return date.fromisoformat(written)


def _around(day: date, months: int) -> Period:
    return of_days(*_months(day.year, (day.month - 1) // months * months + 1, months))


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    first = date(year, month, 1)
    year_after, month_after = divmod(year * 12 + month - 1 + count, 12)
    return first, date(year_after, month_after + 1, 1) - timedelta(days=1)


def _whole_months(first: date, last: date) -> int:
    """1, 3, 6 or 12 when these are the days of a month, quarter, half-year or year; else 0."""
    return next(
        (
            count
            for count in (1, 3, 6, 12)
            if (first.month - 1) % count == 0 and (first, last) == _months(first.year, first.month, count)
        ),
        0,
    )


def _name(first: date, last: date) -> str:
    match _whole_months(first, last):
        case 1:
            return f"{first:%Y-%m}"
        case 3:
            return f"{first:%Y}-Q{first.month // 3 + 1}"
        case 6:
            return f"{first:%Y}-H{first.month // 6 + 1}"
        case 12:
            return f"{first:%Y}"
    if first == last:
        return first.isoformat()
    if first.weekday() == 0 and last - first == timedelta(days=6):
        year, week, _ = first.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return f"{first}..{last}"
