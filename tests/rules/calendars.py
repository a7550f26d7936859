"""Calendars and moments that the tests of working time share."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from servicedesk.rules.chinese_calendar import zone_calendar
from servicedesk.rules.working_time import Calendar

OFFICE = [["08:30", "12:00"], ["14:00", "17:30"]]
SUMMER_HOURS = [["08:00", "12:00"], ["15:00", "18:00"]]
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE)
SUMMER = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), SUMMER_HOURS)
NIGHT_AND_DAY = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
ZONE = Calendar.from_spec(zone_calendar())
HOUR = 3600
DAY_OF_WORK = 7 * HOUR


def calendar(timezone: str = "Asia/Shanghai", days: Any = None, **weekly: Any) -> Calendar:
    """A calendar with those hours; a day that is not named is closed."""
    return Calendar.from_spec(
        {"timezone": timezone, "weekly": weekly, "days": days or {}}, may_stay_closed=True
    )


def at(written: str) -> datetime:
    """A moment by the clocks of Shanghai."""
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
