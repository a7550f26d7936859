"""Seasons: weekly hours that hold from a date to a date of every year, such as summer hours."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from servicedesk.rules.calendar_spec import CalendarError, Hours, read_weekly, shown, write_weekly
from servicedesk.rules.text import text

MonthDay = tuple[int, int]

_WRITTEN = re.compile(r"([0-9]{2})-([0-9]{2})")
_LEAP_YEAR = 2000
"""A year that has every date."""
_ALL = [(day.month, day.day) for day in (date(_LEAP_YEAR, 1, 1) + timedelta(days=n) for n in range(366))]


@dataclass(frozen=True, slots=True)
class Season:
    """The hours of the week from one date to another, both included; it may go on over New Year."""

    first: MonthDay
    last: MonthDay
    weekly: tuple[Hours, ...]
    """Seven days' hours, Monday first."""

    @property
    def name(self) -> str:
        """Its dates: `06-01..09-30`."""
        return f"{written_day(self.first)}..{written_day(self.last)}"

    def dates(self) -> frozenset[MonthDay]:
        """Every date of it, 29 February among them."""
        if self.first <= self.last:
            return frozenset(day for day in _ALL if self.first <= day <= self.last)
        return frozenset(day for day in _ALL if day >= self.first or day <= self.last)


def read_seasons(written: object, *, may_stay_closed: bool = False) -> tuple[Season, ...]:
    """Seasons from [{"from": "06-01", "to": "09-30", "weekly": {…}}, …], in the order of their beginning.

    Raises CalendarError where two overlap, or the week of one has no open time (unless it may).
    """
    if not isinstance(written, Sequence) or isinstance(written, str):
        raise CalendarError(text("'seasons' must be a list of seasons."))
    seasons = tuple(sorted((_read(one) for one in written), key=lambda season: season.first))
    for season in seasons:
        if not may_stay_closed and not any(season.weekly):
            raise CalendarError(
                text("The week of the season %(season)s has no open time.", season=season.name)
            )
    for one, other in combinations(seasons, 2):
        if one.dates() & other.dates():
            raise CalendarError(
                text("The seasons %(one)s and %(other)s overlap.", one=one.name, other=other.name)
            )
    return seasons


def write_seasons(seasons: Sequence[Season]) -> list[dict[str, Any]]:
    """The seasons as they stand in JSON."""
    return [
        {
            "from": written_day(season.first),
            "to": written_day(season.last),
            "weekly": write_weekly(season.weekly),
        }
        for season in seasons
    ]


def read_day(written: object) -> MonthDay:
    """A date of every year, such as `06-01`; raises CalendarError."""
    match = _WRITTEN.fullmatch(written) if isinstance(written, str) else None
    if match and (day := (int(match[1]), int(match[2]))) in _ALL:
        return day
    raise CalendarError(text("%(day)s is not a date of the year like 06-01.", day=shown(written)))


def written_day(day: MonthDay) -> str:
    """The date as it stands in JSON: `06-01`."""
    return f"{day[0]:02}-{day[1]:02}"


def _read(written: object) -> Season:
    if not isinstance(written, Mapping):
        raise CalendarError(text("A season must have 'from', 'to' and 'weekly'."))
    return Season(
        read_day(written.get("from")), read_day(written.get("to")), read_weekly(written.get("weekly"))
    )
