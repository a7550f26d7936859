"""How to reach the desk: its numbers, its address, and when it is open."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext

from servicedesk.rules.working_time import Calendar


@dataclass(frozen=True, slots=True)
class DeskContact:
    """What stands on home page, receipts and help."""

    phone: str
    duty_phone: str
    """For urgent matters, day and night."""
    address: str
    hours: str
    """The opening hours of the present working day, or of the next one: 08:30–12:00, 14:00–17:30."""


def desk_contact(calendar: Calendar, now: datetime) -> DeskContact:
    """The desk's contact from the settings, with the hours of the calendar."""
    config = current_app.config
    return DeskContact(
        phone=config["SERVICEDESK_DESK_PHONE"],
        duty_phone=config["SERVICEDESK_DUTY_PHONE"],
        address=config["SERVICEDESK_DESK_ADDRESS"],
        hours=_hours(calendar, now),
    )


def inspector_contact() -> tuple[str, str]:
    """Phone and address of the inspector's office, from the settings; the address may be empty."""
    config = current_app.config
    return config["SERVICEDESK_INSPECTOR_PHONE"], config["SERVICEDESK_INSPECTOR_ADDRESS"]


def _hours(calendar: Calendar, now: datetime) -> str:
    day = calendar.next_opening(now).replace(hour=0, minute=0, second=0, microsecond=0)
    open_today = calendar.intervals(day, day + timedelta(days=1))
    return gettext(", ").join(f"{opens:%H:%M}–{closes:%H:%M}" for _, opens, closes in open_today)
