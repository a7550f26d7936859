"""A year of a working calendar as people read it: which weekdays are off, which days off are worked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from servicedesk.rules.calendar_spec import Hours
from servicedesk.rules.working_time import Calendar


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """What differs from the ordinary weeks. A stretch of days off holds the weekends that it touches."""

    year: int
    known: bool
    """Whether the year's notice is loaded; limits that reach into one without are provisional."""
    off: Sequence[tuple[date, date]]
    """First and last day of each stretch."""
    made_up: Sequence[date]
    """Working days that the ordinary week does not have."""
    other_hours: Sequence[tuple[date, Hours]]
    """Working days with hours of their own."""


def calendar_year(calendar: Calendar, year: int) -> CalendarYear:
    """What a calendar says about one year."""
    days = sorted((day, hours) for day, hours in calendar.days.items() if day.year == year)
    usual = {day: calendar.weekly[day.weekday()] for day, _ in days}
    return CalendarYear(
        year=year,
        known=year in calendar.known_years,
        off=_stretches(calendar, [day for day, hours in days if usual[day] and not hours]),
        made_up=[day for day, hours in days if hours and not usual[day]],
        other_hours=[(day, hours) for day, hours in days if hours and usual[day] not in ((), hours)],
    )


def _stretches(calendar: Calendar, days: Sequence[date]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day <= found[-1][1]:
            continue
        found.append((_reach(calendar, day, -1), _reach(calendar, day, 1)))
    return found


def _reach(calendar: Calendar, day: date, step: int) -> date:
    """The last day off in this direction."""
    while not _works(calendar, beyond := day + timedelta(days=step)):
        day = beyond
    return day


def _works(calendar: Calendar, day: date) -> bool:
    return bool(calendar.days.get(day, calendar.weekly[day.weekday()]))
