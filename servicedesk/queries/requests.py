"""Requests: what may be known of them, which wait for somebody's decision, and what that depends on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from servicedesk.extensions import db
from servicedesk.models import Assignment, Clock, Dispute, Person, Request, Ticket
from servicedesk.queries.cursors import Page, cursor_of, page_of, place_of
from servicedesk.queries.limits import limits
from servicedesk.queries.return_facts import Returns
from servicedesk.queries.ticket_facts import decides, decision_facts, holds
from servicedesk.queries.visible import redacted, sight
from servicedesk.rules import workflow
from servicedesk.rules.access import STAFF_ROLES, Actor
from servicedesk.rules.clocks import LIVE_CLOCK_STATES
from servicedesk.rules.conditions import Facts
from servicedesk.rules.limits import Limits
from servicedesk.rules.refusals import NotFound
from servicedesk.rules.requests import ASKED_BY_ENTERPRISES, WAITING_STATES, decided_as

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
    """The requests about matters that the actor sees as staff, newest first; at most five statements.

    Raises Invalid for a wrong cursor.
    """
    found = known_to(actor).order_by(Request.id.desc()).limit(limit + 1)
    if state:
        found = found.where(Request.state == state)
    if cursor:
        found = found.where(Request.id < place_of(cursor, "requests", int)[0])
    page = page_of(db.session.scalars(found).all(), limit, "requests", lambda one: [one.id])
    return page.shown_as(_rows(page.items, actor, now))


def find_request(request_id: int, actor: Actor, now: datetime) -> RequestRow:
    """A request about a matter that the actor sees as staff; raises NotFound."""
    request = db.session.scalar(known_to(actor).where(Request.id == request_id))
    if request is None:
        raise NotFound
    return _rows([request], actor, now)[0]


def number_of_request(request_id: int, actor: Actor) -> str:
    """The number of the ticket that a request is about; raises NotFound when it is not to be seen."""
    number: str | None = db.session.scalar(
        select(Ticket.number)
        .join(Request, Request.ticket_id == Ticket.id)
        .where(Request.id == request_id, _seen(actor))
    )
    if number is None:
        raise NotFound
    return number


def to_decide(
    person: Person,
    now: datetime,
    cursor: str | None = None,
    *,
    kind: str | None = None,
    by_others: bool = False,
    limit: int = PAGE,
) -> Page[RequestRow]:
    """What waits for this person's decision, the nearest limit first, so many; at most four statements.

    `by_others`: what waits for somebody else's, in matters that the person sees.
    """
    actor = person.actor()
    # Where a refusal was disputed, the clock of the refusal has ended. All clocks are found by their ticket.
    mine = and_(
        Clock.ticket_id == Request.ticket_id,
        Clock.request_id == Request.id,
        Clock.kind == "decide",
        Clock.state.in_(LIVE_CLOCK_STATES),
    )
    whose = _waits_for_others(actor) if by_others else and_(*_waits_for(actor))
    found = known_to(actor).join(Clock, mine).where(whose)
    if kind:
        found = found.where(Request.kind == kind)
    if cursor:
        place = place_of(cursor, "to decide", datetime, int)
        found = found.where(tuple_(Clock.due_at, Request.id) > tuple_(*place))
    requests = db.session.scalars(found.order_by(Clock.due_at, Request.id).limit(limit + 1)).all()
    rows = _rows(requests[:limit], actor, now)
    last = rows[-1] if len(requests) > limit else None
    at = last.decide.due_at if last and last.decide else None
    return Page(rows, cursor_of("to decide", at, last.request.id) if last and at else None)


def decided_by(person: Person, cursor: str | None = None, limit: int = PAGE) -> Page[Request]:
    """What this person has decided, newest first, so many; one statement."""
    found = known_to(person.actor()).where(Request.decided_by_id == person.id)
    if cursor:
        found = found.where(Request.id < place_of(cursor, "decided", int)[0])
    requests = db.session.scalars(found.order_by(Request.id.desc()).limit(limit + 1)).all()
    return page_of(requests, limit, "decided", lambda one: [one.id])


def number_to_decide(actor: Actor) -> Select[int]:
    """How many requests wait for the actor, as a selection of one number."""
    waiting = select(func.count(Request.id)).join(Ticket, Ticket.id == Request.ticket_id)
    return waiting.where(_seen(actor), *_waits_for(actor))


def kinds_to_decide(person: Person, *, by_others: bool = False) -> dict[str, int]:
    """How many of each kind wait for this person's decision (or for others'); one statement."""
    actor = person.actor()
    whose = _waits_for_others(actor) if by_others else and_(*_waits_for(actor))
    waiting = select(Request.kind, func.count(Request.id)).join(Ticket, Ticket.id == Request.ticket_id)
    return dict(db.session.execute(waiting.where(_seen(actor), whose).group_by(Request.kind)).all())


def _seen(actor: Actor) -> ColumnElement[bool]:
    """Of confidential matters also what departments ask for, who know no more of them than the reader."""
    of_shares = and_(redacted(actor), Request.kind.not_in(sorted(ASKED_BY_ENTERPRISES)))
    return or_(sight(actor), of_shares)


def _waits_for_others(actor: Actor) -> ColumnElement[bool]:
    return and_(
        Request.state.in_(WAITING_STATES),
        or_(Request.decider.not_in(sorted(decided_as(actor.roles))), Request.asked_by_id == actor.id),
    )


def _waits_for(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        Request.state.in_(WAITING_STATES),
        Request.decider.in_(sorted(decided_as(actor.roles))),
        Request.asked_by_id != actor.id,
        ~exists().where(Dispute.request_id == Request.id, Dispute.by_id == actor.id),
    )


def known_to(actor: Actor) -> Select[Request]:
    """With all that lists and answers show. The enterprise is told what was decided, and no more."""
    found = (
        select(Request)
        .join(Request.ticket)
        .where(_seen(actor))
        .options(
            contains_eager(Request.ticket).options(
                joinedload(Ticket.enterprise), joinedload(Ticket.category), joinedload(Ticket.lead)
            ),
            joinedload(Request.assignment).joinedload(Assignment.department),
            joinedload(Request.asked_by),
            joinedload(Request.decided_by),
            joinedload(Request.recorded_by),
            joinedload(Request.dispute),
        )
    )
    return found if actor.roles & STAFF_ROLES else found.where(false())


def _rows(requests: Sequence[Request], actor: Actor, now: datetime) -> list[RequestRow]:
    """Only what waits, or may be disputed, can be acted on, so only for that more is read."""
    open_ = [
        request.ticket_id for request in requests if request.state in WAITING_STATES or _unsigned(request)
    ]
    if not open_:
        return [RequestRow(request, None, None, ()) for request in requests]
    live = select(Clock).where(Clock.ticket_id.in_(open_), Clock.state.in_(LIVE_CLOCK_STATES))
    clocks, in_force = db.session.scalars(live).all(), limits(now)
    returns = _returns([request.ticket_id for request in requests if _unsigned(request)])
    return [
        _row(request, clocks, returns.get(request.assignment_id or 0, Returns()), actor, in_force, now)
        for request in requests
    ]


def _unsigned(request: Request) -> bool:
    """Whether it is a refused return of a share that nobody has signed for yet."""
    share = request.assignment
    return bool((request.kind, request.state) == ("return", "refused") and share and share.state == "to_sign")


def _returns(ticket_ids: Sequence[int]) -> dict[int, Returns]:
    """By share of these tickets, what was asked to be returned; one statement, or none for no tickets."""
    if not ticket_ids:
        return {}
    rows = db.session.execute(
        select(Request.assignment_id, func.max(Request.id), func.count(Dispute.request_id))
        .outerjoin(Dispute, Dispute.request_id == Request.id)
        .where(Request.ticket_id.in_(ticket_ids), Request.kind == "return")
        .group_by(Request.assignment_id)
    )
    return {share: Returns(newest, bool(disputed)) for share, newest, disputed in rows if share}


def _row(
    request: Request,
    clocks: Sequence[Clock],
    returns: Returns,
    actor: Actor,
    in_force: Limits,
    now: datetime,
) -> RequestRow:
    share = request.assignment
    limit = next(
        (c for c in clocks if c.kind == "resolve" and c.assignment_id == request.assignment_id), None
    )
    facts = decision_facts(Facts(request.ticket.kind), request, share, limit, returns, in_force, now)
    relations = {"decider"} if decides(actor, request) else set()
    relations |= {"handler"} if holds(actor, request.ticket, share) else set()
    return RequestRow(
        request,
        limit,
        next((c for c in clocks if c.request_id == request.id), None),
        workflow.allowed(workflow.REQUEST, request.state, relations, facts),
    )
