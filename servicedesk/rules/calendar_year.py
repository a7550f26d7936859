"""A year of a working calendar as people read it: what every day is, and what differs from the weeks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from servicedesk.rules.batches import in_batches
from servicedesk.rules.calendar_change import renewed
from servicedesk.rules.calendar_spec import Hours
from servicedesk.rules.working_time import Calendar

DAY_KINDS = ("open", "closed", "off", "made_up", "set_closed", "set_open", "set_hours")
"""By the week; by the notice (`off`, `made_up`); set by hand, against the week and the notice."""


@dataclass(frozen=True, slots=True)
class YearDay:
    """One day; `kind` is one of DAY_KINDS."""

    day: date
    kind: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """What differs from the ordinary weeks. A stretch of days off holds the weekends that it touches."""

    year: int
    known: bool
    """Whether the year's notice is loaded; limits that reach into one without are provisional."""
    off: Sequence[tuple[date, date]]
    """First and last day of each stretch."""
    made_up: Sequence[date]
    """Working days that the notice adds to the ordinary week."""
    other_hours: Sequence[tuple[date, Hours]]
    """Working days with hours that were set by hand."""


def calendar_year(calendar: Calendar, year: int) -> CalendarYear:
    """What a calendar says about one year."""
    calendar = renewed(calendar)
    usual, noticed, on = calendar.hours.ordinary, calendar.hours.noticed, calendar.hours.on
    return CalendarYear(
        year=year,
        known=year in calendar.known_years,
        off=_stretches(calendar, [day for day in _days(year) if usual(day) and not on(day)]),
        made_up=[day for day in _days(year) if on(day) == noticed(day) and on(day) and not usual(day)],
        other_hours=[(day, on(day)) for day in _days(year) if on(day) and on(day) != noticed(day)],
    )


def months(calendar: Calendar, year: int) -> list[list[list[YearDay | None]]]:
    """The twelve months, each as weeks from Monday to Sunday; None where a week belongs to its neighbour."""
    return [_weeks(calendar, year, month) for month in range(1, 13)]


def year_day(calendar: Calendar, day: date) -> YearDay:
    """What one day is, and why."""
    hours, noticed = calendar.hours.on(day), calendar.hours.noticed(day)
    if hours != noticed:
        kind = "set_closed" if not hours else "set_hours" if noticed else "set_open"
    elif noticed == calendar.hours.ordinary(day):
        kind = "open" if hours else "closed"
    else:
        kind = "made_up" if hours else "off"
    return YearDay(day, kind, hours)


def _weeks(calendar: Calendar, year: int, month: int) -> list[list[YearDay | None]]:
    days = [year_day(calendar, day) for day in _days(year) if day.month == month]
    cells: list[YearDay | None] = [*[None] * days[0].day.weekday(), *days]
    cells += [None] * (-len(cells) % 7)
    return list(in_batches(cells, 7))


def _days(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))


def _stretches(calendar: Calendar, days: Sequence[date]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day <= found[-1][1]:
            continue
        found.append((_reach(calendar, day, -1), _reach(calendar, day, 1)))
    return found


def _reach(calendar: Calendar, day: date, step: int) -> date:
    """The last day off in this direction."""
    while not calendar.hours.on(beyond := day + timedelta(days=step)):
        day = beyond
    return day
