"""Requests that have nothing left to be decided on: the matter has moved on, or somebody was faster."""

from servicedesk.models import Request
from servicedesk.operations import clocks
from servicedesk.operations.taking import Taking
from servicedesk.rules.requests import WAITING_STATES, waits
from servicedesk.rules.text import Text, text


def lapse(taking: Taking) -> list[int]:
    """What is still asked for when the matter has moved on has nothing left to be decided on."""
    state, asked = taking.ticket.state, taking.stand.requests
    parts = {share.id for share in taking.stand.assignments if share.role == "assist"}
    pending = [
        one
        for one in asked
        if one.state in WAITING_STATES and not waits(one.kind, state, of_part=one.assignment_id in parts)
    ]
    for request in pending:
        request.state, request.decided_at = "lapsed", taking.now
    ids = [request.id for request in pending]
    clocks.cancel_decisions(taking.clocks, ids, taking.now)
    return ids


def decided_already(request: Request) -> Text:
    """What whoever comes second is told."""
    if request.decided_by is None:
        return text("This request has lapsed: the matter has moved on since it was asked for.")
    said = {
        "approved": text("%(who)s has approved this request already.", who=request.decided_by.name),
        "refused": text("%(who)s has refused this request already.", who=request.decided_by.name),
    }
    return said[request.state]
