"""The zone's working calendar as it is shipped: office hours, and the days that the yearly notices move.

Source: the State Council General Office's notices on public holidays, as the `chinesecalendar` package
carries them. Public holidays are off; a make-up working day has the hours of a Monday.
"""

from datetime import date
from typing import Any

from chinese_calendar.constants import Holiday, holidays, workdays

TIMEZONE = "Asia/Shanghai"
OFFICE_DAYS = ("mon", "tue", "wed", "thu", "fri")
DAYS_OFF = ("sat", "sun")

# Every notice names these; since 2008 also the traditional festivals. The Mid-Autumn Festival is not asked
# for, because it sometimes falls into the National Day holiday and then has no day of its own.
_ALWAYS = {Holiday.new_years_day, Holiday.spring_festival, Holiday.labour_day, Holiday.national_day}
_SINCE_2008 = _ALWAYS | {Holiday.tomb_sweeping_day, Holiday.dragon_boat_festival}


def zone_calendar() -> dict[str, Any]:
    """The default calendar as `Calendar.from_spec` reads it, with every year whose notice is known."""
    years = known_years()
    notices = {year: {"off": list[str](), "work": list[str]()} for year in sorted(years)}
    for name, days in (("off", holidays), ("work", workdays)):
        for day, holiday in sorted(days.items()):
            if (year := _year_of_notice(day, Holiday(holiday))) in years:
                notices[year][name].append(day.isoformat())
    return {
        "timezone": TIMEZONE,
        "weekly": {day: office_hours() for day in OFFICE_DAYS} | {day: [] for day in DAYS_OFF},
        "notices": {str(year): days for year, days in notices.items()},
        "days": {},
        "known_years": [],
    }


def office_hours() -> list[list[str]]:
    """The hours of a working day."""
    return [["08:30", "12:00"], ["14:00", "17:30"]]


def known_years() -> frozenset[int]:
    """The years whose whole notice the package carries.

    A year of which only single days are known (the first of January, from the notice of the year before) is
    not among them.
    """
    named: dict[int, set[Holiday]] = {}
    for day, name in holidays.items():
        named.setdefault(day.year, set()).add(Holiday(name))
    return frozenset(
        year for year, names in named.items() if names >= (_SINCE_2008 if year >= 2008 else _ALWAYS)
    )


def _year_of_notice(day: date, holiday: Holiday) -> int:
    """Days of December that go with New Year stand in the next year's notice."""
    return day.year + (holiday == Holiday.new_years_day and day.month == 12)
