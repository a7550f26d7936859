"""What the journal says about a change of the calendars."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext

from servicedesk.rules.calendar_spec import WEEKDAYS, read_weekly
from servicedesk.web.admin.calendar_views import in_words, label_of, week_line
from servicedesk.web.forms.calendars import WHAT

CALENDAR_DEEDS = frozenset(
    {
        "notice_loaded",
        "calendar_week_set",
        "calendar_season_set",
        "calendar_season_ended",
        "calendar_days_set",
    }
)
"""Whose events may carry a reason."""


def calendar_details(payload: Mapping[str, Any], offices: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """Labels and values of an event's payload; nothing for events that are about something else.

    `offices` are the names of departments by code.
    """
    changed = payload.get("calendars")
    if not isinstance(changed, Mapping):
        return ()
    versions = gettext(", ").join(
        _version(label_of(name, offices), number) for name, number in changed.items()
    )
    found = [(gettext("Calendars"), versions)]
    if "year" in payload:
        found.append((gettext("Year"), str(payload["year"])))
    for name, label in (("off", gettext("Days off")), ("work", gettext("Make-up working days"))):
        if name in payload:
            found.append((label, gettext(", ").join(payload[name]) or gettext("none")))
    if "from" in payload:
        ends = dict.fromkeys(payload[end] for end in ("from", "to") if end in payload)
        found.append((gettext("Dates"), " – ".join(ends)))
    if "weekly" in payload:
        found.append((gettext("Hours of the week"), week_line(read_weekly(payload["weekly"]))))
    return [*found, *_hours(payload)]


def _hours(payload: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    if "half" in payload:
        return [(gettext("Hours"), str(WHAT[payload["half"]]))]
    if "hours" not in payload:
        return ()
    if payload["hours"] is None:
        return [(gettext("Hours"), str(WHAT["usual"]))]
    (hours, *_) = read_weekly({WEEKDAYS[0]: payload["hours"]})
    return [(gettext("Hours"), in_words(hours) or str(WHAT["closed"]))]


def _version(label: str, number: int) -> str:
    return gettext("%(calendar)s, version %(number)s", calendar=label, number=number)
