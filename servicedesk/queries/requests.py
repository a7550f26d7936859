"""Requests: what may be known of them, which wait for somebody's decision, and what that depends on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, func, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from servicedesk.extensions import db
from servicedesk.models import Assignment, Clock, Person, Request, Ticket
from servicedesk.queries.cursors import Page, cursor_of, place_of
from servicedesk.queries.limits import limits
from servicedesk.queries.ticket_facts import decides, decision_facts
from servicedesk.queries.visible import sight
from servicedesk.rules import workflow
from servicedesk.rules.access import STAFF_ROLES, Actor
from servicedesk.rules.clocks import LIVE_CLOCK_STATES
from servicedesk.rules.conditions import Facts
from servicedesk.rules.limits import Limits
from servicedesk.rules.refusals import NotFound
from servicedesk.rules.requests import decided_as

PAGE = 25


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request with its matter, the limits that it is about, and what its reader may do to it now."""

    request: Request
    limit: Clock | None
    """The live limit of the result of the share that asks."""
    decide: Clock | None
    """By when it is to be decided."""
    actions: tuple[str, ...]


def request_list(
    actor: Actor, now: datetime, *, state: str | None, limit: int, cursor: str | None
) -> Page[RequestRow]:
    """The requests about matters that the actor sees as staff, newest first; at most four statements.

    Raises Invalid for a wrong cursor.
    """
    found = _known_to(actor).order_by(Request.id.desc()).limit(limit + 1)
    if state:
        found = found.where(Request.state == state)
    if cursor:
        found = found.where(Request.id < place_of(cursor, "requests", int)[0])
    requests = db.session.scalars(found).all()
    shown = requests[:limit]
    following = cursor_of("requests", shown[-1].id) if len(requests) > limit else None
    return Page(_rows(shown, actor, now), following)


def find_request(request_id: int, actor: Actor, now: datetime) -> RequestRow:
    """A request about a matter that the actor sees as staff; raises NotFound."""
    request = db.session.scalar(_known_to(actor).where(Request.id == request_id))
    if request is None:
        raise NotFound
    return _rows([request], actor, now)[0]


def to_decide(person: Person, now: datetime, cursor: str | None = None) -> Page[RequestRow]:
    """What waits for this person's decision, the nearest limit first; at most four statements."""
    actor = person.actor()
    mine = and_(Clock.request_id == Request.id, Clock.kind == "decide")
    found = _known_to(actor).join(Clock, mine).where(*_waits_for(actor))
    if cursor:
        place = place_of(cursor, "to decide", datetime, int)
        found = found.where(tuple_(Clock.due_at, Request.id) > tuple_(*place))
    requests = db.session.scalars(found.order_by(Clock.due_at, Request.id).limit(PAGE + 1)).all()
    rows = _rows(requests[:PAGE], actor, now)
    last = rows[-1] if len(requests) > PAGE else None
    at = last.decide.due_at if last and last.decide else None
    return Page(rows, cursor_of("to decide", at, last.request.id) if last and at else None)


def decided_by(person: Person, cursor: str | None = None) -> Page[Request]:
    """What this person has decided, newest first; one statement."""
    found = _known_to(person.actor()).where(Request.decided_by_id == person.id)
    if cursor:
        found = found.where(Request.id < place_of(cursor, "decided", int)[0])
    requests = db.session.scalars(found.order_by(Request.id.desc()).limit(PAGE + 1)).all()
    shown = requests[:PAGE]
    return Page(shown, cursor_of("decided", shown[-1].id) if len(requests) > PAGE else None)


def number_to_decide(actor: Actor) -> Select[int]:
    """How many requests wait for the actor, as a selection of one number."""
    waiting = select(func.count(Request.id)).join(Ticket, Ticket.id == Request.ticket_id)
    return waiting.where(sight(actor), *_waits_for(actor))


def _waits_for(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        Request.state == "pending",
        Request.decider.in_(sorted(decided_as(actor.roles))),
        Request.asked_by_id != actor.id,
    )


def _known_to(actor: Actor) -> Select[Request]:
    """With all that lists and answers show. The enterprise is told what was decided, and no more."""
    found = (
        select(Request)
        .join(Request.ticket)
        .where(sight(actor))
        .options(
            contains_eager(Request.ticket).options(
                joinedload(Ticket.enterprise), joinedload(Ticket.category), joinedload(Ticket.lead)
            ),
            joinedload(Request.assignment).joinedload(Assignment.department),
            joinedload(Request.asked_by),
            joinedload(Request.decided_by),
            joinedload(Request.recorded_by),
        )
    )
    return found if actor.roles & STAFF_ROLES else found.where(false())


def _rows(requests: Sequence[Request], actor: Actor, now: datetime) -> list[RequestRow]:
    """Only what waits can be acted on, so only for that more is read."""
    waiting = [request.ticket_id for request in requests if request.state == "pending"]
    if not waiting:
        return [RequestRow(request, None, None, ()) for request in requests]
    live = select(Clock).where(Clock.ticket_id.in_(waiting), Clock.state.in_(LIVE_CLOCK_STATES))
    clocks, in_force = db.session.scalars(live).all(), limits(now)
    return [_row(request, clocks, actor, in_force, now) for request in requests]


def _row(
    request: Request, clocks: Sequence[Clock], actor: Actor, in_force: Limits, now: datetime
) -> RequestRow:
    share = request.assignment_id
    limit = next((c for c in clocks if c.kind == "resolve" and c.assignment_id == share), None)
    facts = decision_facts(Facts(request.ticket.kind), request, limit, in_force, now)
    relations = {"decider"} if decides(actor, request) else set()
    return RequestRow(
        request,
        limit,
        next((c for c in clocks if c.request_id == request.id), None),
        workflow.allowed(workflow.REQUEST, request.state, relations, facts),
    )
