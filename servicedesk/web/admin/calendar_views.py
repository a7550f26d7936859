"""A calendar as its pages show it: its names, its months, and words for what each day is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import format_date, gettext, lazy_pgettext
from flask_babel import lazy_gettext as _l

from servicedesk.languages import name_of, reads_chinese
from servicedesk.queries.calendar_moves import calendar_names
from servicedesk.queries.categories import all_departments
from servicedesk.queries.limits import limits
from servicedesk.rules.calendar_change import renewed
from servicedesk.rules.calendar_spec import Hours, write_hours
from servicedesk.rules.calendar_year import YearDay, months
from servicedesk.rules.limits import ZONE, Limits
from servicedesk.rules.refusals import NotFound
from servicedesk.rules.seasons import Season
from servicedesk.rules.working_time import Calendar
from servicedesk.web.words import Words

KINDS: Words = {
    "open": _l("Working day"),
    "closed": _l("No working day"),
    "off": _l("Day off by the notice"),
    "made_up": _l("Make-up working day"),
    "set_closed": _l("Closed by hand"),
    "set_open": _l("Opened by hand"),
    "set_hours": _l("Other hours, set by hand"),
}
MARKS: Words = {
    "off": lazy_pgettext("calendar mark", "off"),
    "made_up": lazy_pgettext("calendar mark", "work"),
    "set_closed": lazy_pgettext("calendar mark", "shut"),
    "set_open": lazy_pgettext("calendar mark", "open"),
    "set_hours": lazy_pgettext("calendar mark", "hrs"),
}


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day in the picture of a year."""

    day: date
    kind: str
    mark: str
    label: str
    """For those who do not see the picture: `Thu 1 October: Day off by the notice`."""
    url: str


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month with its weeks."""

    name: str
    weeks: Sequence[Sequence[DayCell | None]]


@dataclass(frozen=True, slots=True)
class Shown:
    """A calendar that a page is about, its notices kept as notices, and whose it is."""

    name: str
    in_force: Limits
    calendar: Calendar

    @property
    def label(self) -> str:
        """Whose it is."""
        return labels(self.in_force)[self.name]

    @property
    def home(self) -> str:
        """The address of its year."""
        return url_for("admin.calendar", calendar=self.name)


def shown_calendar(name: str, now: datetime) -> Shown:
    """The calendar of that name. Raises NotFound."""
    in_force = limits(now)
    if name not in in_force.calendar_ids:
        raise NotFound
    return Shown(name, in_force, renewed(in_force.calendars[in_force.calendar_ids[name]]))


def labels(in_force: Limits) -> Mapping[str, str]:
    """What every stored calendar is called, the zone's first."""
    offices = {office.code: name_of(office) for office in all_departments()}
    return {name: label_of(name, offices) for name in calendar_names(in_force)}


def label_of(name: str, offices: Mapping[str, str]) -> str:
    """The whole zone, or a department's name."""
    return gettext("The whole zone") if name == ZONE else offices.get(name, name)


def month_views(calendar: Calendar, name: str, year: int) -> list[MonthView]:
    """The twelve months of a year."""
    return [
        MonthView(
            format_date(date(year, number, 1), "MMMM"),
            [[_cell(cell, name) if cell else None for cell in week] for week in weeks],
        )
        for number, weeks in enumerate(months(calendar, year), 1)
    ]


def _cell(day: YearDay, name: str) -> DayCell:
    what = str(KINDS[day.kind])
    if day.kind in ("set_hours", "set_open"):
        what = f"{what} {in_words(day.hours)}"
    return DayCell(
        day.day,
        day.kind,
        str(MARKS.get(day.kind, "")),
        gettext("%(day)s: %(what)s", day=long_day(day.day), what=what),
        url_for("admin.calendar_day", calendar=name, day=day.day.isoformat()),
    )


def week_in_words(weekly: Sequence[Hours]) -> list[tuple[str, str]]:
    """Monday to Sunday with their hours; days on end with the same hours share a line."""
    lines: list[tuple[int, int, Hours]] = []
    for number, hours in enumerate(weekly):
        if lines and lines[-1][2] == hours:
            lines[-1] = (lines[-1][0], number, hours)
        else:
            lines.append((number, number, hours))
    names = weekday_names("EEE")
    return [
        (
            names[first] if first == last else f"{names[first]} – {names[last]}",
            in_words(hours) or gettext("closed"),
        )
        for first, last, hours in lines
    ]


def week_line(weekly: Sequence[Hours]) -> str:
    """The week in one line."""
    return gettext("; ").join(f"{days} {hours}" for days, hours in week_in_words(weekly))


def season_line(season: Season) -> str:
    """A season in one line: its dates and its week."""
    first, last = day_of_year(season.first), day_of_year(season.last)
    return f"{first} – {last}{gettext(': ')}{week_line(season.weekly)}"


def in_words(hours: Hours) -> str:
    """08:30–12:00, 14:00–17:30; empty on a day off."""
    return ", ".join(f"{opens}–{closes}" for opens, closes in write_hours(hours))


def weekday_names(pattern: str) -> Sequence[str]:
    """Monday to Sunday, as the pattern writes them."""
    monday = date(2024, 1, 1)
    return [format_date(monday + timedelta(days=n), pattern) for n in range(7)]


def day_of_year(day: tuple[int, int]) -> str:
    """A date of every year: 6月1日, 1 June."""
    return format_date(date(2000, *day), "M月d日" if reads_chinese() else "d MMMM")


def long_day(day: date) -> str:
    """2026年10月1日星期四; Thursday, 1 October 2026."""
    return format_date(day, "y年M月d日EEEE" if reads_chinese() else "EEEE, d MMMM y")
