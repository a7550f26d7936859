"""Taking a step of the workflow: the one way in which a matter moves.

Sight, permission, fields, states, clocks, event and messages all follow from the row of the workflow table;
what an action does beside that stands in `effects`.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from servicedesk.models import Assignment, Person, Request, Ticket
from servicedesk.operations import clocks
from servicedesk.operations.book import STORED, Book
from servicedesk.operations.effects import EFFECTS
from servicedesk.operations.staleness import check_version
from servicedesk.operations.taking import Taking
from servicedesk.operations.transaction import transaction
from servicedesk.queries.limits import limits
from servicedesk.queries.standing import (
    Standing,
    find_ticket,
    number_of_request,
    standing,
)
from servicedesk.rules import workflow
from servicedesk.rules.disclosure import is_outside
from servicedesk.rules.fields import check
from servicedesk.rules.notices import AFTER, told_as
from servicedesk.rules.refusals import NotFound, NotNow
from servicedesk.rules.requests import waits
from servicedesk.rules.text import Text, text
from servicedesk.rules.workflow_rows import Row


def act_on_ticket(
    by: Person,
    now: datetime,
    number: str,
    action: str,
    given: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> Ticket:
    """Take a step on a ticket; `version` is the one that the caller's page showed. Commits.

    Raises NotFound (no sight, no such action), NotYours, NotNow, Stale (somebody was faster), Invalid.
    """
    with transaction():
        ticket = find_ticket(number, by.actor(), lock=True)
        stand = standing(ticket, by, limits(now), now)
        check_version(stand, version, stand.ticket_actions())
        stand = _as_it_goes_on(stand, by, now)
        rows = workflow.admit(workflow.TICKET, action, ticket.state, stand.relations, stand.facts)
        take(STORED, by, now, stand, stand.lead, rows, given)
    return ticket


def act_on_assignment(
    by: Person,
    now: datetime,
    assignment_id: int,
    action: str,
    given: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> Ticket:
    """Take a step on one department's assignment; as `act_on_ticket`. Answers the ticket."""
    with transaction():
        ticket = find_ticket(assignment_id, by.actor(), lock=True)
        stand = standing(ticket, by, limits(now), now)
        assignment = next((a for a in stand.assignments if a.id == assignment_id), None)
        if assignment is None:
            raise NotFound
        check_version(stand, version, stand.assignment_actions(assignment))
        if action != "resume":
            stand = _as_it_goes_on(stand, by, now)
        rows = workflow.admit(
            workflow.ASSIGNMENT, action, assignment.state, stand.assignment_relations(assignment), stand.facts
        )
        take(STORED, by, now, stand, assignment, rows, given, of_assignment=True)
    return ticket


def act_on_request(
    by: Person,
    now: datetime,
    request_id: int,
    action: str,
    given: Mapping[str, Any] | None = None,
) -> Ticket:
    """Decide on a request; raises as `act_on_ticket`. Who is second is told that it is decided. Commits."""
    with transaction():
        ticket = find_ticket(number_of_request(request_id, by.actor()), by.actor(), lock=True)
        stand = _as_it_goes_on(standing(ticket, by, limits(now), now), by, now)
        request = next((one for one in stand.requests if one.id == request_id), None)
        if request is None or is_outside(stand.relations):
            raise NotFound
        relations, facts = stand.request_relations(request), stand.request_facts(request, now)
        if "decider" in relations and request.state != "pending":
            raise NotNow(_decided(request))
        rows = workflow.admit(workflow.REQUEST, action, request.state, relations, facts)
        share = next((a for a in stand.assignments if a.id == request.assignment_id), None)
        take(
            STORED, by, now, stand, share or stand.lead, rows, given,
            of_assignment=share is not None, request=request,
        )  # fmt: skip
    return ticket


def go_on(stand: Standing, now: datetime) -> bool:
    """Let every share of a ticket go on whose suspension has ended, each at its own end; whether any did.

    Takes part in the transaction of its caller.
    """
    ended = [
        share
        for share in stand.assignments
        if share.state == "suspended" and share.suspended_until and share.suspended_until <= now
    ]
    for share in ended:
        rows = [row for row in workflow.ASSIGNMENT if row.action == "resume"]
        take(STORED, None, now, stand, share, rows, None, of_assignment=True)
    return bool(ended)


def _as_it_goes_on(stand: Standing, by: Person, now: datetime) -> Standing:
    """A suspension ends at its end, whether or not the timetable has noticed by the time of a step."""
    return standing(stand.ticket, by, limits(now), now) if go_on(stand, now) else stand


def _decided(request: Request) -> Text:
    if request.decided_by is None:
        return text("This request has lapsed: the matter has moved on since it was asked for.")
    said = {
        "approved": text("%(who)s has approved this request already.", who=request.decided_by.name),
        "refused": text("%(who)s has refused this request already.", who=request.decided_by.name),
    }
    return said[request.state]


def take(
    book: Book,
    by: Person | None,
    now: datetime,
    stand: Standing,
    assignment: Assignment | None,
    rows: list[Row],
    given: Mapping[str, Any] | None,
    *,
    of_assignment: bool = False,
    request: Request | None = None,
) -> None:
    """Take the step that the admitted rows say, and write in the book what comes of it."""
    values = check(rows[0].fields, given or {})
    facts = stand.request_facts(request, now) if request else stand.facts
    row = workflow.choose(rows, facts, values)
    taking = Taking(book, by, now, stand, assignment, row, values, stand.live_clocks, request)
    ticket, before = stand.ticket, (stand.ticket.state, assignment.state if assignment else None)
    if effect := EFFECTS.get(taking.name) or EFFECTS.get(row.action):
        effect(taking)
        book.flush()
    _move(taking)
    scope = clocks.Scope(ticket, taking.assignment, taking.request, values.get("days") or 0)
    promised = clocks.promised(taking.clocks)
    done = clocks.apply(book, row.effects, scope, taking.clocks, stand.limits, taking.now)
    _put_on_record(taking, before, of_assignment, done, _lapse(taking))
    clocks.note_limits(ticket, _all_assignments(taking), taking.clocks)
    _tell(taking, promised)


def _tell(taking: Taking, promised: datetime | None) -> None:
    """Tell those whom the step concerns, and the enterprise in any case when its promise has moved."""
    name, now_promised = told_as(taking.name, taking.row.ticket), clocks.promised(taking.clocks)
    told: dict[str, dict[str, Any]] = {name: {}}
    if promised and now_promised and now_promised != promised and "enterprise" not in AFTER.get(name, ()):
        told["promise_moved"] = {"due_at": now_promised.isoformat()}
    for what, params in told.items():
        taking.book.tell_after(
            what, taking.ticket, taking.assignment, taking.by, taking.now, taking.request, params
        )


def _move(taking: Taking) -> None:
    """The next states of whatever the row moves."""
    ticket, row = taking.ticket, taking.row
    if row.ticket is not None:
        ticket.state = row.ticket
        if row.ticket in workflow.ENDED_STATES:
            ticket.closed_at = taking.now
    if taking.assignment is not None and row.assignment is not None:
        taking.assignment.state = row.assignment
    if taking.request is not None and row.request is not None:
        taking.request.state = row.request
    if row.is_step:
        ticket.version += 1


def _lapse(taking: Taking) -> list[int]:
    """What is still asked for when the matter has moved on has nothing left to be decided on."""
    state, asked = taking.ticket.state, taking.stand.requests
    pending = [one for one in asked if one.state == "pending" and not waits(one.kind, state)]
    for request in pending:
        request.state, request.decided_at = "lapsed", taking.now
    ids = [request.id for request in pending]
    clocks.cancel_decisions(taking.clocks, ids, taking.now)
    return ids


def _put_on_record(
    taking: Taking, before: tuple[str, str | None], of_assignment: bool, done: list[str], lapsed: list[int]
) -> None:
    ticket, assignment, row = taking.ticket, taking.assignment, taking.row
    visible = row.visible or bool(row.action == "note" and taking.given.get("visible"))
    payload, texts = _payload(taking, before), dict[str, str | None]()
    for field in row.fields:
        value = taking.given.get(field.name)
        if field.kind in ("line", "long"):
            texts[field.name] = value
        elif value is not None and value != []:
            payload[field.name] = value.isoformat() if isinstance(value, date) else value
    if row.request is not None and not (row.visible and row.request == "refused"):
        # Why somebody decided so is not for the enterprise, though what was granted is; and why it is
        # refused what it asked for itself.
        texts["decision"] = texts.pop("reason")
    if taking.request is not None and row.request == "approved":
        texts["for_enterprise"] = taking.request.for_enterprise
    if done:
        # What it did to the clocks, so that these can be rebuilt whatever the table says by then.
        payload["clocks"] = done
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


def _all_assignments(taking: Taking) -> list[Assignment]:
    known = list(taking.stand.assignments)
    if taking.assignment is not None and taking.assignment not in known:
        known.append(taking.assignment)
    return known
