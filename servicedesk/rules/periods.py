"""Periods as they are written: a day, a week, a month, a quarter, a half-year, a year, or any range.

A zone may end its months on a day of its own: where `ends_on` is 25, November goes from 26 October to
25 November, and quarters, half-years and years with it. Months that are shorter end with their last day.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from servicedesk.rules.refusals import Invalid, invalid
from servicedesk.rules.text import Text, text

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Further away, other zones' calendars or the database have no such moments."""
CALENDAR_MONTH = 31
"""Months that end on their own last day."""


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


@dataclass(frozen=True, slots=True)
class Days:
    """How a desk counts days: in which time zone, and with which day its months end."""

    zone: ZoneInfo
    ends_on: int = CALENDAR_MONTH


def parse(written: str, ends_on: int = CALENDAR_MONTH) -> Period:
    """The period of `2026-11-23`, `2026-W47`, `2026-11`, `2026-Q3`, `2026-H1`, `2026` or a range.

    A range is written `2026-11-01..2026-11-15`. Raises Invalid for the field `period`.
    """
    name = written.strip()
    try:
        first, last = _days(name, ends_on)
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


def of_days(first: date, last: date, ends_on: int = CALENDAR_MONTH) -> Period:
    """The period from day to day, under its shortest name: whole months, quarters and years are called so."""
    return Period(_name(first, last, ends_on), first, last)


def read_range(first: str, last: str, ends_on: int = CALENDAR_MONTH) -> Period:
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
    return of_days(days[0], days[1], ends_on)


def month_of(day: date, ends_on: int = CALENDAR_MONTH) -> Period:
    """The month that a day lies in."""
    return _around(day, 1, ends_on)


def quarter_of(day: date, ends_on: int = CALENDAR_MONTH) -> Period:
    """The quarter that a day lies in."""
    return _around(day, 3, ends_on)


def half_year_of(day: date, ends_on: int = CALENDAR_MONTH) -> Period:
    """The half of the year that a day lies in."""
    return _around(day, 6, ends_on)


def year_of(day: date, ends_on: int = CALENDAR_MONTH) -> Period:
    """The year that a day lies in."""
    return _around(day, 12, ends_on)


def week_of(day: date) -> Period:
    """The week, from Monday to Sunday, that a day lies in."""
    first = day - timedelta(days=day.weekday())
    return of_days(first, first + timedelta(days=6))


def before(period: Period, ends_on: int = CALENDAR_MONTH) -> Period:
    """The period of the same kind (or, for a range, of the same length) just before."""
    if months := _whole_months(period.first, period.last, ends_on):
        last_month = _month_of(period.last, ends_on)
        return of_days(*_months(last_month - 2 * months + 1, months, ends_on), ends_on)
    length = period.last - period.first
    last = period.first - timedelta(days=1)
    return of_days(last - length, last, ends_on)


def compared_with(period: Period, day: date, ends_on: int = CALENDAR_MONTH) -> Period:
    """The period just before or, while a period goes on, its first days: as many as there were until `day`.

    On the third of a month, all of the month before would make every number look small.
    """
    earlier = before(period, ends_on)
    if not period.first <= day < period.last:
        return earlier
    return of_days(earlier.first, min(earlier.last, earlier.first + (day - period.first)), ends_on)


def months_until(day: date, count: int, ends_on: int = CALENDAR_MONTH) -> list[Period]:
    """The last `count` months up to the one that the day lies in, oldest first."""
    months = [month_of(day, ends_on)]
    while len(months) < count:
        months.insert(0, before(months[0], ends_on))
    return months


def _days(written: str, ends_on: int) -> tuple[date, date]:
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
        return _months(_index(int(match[1]), int(match[2])), 1, ends_on)
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", written, re.ASCII):
        return _months(_index(int(match[1]), 3 * int(match[2]) - 2), 3, ends_on)
    if match := re.fullmatch(r"(\d{4})-H([12])", written, re.ASCII):
        return _months(_index(int(match[1]), 6 * int(match[2]) - 5), 6, ends_on)
    if re.fullmatch(r"\d{4}", written, re.ASCII):
        return _months(_index(int(written), 1), 12, ends_on)
    raise ValueError(written)


def _day(written: str) -> date:
    # `fromisoformat` also takes 20261123 and 2026-W48-1, which are no periods.
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII):
        raise ValueError(written)
    return date.fromisoformat(written)


def _index(year: int, month: int) -> int:
    """Months since the beginning of the reckoning of years, so that they can be counted on."""
    if not 1 <= month <= 12:
        raise ValueError(month)
    return year * 12 + month - 1


def _end(index: int, ends_on: int) -> date:
    """The last day of a month."""
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(ends_on, monthrange(year, month)[1]))


def _months(index: int, count: int, ends_on: int) -> tuple[date, date]:
    """First and last day of so many months from this one on."""
    return _end(index - 1, ends_on) + timedelta(days=1), _end(index + count - 1, ends_on)


def _month_of(day: date, ends_on: int) -> int:
    index = _index(day.year, day.month)
    return index if day <= _end(index, ends_on) else index + 1


def _around(day: date, months: int, ends_on: int) -> Period:
    index = _month_of(day, ends_on) // months * months
    return of_days(*_months(index, months, ends_on), ends_on)


def _whole_months(first: date, last: date, ends_on: int) -> int:
    """1, 3, 6 or 12 when these are the days of a month, quarter, half-year or year; else 0."""
    begin = _month_of(first, ends_on)
    return next(
        (
            count
            for count in (1, 3, 6, 12)
            if begin % count == 0 and (first, last) == _months(begin, count, ends_on)
        ),
        0,
    )


def _name(first: date, last: date, ends_on: int) -> str:
    year, month = divmod(_month_of(first, ends_on), 12)
    match _whole_months(first, last, ends_on):
        case 1:
            return f"{year:04d}-{month + 1:02d}"
        case 3:
            return f"{year:04d}-Q{month // 3 + 1}"
        case 6:
            return f"{year:04d}-H{month // 6 + 1}"
        case 12:
            return f"{year:04d}"
    if first == last:
        return first.isoformat()
    if first.weekday() == 0 and last - first == timedelta(days=6):
        year, week, _ = first.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return f"{first}..{last}"
