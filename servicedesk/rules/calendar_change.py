"""Changes of a working calendar: a notice loaded, other hours of the week, a season, single days.

A change makes a new calendar of any other one; which calendars it is made to, and that the clocks follow, is
decided elsewhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from servicedesk.rules.calendar_spec import DAY, Hours, write_hours, write_weekly
from servicedesk.rules.holiday_notice import HolidayNotice, write_notices
from servicedesk.rules.seasons import MonthDay, Season, write_seasons, written_day
from servicedesk.rules.working_time import Calendar

_MONDAY = 0
_NOON = 12 * 3600


@dataclass(frozen=True)
class CalendarChange:
    """What is done to a calendar; `action` and `payload` are what the record says of it."""

    action: str
    payload: Mapping[str, Any]
    make: Callable[[Calendar], Calendar]

    def apply(self, calendar: Calendar) -> Calendar:
        """The calendar with the change. Raises CalendarError where that cannot be."""
        return Calendar.from_spec(self.make(renewed(calendar)).to_spec())


def notice_loaded(notice: HolidayNotice) -> CalendarChange:
    """The notice of a year, in place of the one that was loaded for it before."""
    payload = {"year": notice.year, **write_notices({notice.year: notice})[str(notice.year)]}
    return CalendarChange(
        "notice_loaded",
        payload,
        lambda calendar: replace(calendar, notices={**calendar.notices, notice.year: notice}),
    )


def week_set(weekly: tuple[Hours, ...]) -> CalendarChange:
    """Other hours of the ordinary week."""
    return CalendarChange(
        "calendar_week_set",
        {"weekly": write_weekly(weekly)},
        lambda calendar: replace(calendar, weekly=weekly),
    )


def season_set(season: Season, instead_of: MonthDay | None = None) -> CalendarChange:
    """A season, new or in the place of the one that began on that date."""
    return CalendarChange(
        "calendar_season_set",
        write_seasons([season])[0],
        lambda calendar: replace(calendar, seasons=(*_seasons_without(calendar, instead_of), season)),
    )


def season_ended(first: MonthDay) -> CalendarChange:
    """No season any more from that date."""
    return CalendarChange(
        "calendar_season_ended",
        {"from": written_day(first)},
        lambda calendar: replace(calendar, seasons=_seasons_without(calendar, first)),
    )


def days_set(first: date, last: date, hours: Hours | None) -> CalendarChange:
    """Hours of single days, the first to the last; None: these are as week and notice say again."""
    written = None if hours is None else write_hours(hours)
    return _days_change(first, last, {"hours": written}, lambda calendar, day: hours)


def days_halved(first: date, last: date, morning: bool) -> CalendarChange:
    """Open in the morning only, or in the afternoon only: the part of the day's usual hours on that side.

    A day that is usually closed has this part of a Monday.
    """
    return _days_change(
        first, last, {"half": "morning" if morning else "afternoon"},
        lambda calendar, day: _half(calendar, day, morning),
    )  # fmt: skip


def renewed(calendar: Calendar) -> Calendar:
    """The same calendar, with the single days that a notice had put into it kept as a notice.

    Calendars were first written with nothing but single days; a day that a person closed by hand cannot be
    told from a public holiday there, and there were no pages yet on which one could.
    """
    old_years = calendar.known_years - calendar.notices.keys()
    notices, days = dict(calendar.notices), dict(calendar.days)
    for year in old_years:
        of_year = {day: hours for day, hours in days.items() if day.year == year}
        off = frozenset(day for day, hours in of_year.items() if not hours)
        work = frozenset(day for day, hours in of_year.items() if _is_made_up(calendar, day, hours))
        notices[year] = HolidayNotice(year, off, work)
        days = {day: hours for day, hours in days.items() if day not in off | work}
    return replace(calendar, notices=notices, days=days)


def first_difference(before: Calendar, after: Calendar) -> date | None:
    """The first day that differs, so that no limit before it can move; None when none differs.

    A year that becomes known counts from its first day, because limits in it are no longer provisional.
    """
    if (before.timezone, before.weekly, before.seasons) != (after.timezone, after.weekly, after.seasons):
        return date.min
    named = {*before.days, *after.days}
    for notice in (*before.notices.values(), *after.notices.values()):
        named |= notice.off | notice.work
    differ = [day for day in named if before.hours.on(day) != after.hours.on(day)]
    differ += [date(year, 1, 1) for year in before.known_years ^ after.known_years]
    return min(differ, default=None)


def _seasons_without(calendar: Calendar, first: MonthDay | None) -> tuple[Season, ...]:
    return tuple(season for season in calendar.seasons if season.first != first)


def _days_change(
    first: date, last: date, payload: Mapping[str, Any], hours_of: Callable[[Calendar, date], Hours | None]
) -> CalendarChange:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def make(calendar: Calendar) -> Calendar:
        own = {day: hours for day, hours in calendar.days.items() if day not in days}
        for day in days:
            hours = hours_of(calendar, day)
            # What week and notice say anyway is not written down, so that the day follows them later.
            if hours is not None and hours != calendar.hours.noticed(day):
                own[day] = hours
        return replace(calendar, days=own)

    said = {"from": first.isoformat(), "to": last.isoformat(), **payload}
    return CalendarChange("calendar_days_set", said, make)


def _half(calendar: Calendar, day: date, morning: bool) -> Hours:
    usual = calendar.hours.noticed(day) or calendar.hours.week_of(day)[_MONDAY]
    low, high = (0, _NOON) if morning else (_NOON, DAY)
    cut = ((max(opens, low), min(closes, high)) for opens, closes in usual)
    return tuple((opens, closes) for opens, closes in cut if opens < closes)


def _is_made_up(calendar: Calendar, day: date, hours: Hours) -> bool:
    return not calendar.hours.ordinary(day) and hours == calendar.hours.week_of(day)[_MONDAY]
