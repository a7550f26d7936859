"""What a step leaves in the chain of events, from which everything can be rebuilt."""

from datetime import date
from typing import Any

from servicedesk.operations.taking import Taking
from servicedesk.rules.workflow_rows import DECIDER


def put_on_record(
    taking: Taking,
    before: tuple[str, str | None],
    of_assignment: bool,
    done: list[str],
    shares: list[dict[str, Any]],
    lapsed: list[int],
) -> None:
    """Write the event of a step: what it moved, what was given, and what it did to the clocks.

    `before` are the states of ticket and share; `done` what was done to the clocks (`start promise`);
    `shares` what became of further shares; `lapsed` the ids of requests that have nothing left to decide.
    """
    ticket, assignment, row = taking.ticket, taking.assignment, taking.row
    visible = row.visible or bool(row.action == "note" and taking.given.get("visible"))
    payload, texts = _payload(taking, before) | taking.noted, dict[str, str | None]()
    for field in row.fields:
        value = taking.given.get(field.name)
        if field.kind in ("line", "long"):
            texts[field.name] = value
        elif value is not None and value != [] and field.name != "department":
            # Whose share it is, is said already; for whom a ruling was, stands under `lead`.
            payload[field.name] = value.isoformat() if isinstance(value, date) else value
    if row.request is not None and row.who == DECIDER and not (row.visible and row.request == "refused"):
        # Why somebody decided so is not for the enterprise, though what was granted is; and why it is
        # refused what it asked for itself.
        texts["decision"] = texts.pop("reason")
    if taking.request is not None and row.request == "approved":
        texts["for_enterprise"] = taking.request.for_enterprise
    if taking.paper is not None:
        payload["decided_at"], texts["decider"] = taking.paper.at.isoformat(), taking.paper.decided_by.name
    if done:
        # What it did to the clocks, so that these can be rebuilt whatever the table says by then.
        payload["clocks"] = done
    if shares:
        payload["shares"] = shares
    if lapsed:
        payload["lapsed"] = lapsed
    taking.book.event(
        ticket, taking.by, taking.name, taking.now, payload, texts, visible=visible,
        assignment=assignment if of_assignment else None,
    )  # fmt: skip


def _payload(taking: Taking, before: tuple[str, str | None]) -> dict[str, Any]:
    """What the step moved, and what it was about."""
    ticket, assignment, request = taking.ticket, taking.assignment, taking.request
    payload: dict[str, Any] = {}
    if ticket.state != before[0]:
        payload["state"] = [before[0], ticket.state]
    if assignment and assignment.state != before[1]:
        payload["assignment_state"] = [before[1], assignment.state]
    if assignment:
        payload["department"], payload["assignment"] = assignment.department.code, assignment.id
    if request:
        payload["request"], payload["asked"] = request.id, request.kind
        payload |= request.params
    if ticket.cycle > 1:
        payload["cycle"] = ticket.cycle
    if ticket.complex and taking.row.action in ("accept", "recategorise", "dispatch"):
        payload["complex"] = True
    return payload
