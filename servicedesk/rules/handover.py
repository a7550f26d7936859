"""Handing a shift over (交接班): what belongs to it, and who takes over."""

from datetime import datetime, timedelta

from servicedesk.rules.access import DESK, DESK_ROLES
from servicedesk.rules.fields import Field
from servicedesk.rules.working_time import Calendar

FIELDS = (Field("note", "long"),)
NEXT_SHIFT = timedelta(hours=24)
"""How far the incoming look ahead, at least: to the end of the next working day where that is later."""
TOLD_STATES = ("submitted", "in_progress", "tracking", "joined", "in_callback")
"""In which the limit that comes next was told to the enterprise."""


def hands_over(roles: frozenset[str], department: str | None) -> bool:
    """Whether somebody hands over and takes over the desk's shifts."""
    return department == DESK and bool(roles & DESK_ROLES)


def horizon(calendar: Calendar, now: datetime) -> datetime:
    """Up to when promises are near: what the next shift will have to keep."""
    opens = calendar.next_opening(now)
    return max(now, opens) + NEXT_SHIFT
