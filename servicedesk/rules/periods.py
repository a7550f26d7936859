"""Periods as they are written: a day, a week, a month, a quarter, a half-year, a year, or any range."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from servicedesk.rules.refusals import invalid
from servicedesk.rules.text import text


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
    try:
        first, last = _days(written.strip())
    except (ValueError, OverflowError):
        raise invalid(
            "period",
            text(
                "Please give a period such as 2026-11, 2026-W47, 2026-Q3, 2026-H1, 2026"
                " or 2026-11-01..2026-11-15."
            ),
        ) from None
    return Period(written.strip(), first, last)


def month_of(day: date) -> Period:
    """The calendar month that a day lies in."""
    return parse(f"{day:%Y-%m}")


def before(period: Period) -> Period:
    """The period of the same kind (or, for a range, of the same length) just before."""
    if re.fullmatch(r"\d{4}-\d{2}", period.name):
        return month_of(period.first - timedelta(days=1))
    if match := re.fullmatch(r"(\d{4})-([QH])(\d)", period.name):
        year, kind, part = int(match[1]), match[2], int(match[3])
        parts = 4 if kind == "Q" else 2
        return parse(f"{year:04d}-{kind}{part - 1}" if part > 1 else f"{year - 1:04d}-{kind}{parts}")
    if re.fullmatch(r"\d{4}", period.name):
        return parse(f"{int(period.name) - 1:04d}")
    length = (period.last - period.first).days + 1
    last = period.first - timedelta(days=1)
    first = last - timedelta(days=length - 1)
    return Period(f"{first}..{last}" if length > 1 else str(first), first, last)


def _days(written: str) -> tuple[date, date]:
    if ".." in written:
        first, last = (date.fromisoformat(part) for part in written.split("..", 1))
        if last < first:
            raise ValueError(written)
        return first, last
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        day = date.fromisoformat(written)
        return day, day
    if match := re.fullmatch(r"(\d{4})-W(\d{2})", written):
        first = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return first, first + timedelta(days=6)
    if match := re.fullmatch(r"(\d{4})-(\d{2})", written):
        return _months(int(match[1]), int(match[2]), 1)
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", written):
        return _months(int(match[1]), 3 * int(match[2]) - 2, 3)
    if match := re.fullmatch(r"(\d{4})-H([12])", written):
        return _months(int(match[1]), 6 * int(match[2]) - 5, 6)
    if re.fullmatch(r"\d{4}", written):
        return _months(int(written), 1, 12)
    raise ValueError(written)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    first = date(year, month, 1)
    year_after, month_after = divmod(year * 12 + month - 1 + count, 12)
    return first, date(year_after, month_after + 1, 1) - timedelta(days=1)
