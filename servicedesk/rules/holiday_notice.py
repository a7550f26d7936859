"""A year's notice of public holidays: which days are off, and which weekends are worked for them.

Source: the State Council General Office publishes one for each year, between late October and December, and
has changed published ones later. A notice begins with the New Year holiday, which may take in the last days
of December before (2019's notice made 29 December 2018 a working day and 31 December a day off); the New
Year after it belongs to the next notice.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from servicedesk.rules.calendar_spec import CalendarError, read_date, shown
from servicedesk.rules.text import text

_YEAR = re.compile(r"[12][0-9]{3}")
_FIRST_BEFORE = (12, 21)
"""From this date on, days of the year before may be part of the New Year holiday."""
MONTH_OF_NEXT = 11
"""From this month on the next year's notice is waited for."""


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """The days that one year's notice names."""

    year: int
    off: frozenset[date]
    work: frozenset[date]
    """Make-up working days; they have the hours of a Monday."""


def may_name(year: int, day: date) -> bool:
    """Whether a year's notice can say something about the day: one of the year, or of the December before."""
    return day.year == year or (day.year == year - 1 and (day.month, day.day) >= _FIRST_BEFORE)


def missing_year(known_years: Iterable[int], today: date) -> int | None:
    """The year whose notice is missing: this one, or from November on the next; None when all is well."""
    known = set(known_years)
    wanted = [today.year, *([today.year + 1] if today.month >= MONTH_OF_NEXT else [])]
    return next((year for year in wanted if year not in known), None)


def read_notices(written: object) -> dict[int, HolidayNotice]:
    """Notices by year from {"2026": {"off": ["2026-10-01", …], "work": ["2026-10-10", …]}, …}.

    Raises CalendarError for days of other years, named twice, or both off and worked.
    """
    if not isinstance(written, Mapping):
        raise CalendarError(text("'notices' must name years and their days."))
    return {notice.year: notice for notice in (_read(year, days) for year, days in written.items())}


def write_notices(notices: Mapping[int, HolidayNotice]) -> dict[str, Any]:
    """The notices as they stand in JSON."""
    return {
        str(year): {"off": _written(notice.off), "work": _written(notice.work)}
        for year, notice in sorted(notices.items())
    }


def _read(year: object, days: object) -> HolidayNotice:
    if not isinstance(year, str) or not _YEAR.fullmatch(year):
        raise CalendarError(text("%(year)s is not a year like 2026.", year=shown(year)))
    if not isinstance(days, Mapping) or not set(days) <= {"off", "work"}:
        raise CalendarError(text("The notice of %(year)s must have 'off' and 'work'.", year=year))
    off, work = (_days(year, days.get(name, [])) for name in ("off", "work"))
    if both := off & work:
        raise CalendarError(text("%(day)s is both off and worked.", day=min(both).isoformat()))
    return HolidayNotice(int(year), off, work)


def _days(year: str, written: object) -> frozenset[date]:
    if not isinstance(written, Sequence) or isinstance(written, str):
        raise CalendarError(text("The notice of %(year)s must have lists of dates.", year=year))
    days = [read_date(one) for one in written]
    for day in days:
        if not may_name(int(year), day):
            raise CalendarError(
                text("%(day)s does not belong into the notice of %(year)s.", day=day.isoformat(), year=year)
            )
        if days.count(day) > 1:
            raise CalendarError(
                text("The notice of %(year)s names %(day)s twice.", year=year, day=day.isoformat())
            )
    return frozenset(days)


def _written(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]
