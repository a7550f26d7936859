"""Moments as programs read them: ISO 8601 with the zone's offset."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app


def zone() -> ZoneInfo:
    """The zone of the desk."""
    return ZoneInfo(current_app.config["SERVICEDESK_TIMEZONE"])


def month_ends_on() -> int:
    """The day with which the zone's months end."""
    return int(current_app.config["SERVICEDESK_MONTH_ENDS_ON"])


def iso(moment: datetime) -> str:
    """Such as 2026-11-23T17:30:00+08:00."""
    return moment.astimezone(zone()).isoformat()
