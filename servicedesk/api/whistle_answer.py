"""A whistle as its answer says it: names as in the schemas, values as they are stored."""

from typing import TYPE_CHECKING, Any

from servicedesk.api.describing import action_list
from servicedesk.api.ticket_parts import department, name
from servicedesk.languages import name_of
from servicedesk.queries.whistle_page import WhistlePage
from servicedesk.queries.whistle_standing import WhistleStanding
from servicedesk.rules.call_workflow import CALL
from servicedesk.rules.whistle_workflow import WHISTLE

if TYPE_CHECKING:
    from servicedesk.models import Call

Facts = dict[str, Any]
_PLAIN = (
    "number", "kind", "state", "reason", "place", "meet_at", "asked_at", "blown_at", "decider", "decided_at",
    "decision", "ratified_at", "recorded_at", "met_at", "closed_at", "closing",
)  # fmt: skip
_OF_CALL = (
    "id", "state", "reported_at", "how", "person", "rank", "finding", "commitment", "grade", "grade_reason",
    "answer",
)  # fmt: skip


def whistle_item(stand: WhistleStanding) -> Facts:
    """A whistle as it stands in a list."""
    whistle = stand.whistle
    return {
        **{column: getattr(whistle, column) for column in _PLAIN},
        "name": name_of(stand.kind),
        "blown_by": whistle.blown_by.name,
        "decided_by": name(whistle.decided_by),
        "ratified_by": name(whistle.ratified_by),
        "closed_by": name(whistle.closed_by),
        "recorded_by": name(whistle.recorded_by),
        "paper": whistle.paper_id,
        "calls": [_call(call, stand) for call in stand.calls],
        "actions": action_list(WHISTLE, stand.actions()),
    }


def whistle_facts(page: WhistlePage) -> Facts:
    """A whistle with its matters, notes and minutes."""
    return {
        **whistle_item(page.stand),
        "tickets": [ticket.number for ticket in page.tickets],
        "notes": [
            {"at": event.at, "by": name(event.actor), "text": event.texts.get("text", "")}
            for event in page.notes
        ],
        "minutes": [
            {
                "held_at": minute.held_at,
                "text": minute.text,
                "department": department(minute.department),
                "due_on": minute.due_on,
                "assignment": minute.assignment_id,
            }
            for minute in page.minutes
        ],
    }


def _call(call: "Call", stand: WhistleStanding) -> Facts:
    clock = stand.clock_of(call)
    return {
        **{column: getattr(call, column) for column in _OF_CALL},
        "department": department(call.department),
        "due_at": clock.due_at if clock else None,
        "provisional": clock is not None and clock.provisional,
        "in_time": stand.in_time(call),
        "actions": action_list(CALL, stand.call_actions(call)),
    }
