"""Taking a step of the workflow: the one way in which a matter moves.

Sight, permission, fields, states, clocks, event and messages all follow from the row of the workflow table;
what an action does beside that stands in `effects`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from servicedesk.models import Assignment, Person, Request, Ticket
from servicedesk.operations import clocks, instruction_effects, supervision_effects
from servicedesk.operations.book import STORED, Book
from servicedesk.operations.effects import AFTERWARDS, EFFECTS
from servicedesk.operations.joining import hold_both, let_follow
from servicedesk.operations.lapsing import decided_already, lapse
from servicedesk.operations.messages import write
from servicedesk.operations.on_record import put_on_record
from servicedesk.operations.paper import Paper, check_order, check_recorder, instruction_on_paper, paper_of
from servicedesk.operations.past import counted, keep
from servicedesk.operations.staleness import check_version
from servicedesk.operations.taking import Beside, Taking
from servicedesk.operations.transaction import transaction
from servicedesk.queries.finding import find_known
from servicedesk.queries.limits import limits
from servicedesk.queries.requests import number_of_request
from servicedesk.queries.standing import Standing, standing
from servicedesk.rules import workflow
from servicedesk.rules.access import DESK, share_relation
from servicedesk.rules.disclosure import is_outside
from servicedesk.rules.fields import check
from servicedesk.rules.notices import AFTER
from servicedesk.rules.paper import is_on_paper
from servicedesk.rules.refusals import NotFound, NotNow
from servicedesk.rules.requests import WAITING_STATES
from servicedesk.rules.workflow_rows import DECIDER, LEADER, NAMES_LEAD, Row, effects


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
        if action == "join":
            hold_both(number, given or {})
        ticket = find_known(number, by.actor(), lock=True)
        stand = standing(ticket, by, limits(now), now)
        check_version(stand, version, stand.ticket_actions())
        stand = _as_it_goes_on(stand, by, now)
        relations, paper = stand.ticket_relations, None
        if is_on_paper(given) and action == "instruct":
            check_recorder(stand)
            relations |= LEADER
        rows = workflow.admit(workflow.TICKET, action, ticket.state, relations, stand.facts)
        if is_on_paper(given) and action == "instruct":
            paper = instruction_on_paper(by, now, stand, given or {})
        take(STORED, by, now, stand, stand.lead, rows, given, paper=paper)
        let_follow(ticket, by, now, _follow, action, given)
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
        ticket = find_known(assignment_id, by.actor(), lock=True)
        stand = standing(ticket, by, limits(now), now)
        assignment = next((a for a in stand.assignments if a.id == assignment_id), None)
        if assignment is None:
            raise NotFound
        check_version(stand, version, stand.assignment_actions(assignment))
        if action != "resume":
            stand = _as_it_goes_on(stand, by, now)
        relations, facts = stand.assignment_relations(assignment), stand.assignment_facts(assignment)
        rows = workflow.admit(workflow.ASSIGNMENT, action, assignment.state, relations, facts)
        take(STORED, by, now, stand, assignment, rows, given, of_assignment=True)
        let_follow(ticket, by, now, _follow)
    return ticket


def act_on_request(
    by: Person,
    now: datetime,
    request_id: int,
    action: str,
    given: Mapping[str, Any] | None = None,
) -> Ticket:
    """Decide on a request, or record what was decided on paper; raises as `act_on_ticket`.

    Who is second is told that it is decided. Commits.
    """
    with transaction():
        ticket = find_known(number_of_request(request_id, by.actor()), by.actor(), lock=True)
        stand = _as_it_goes_on(standing(ticket, by, limits(now), now), by, now)
        request = next((one for one in stand.requests if one.id == request_id), None)
        if request is None or is_outside(stand.relations):
            raise NotFound
        relations, paper = stand.request_relations(request), None
        if is_on_paper(given):
            check_recorder(stand)
            relations |= DECIDER
        if action != "dispute" and "decider" in relations and request.state not in WAITING_STATES:
            raise NotNow(decided_already(request))
        if is_on_paper(given):
            paper = paper_of(by, now, stand, request, given or {})
        facts = stand.request_facts(request, paper.at if paper else now)
        rows = workflow.admit(workflow.REQUEST, action, request.state, relations, facts)
        share = stand.share(request.assignment_id)
        take(
            STORED, by, now, stand, share or stand.lead, rows, given,
            of_assignment=share is not None, request=request, paper=paper,
        )  # fmt: skip
        if request.kind == "return" and request.state == "approved":
            # Without sight of the matter any more, so not about it.
            write([request.asked_by_id], "return_upheld", now, {"number": ticket.number}, but={by.id})
            text = share.handover_text if share else None
            _dispatch_at_once(by, now, ticket, request.params.get("lead"), text)
        let_follow(ticket, by, now, _follow, f"{action}_{request.kind}")
    return ticket


def _dispatch_at_once(by: Person, now: datetime, ticket: Ticket, lead: str | None, text: str | None) -> None:
    """Give a matter that a department is rid of to the lead that was named with the decision, if any.

    `text`: the hand-over text that the first one had.
    """
    if not lead:
        return
    stand = standing(ticket, by, limits(now), now)
    rows = workflow.admit(workflow.TICKET, "dispatch", ticket.state, NAMES_LEAD, stand.facts)
    take(STORED, by, now, stand, None, rows, {"lead": lead, "handover_text": text})


def _follow(ticket: Ticket, by: Person | None, now: datetime, action: str, given: dict[str, Any]) -> None:
    rows = [row for row in workflow.FOLLOWING if row.action == action]
    take(STORED, by, now, standing(ticket, by, limits(now), now), None, rows, given)


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
        by_itself = {share_relation(share.role)}
        rows = [
            row
            for row in workflow.rows_for(workflow.ASSIGNMENT, share.state, by_itself)
            if row.action == "resume"
        ]
        take(STORED, None, now, stand, share, rows, None, of_assignment=True)
    return bool(ended)


def _as_it_goes_on(stand: Standing, by: Person, now: datetime) -> Standing:
    """A suspension ends at its end, whether or not the timetable has noticed by the time of a step."""
    return standing(stand.ticket, by, limits(now), now) if go_on(stand, now) else stand


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
    paper: Paper | None = None,
    noted: Mapping[str, Any] | None = None,
) -> None:
    """Take the step that the admitted rows say, and write in the book what comes of it (`noted` beside)."""
    at = paper.at if paper else now
    values = check(rows[0].fields, given or {})
    facts = stand.request_facts(request, at) if request else stand.assignment_facts(assignment)
    row = workflow.choose(rows, facts, values)
    taking = Taking(book, by, at, stand, assignment, row, values, stand.live_clocks, request, paper)
    taking.noted |= noted or {}
    ticket, before = stand.ticket, (stand.ticket.state, assignment.state if assignment else None)
    was = counted(ticket)
    if effect := EFFECTS.get(taking.name) or EFFECTS.get(row.action):
        effect(taking)
        book.flush()
    _move(taking)
    instruction_effects.end_with(taking)
    supervision_effects.let_go(taking)
    desk = book.department(DESK) if ticket.confidential else None
    scope = clocks.Scope(
        ticket,
        taking.assignment,
        taking.request,
        values.get("days") or 0,
        until=taking.until,
        desk_id=desk.id if desk else None,
    )
    if paper:
        check_order(paper, row, scope, stand)
    promised = clocks.promised(taking.clocks)
    done = clocks.apply(book, row.effects, scope, taking.clocks, stand.limits, taking.now)
    besides = (*taking.beside, *_ended(taking))
    shares = [_move_beside(taking, beside) for beside in besides]
    put_on_record(taking, before, of_assignment, done, shares, lapse(taking))
    supervision_effects.raise_(taking)
    if then := AFTERWARDS.get(taking.name):
        then(taking)
    clocks.note_limits(ticket, _all_assignments(taking), taking.clocks)
    keep(book, ticket, was, taking.now)
    _tell(taking, promised, besides)


_ASSISTS_TOLD = {None: "assist_asked", "cancelled": "assist_ended"}
"""What those who help are told, by what becomes of their share."""


def _tell(taking: Taking, promised: datetime | None, besides: Sequence[Beside]) -> None:
    """Tell those whom the step concerns, and the enterprise in any case when its promise has moved."""
    name, now_promised = taking.told_as, clocks.promised(taking.clocks)
    told: dict[str, dict[str, Any]] = {name: taking.said}
    if promised and now_promised and now_promised != promised and "enterprise" not in AFTER.get(name, ()):
        told["promise_moved"] = {"due_at": now_promised.isoformat()}
    # A part is given to the lead.
    share = taking.stand.lead if name == "submit_part" else taking.assignment
    when = taking.paper.recorded_at if taking.paper else taking.now
    for what, params in told.items():
        about = taking.request, params, taking.instruction
        taking.book.tell_after(what, taking.ticket, share, taking.by, when, *about)
    for beside in besides:
        if beside.share.role == "assist" and (what_now := _ASSISTS_TOLD.get(beside.state)):
            taking.book.tell_after(what_now, taking.ticket, beside.share, taking.by, when)


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
        if taking.paper is not None:
            taking.paper.note(taking.request)
    if row.is_step:
        ticket.version += 1


def _ended(taking: Taking) -> list[Beside]:
    """The shares that help end with the work: when its result reaches the enterprise, or it ends without."""
    state, found = taking.row.ticket, []
    for share in taking.stand.assists if state else ():
        if state and (left := workflow.ended_with(state, share.state)):
            found.append(Beside(share, left, effects(cancel="sign part")))
    return found


def _move_beside(taking: Taking, beside: Beside) -> dict[str, Any]:
    """Move a further share; answers what was done, as it stands on record."""
    share = beside.share
    before, share.state = share.state, beside.state or share.state
    scope = clocks.Scope(taking.ticket, share)
    done = clocks.apply(taking.book, beside.effects, scope, taking.clocks, taking.stand.limits, taking.now)
    return {
        "assignment": share.id,
        "department": share.department.code,
        "state": [None if beside.state is None else before, share.state],
        "clocks": done,
    }


def _all_assignments(taking: Taking) -> list[Assignment]:
    known = list(taking.stand.assignments)
    new = [taking.assignment, *(beside.share for beside in taking.beside)]
    return known + [share for share in new if share is not None and share not in known]
