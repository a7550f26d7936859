"""Reckoning in working time: which moment is so much open time away, and how much lies between two moments.

Open time is what the calendar's weekly hours and single days say, by the wall clock of its zone; durations
are real. A close is the last moment of the open time before it, so a limit that ends with the day ends at the
day's close and never at the next opening. Fractions of a second are dropped.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from servicedesk.rules.calendar_spec import (
    CalendarError,
    Hours,
    read_days,
    read_weekly,
    read_years,
    read_zone,
    write_hours,
    write_weekly,
)
from servicedesk.rules.holiday_notice import HolidayNotice, read_notices, write_notices
from servicedesk.rules.open_hours import OpenHours
from servicedesk.rules.open_time import second_of, wall_second
from servicedesk.rules.open_years import FIRST_YEAR, LAST_YEAR, OpenYears, out_of_years
from servicedesk.rules.pauses import Pauses, merged, paused_between, reach_around
from servicedesk.rules.seasons import Season, read_seasons, write_seasons
from servicedesk.rules.text import text

__all__ = ["Calendar", "CalendarError", "Pauses"]


@dataclass(frozen=True, eq=False)
class Calendar:
    """When it is open. Moments in are aware; moments out are aware in the calendar's zone.

    Never changes, and may be shared by threads.
    Every method raises CalendarError outside FIRST_YEAR to LAST_YEAR, and where more than ten years on end
    have no open time.
    """

    timezone: str
    weekly: tuple[Hours, ...]
    """Seven days' hours, Monday first."""
    days: Mapping[date, Hours] = field(repr=False)
    """The hours of single dates; these beat notices, and notices beat the week."""
    known_years: frozenset[int] = frozenset()
    """The years whose notice of public holidays is loaded; limits that reach into others are provisional."""
    seasons: tuple[Season, ...] = ()
    """Parts of every year with weekly hours of their own."""
    notices: Mapping[int, HolidayNotice] = field(default_factory=dict, repr=False)
    """What the yearly notices say, by year: days off, and make-up days with the hours of a Monday."""
    hours: OpenHours = field(init=False, repr=False)
    _zone: ZoneInfo = field(init=False, repr=False)
    _years: OpenYears = field(init=False, repr=False)

    def __post_init__(self) -> None:
        zone = read_zone(self.timezone)
        object.__setattr__(self, "_zone", zone)
        object.__setattr__(self, "hours", OpenHours(self.weekly, self.seasons, self.notices, self.days))
        object.__setattr__(self, "_years", OpenYears(zone, self.hours))

    @classmethod
    def from_spec(cls, spec: object, *, may_stay_closed: bool = False) -> Self:
        """The calendar of `{"timezone", "weekly"[, "seasons"][, "notices"][, "days"][, "known_years"]}`.

        Known are the years with a notice and those in `known_years`; where neither is given, the years that
        `days` has dates of. Raises CalendarError for unknown zones, overlapping or reversed intervals or
        seasons, bad dates and times, and (unless it may) a week without any open time.
        """
        if not isinstance(spec, Mapping):
            raise CalendarError(text("A calendar must have a time zone, weekly hours and single days."))
        weekly, days = read_weekly(spec.get("weekly")), read_days(spec.get("days", {}))
        if not may_stay_closed and not any(weekly):
            raise CalendarError(text("The week has no open time."))
        seasons = read_seasons(spec.get("seasons", []), may_stay_closed=may_stay_closed)
        notices = read_notices(spec.get("notices", {}))
        written = spec.get("known_years", [] if "notices" in spec else None)
        known = frozenset(day.year for day in days) if written is None else read_years(written)
        return cls(
            read_zone(spec.get("timezone")).key, weekly, days, known | notices.keys(), seasons, notices
        )

    def to_spec(self) -> dict[str, Any]:
        """The calendar as JSON; `from_spec` reads it back."""
        more = {"seasons": write_seasons(self.seasons), "notices": write_notices(self.notices)}
        return {
            "timezone": self.timezone,
            "weekly": write_weekly(self.weekly),
            **{name: written for name, written in more.items() if written},
            "days": {day.isoformat(): write_hours(hours) for day, hours in sorted(self.days.items())},
            "known_years": sorted(self.known_years - self.notices.keys()),
        }

    # Reckoning

    def add(self, start: datetime, seconds: int, pauses: Pauses = ()) -> datetime:
        """The moment `seconds` of open time after `start`, or before it when negative; 0 answers `start`.

        The earliest such moment going forward (a close, not the next opening), the latest going back.
        Pauses are not counted.
        """
        if not seconds:
            return self.local(start)
        if pauses:
            reached = reach_around(self._years, merged(self._years, pauses), second_of(start), seconds)
        else:
            reached = self._years.reach(second_of(start), seconds)
        return datetime.fromtimestamp(reached, self._zone)

    def between(self, start: datetime, end: datetime, pauses: Pauses = ()) -> int:
        """Seconds of open time from `start` to `end` without the pauses; negative when `end` is earlier."""
        low, high = second_of(start), second_of(end)
        if low > high:
            return -self.between(end, start, pauses)
        counted = self._years.between(low, high)
        return (
            counted - paused_between(self._years, merged(self._years, pauses), low, high)
            if pauses
            else counted
        )

    def part(self, start: datetime, end: datetime, share: float, pauses: Pauses = ()) -> datetime:
        """The moment at which that share of the open time from `start` to `end` is used up."""
        low, high = second_of(start), second_of(end)
        if pauses or low > high:
            return self.add(start, int(self.between(start, end, pauses) * share), pauses)
        return datetime.fromtimestamp(self._years.part(low, high, share), self._zone)

    def working_days(self, start: datetime, days: int, pauses: Pauses = ()) -> datetime:
        """Close of business of the Nth working day after the day of `start`.

        Source: administrative practice. 0 days: the close of the start's own day, or of the next working day
        when that is off or over.
        With pauses, the working time that was left is given back exactly, and then rounded up to close of
        business. Raises CalendarError for negative days.
        """
        if days < 0:
            raise _negative_days()
        today = self.local(start).toordinal()
        first, later = (today + 1, days - 1) if days else (today, 0)
        return self._give_back(second_of(start), self._years.close(second_of(start), first, later), pauses)

    def calendar_days(self, start: datetime, days: int, pauses: Pauses = ()) -> datetime:
        """Close of business of the Nth day after the day of `start`; a day off moves to the next working day.

        Source: Civil Code, articles 201 and 203. 0 or negative days, and pauses: as for `working_days`.
        """
        if days < 0:
            raise _negative_days()
        last = self.local(start).toordinal() + days
        return self._give_back(second_of(start), self._years.close(second_of(start), last), pauses)

    def give_back(self, start: datetime, due: datetime, pauses: Pauses) -> datetime:
        """A limit in days, moved by the working time lost to pauses and rounded up to close of business."""
        return self._give_back(second_of(start), second_of(due), pauses)

    # Asking

    def is_open(self, moment: datetime) -> bool:
        """Whether the moment is open time: an opening is, a close is not."""
        at = second_of(moment)
        return self._years.covering(at, at).is_open(at)

    def is_working_day(self, day: date) -> bool:
        """Whether the date has any open time."""
        number = day.toordinal()
        midnight = wall_second(self._zone, number, 0)
        days = self._years.covering(midnight, midnight).days
        index = bisect_left(days, number)
        return index < len(days) and days[index] == number

    def is_known(self, moment: datetime) -> bool:
        """Whether the notice of the local date's year is loaded."""
        return self.local(moment).year in self.known_years

    def next_opening(self, moment: datetime) -> datetime:
        """The first open moment from this one on: itself when open."""
        at = second_of(moment)
        opening = self._years.reach(at, 1) - 1  # the first open second ends one second after it begins
        return self.local(moment) if opening == at else datetime.fromtimestamp(opening, self._zone)

    def close_of_business(self, moment: datetime) -> datetime:
        """The first close of a working day at or after the moment."""
        return datetime.fromtimestamp(self._years.close(second_of(moment)), self._zone)

    def intervals(self, start: datetime, end: datetime) -> Iterator[tuple[date, datetime, datetime]]:
        """The open intervals between two moments, cut at these: local date, from, to. In order of time."""
        low, high = second_of(start), second_of(end)
        laid_out = self._years.covering(low, max(low, high))
        starts, opened = laid_out.starts, laid_out.opened
        for index in range(bisect_right(starts, low) - 1, bisect_left(starts, high)):
            opens, closes = starts[index], starts[index] + opened[index + 1] - opened[index]
            if max(opens, low) < min(closes, high):
                local_open = datetime.fromtimestamp(max(opens, low), self._zone)
                yield local_open.date(), local_open, datetime.fromtimestamp(min(closes, high), self._zone)

    def local(self, moment: datetime) -> datetime:
        """The same moment in the calendar's zone."""
        try:
            return moment.astimezone(self._zone)
        except OverflowError:
            raise out_of_years() from None

    def from_wall(self, wall: datetime) -> datetime:
        """The moment at which the zone's clocks first show this time (given without an offset)."""
        if not FIRST_YEAR <= wall.year <= LAST_YEAR:
            raise out_of_years()
        second = wall.hour * 3600 + wall.minute * 60 + wall.second
        moment = datetime.fromtimestamp(wall_second(self._zone, wall.toordinal(), second), self._zone)
        return moment.replace(microsecond=wall.microsecond)

    def _give_back(self, begin: int, due: int, pauses: Pauses) -> datetime:
        joined = merged(self._years, pauses) if pauses else []
        if joined and (left := self._years.between(begin, due)):
            due = self._years.close(reach_around(self._years, joined, begin, left))
        return datetime.fromtimestamp(due, self._zone)


def _negative_days() -> CalendarError:
    return CalendarError(text("The number of days cannot be negative."))
