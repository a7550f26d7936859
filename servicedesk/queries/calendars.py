"""Stored calendars. Versions never change, so each is parsed once in a process."""

from functools import lru_cache
from json import dumps, loads
from typing import Any

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import CalendarVersion
from servicedesk.rules.working_time import Calendar

ZONE_CALENDAR = "zone"


def find_calendar(name: str) -> Calendar | None:
    """The newest version of a stored calendar by its name; None when there is none."""
    spec = db.session.scalar(
        select(CalendarVersion.spec)
        .where(CalendarVersion.name == name)
        .order_by(CalendarVersion.version.desc())
        .limit(1)
    )
    return None if spec is None else parsed(spec)


def parsed(spec: dict[str, Any]) -> Calendar:
    """The calendar of a stored spec."""
    return _calendar(dumps(spec))


# Keyed by content rather than by id, so that two databases in one process never share a parsed version.
@lru_cache(maxsize=32)
def _calendar(spec: str) -> Calendar:
    return Calendar.from_spec(loads(spec))
