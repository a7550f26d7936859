"""Calling back: who is to be called now, who is left to judge, and what was said and waits for the desk."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    false,
    func,
    not_,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Assignment, Clock, Department, Judgement, Result, Ticket
from servicedesk.queries.cursors import Page, page_of, place_of
from servicedesk.queries.ticket_rows import has_handled
from servicedesk.queries.visible import sight
from servicedesk.rules.access import DESK, DESK_ROLES, SUPERVISORS, Actor
from servicedesk.rules.callbacks import CALLED_AT_ONCE, Called
from servicedesk.rules.workflow import TICKET

LISTS = ("call", "decide", "wait")
PAGE = 25
CALLED_IN = tuple(sorted(set().union(*(row.sources for row in TICKET if row.action == "callback"))))
_GONE = ("returned", "cancelled")


@dataclass(frozen=True, slots=True)
class Callback:
    """A result that waits for its enterprise, with all calls and answers of its cycle, oldest first."""

    ticket: Ticket
    clock: Clock | None
    """The limit within which the enterprise is asked, while it runs."""
    said: Sequence[Judgement]
    result: Result | None

    @property
    def called(self) -> Called:
        """What decides on when it is called, and what is asked."""
        return called_of(self.ticket, self.said, self.result)


def called_of(ticket: Ticket, said: Sequence[Judgement], result: Result | None) -> Called:
    """What of a ticket, the answers of its cycle and its result decides on calling."""
    assert ticket.reached_at is not None
    return Called(
        ticket.kind,
        ticket.cycle,
        ticket.reached_at,
        [one.at for one in said if not one.reached],
        by_department=ticket.lead is not None,
        solved_later=result is not None and result.solved is False,
    )


def is_waiting(silent: datetime) -> ColumnElement[bool]:
    """Whether a matter in callback is left alone so far: nobody has answered, and nobody need be called.

    `silent`: as `rules.callbacks.silent_before`.
    """
    due = or_(Ticket.kind == CALLED_AT_ONCE, Ticket.cycle > 1, Ticket.reached_at < silent)
    return and_(not_(due), not_(_is_answered()))


def members(actor: Actor, name: str, silent: datetime) -> Select[Any]:
    """The ids of one of LISTS; `silent` as in `is_waiting`."""
    return select(Ticket.id).where(*_conditions(actor, name, silent))


def callbacks(
    actor: Actor, name: str, silent: datetime, cursor: str | None = None, limit: int = PAGE
) -> Page[Callback]:
    """A page of one of LISTS, the nearest limit first; four statements. Raises Invalid for a wrong cursor.

    `silent`: as in `is_waiting`.
    """
    order = f"callbacks {name}"
    found = (
        select(Ticket)
        .where(*_conditions(actor, name, silent))
        .options(joinedload(Ticket.enterprise), joinedload(Ticket.category), joinedload(Ticket.lead))
        .order_by(Ticket.next_due_at, Ticket.id)
        .limit(limit + 1)
    )
    if cursor:
        found = found.where(
            tuple_(Ticket.next_due_at, Ticket.id) > tuple_(*place_of(cursor, order, datetime, int))
        )
    tickets = db.session.scalars(found).all()
    page = page_of(tickets, limit, order, lambda ticket: [ticket.next_due_at, ticket.id])
    return page.shown_as(_whole(page.items))


def _conditions(actor: Actor, name: str, silent: datetime) -> list[ColumnElement[bool]]:
    here = [sight(actor), Ticket.state.in_(CALLED_IN)]
    match name:
        case "decide":
            return [*here, _is_answered(), _does_desk_steps(actor)]
        case "wait":
            return [*here, is_waiting(silent), _may_call(actor)]
    return [*here, not_(is_waiting(silent)), not_(_is_answered()), _may_call(actor)]


def _is_answered() -> ColumnElement[bool]:
    """Whether somebody was reached in this cycle, or has judged."""
    found = select(Judgement.id).where(
        Judgement.ticket_id == Ticket.id, Judgement.cycle == Ticket.cycle, Judgement.reached
    )
    # The first one rather than `exists`: beside an `or`, PostgreSQL would read all judgements for that.
    return found.limit(1).correlate(Ticket).scalar_subquery().is_not(None)


def _does_desk_steps(actor: Actor) -> ColumnElement[bool]:
    """As `rules.access`: the desk, and the supervisor where the desk is complained of."""
    own = []
    if actor.roles & DESK_ROLES:
        own.append(Ticket.about_desk.is_(False))
    if "supervisor" in actor.roles:
        own.append(Ticket.about_desk.is_(True))
    return or_(*own) if own else false()


def _may_call(actor: Actor) -> ColumnElement[bool]:
    """As `rules.access`: who handled never calls, and what an office led somebody else calls about."""
    lead, desk = _lead(), _does_desk_steps(actor)
    supervises = true() if "supervisor" in actor.roles else false()
    # Leaders do not see what is about one of them, so that is the desk's to call.
    instead = and_(Ticket.about_leader.is_(True), desk)
    leads = true() if "leader" in actor.roles else false()
    openly = or_(
        and_(lead == SUPERVISORS, or_(supervises, leads, instead)),
        and_(lead == DESK, or_(desk, supervises)),
        and_(or_(lead.is_(None), lead.not_in((SUPERVISORS, DESK))), desk),
    )
    # Who calls must know whom to call: of a confidential matter that is the desk.
    return and_(
        not_(has_handled(actor)),
        or_(and_(Ticket.confidential.is_(False), openly), and_(Ticket.confidential, desk)),
    )


def _lead() -> ScalarSelect[str]:
    """The code of the department whose share leads."""
    return (
        select(func.max(Department.code))
        .join(Assignment, Assignment.department_id == Department.id)
        .where(Assignment.ticket_id == Ticket.id, Assignment.role == "lead", Assignment.state.not_in(_GONE))
        .correlate(Ticket)
        .scalar_subquery()
    )


def _whole(tickets: Sequence[Ticket]) -> list[Callback]:
    said, results, clocks = _said(tickets), _results(tickets), _clocks(tickets)
    return [
        Callback(ticket, clocks.get(ticket.id), said[ticket.id], results.get(ticket.id)) for ticket in tickets
    ]


def _said(tickets: Sequence[Ticket]) -> Mapping[int, list[Judgement]]:
    cycles = {ticket.id: ticket.cycle for ticket in tickets}
    found: dict[int, list[Judgement]] = defaultdict(list)
    mine = select(Judgement).where(Judgement.ticket_id.in_(cycles)).options(joinedload(Judgement.by))
    for one in db.session.scalars(mine.order_by(Judgement.id)):
        if one.cycle == cycles[one.ticket_id]:
            found[one.ticket_id].append(one)
    return found


def _results(tickets: Sequence[Ticket]) -> Mapping[int, Result]:
    """The newest result of each that has reached its enterprise."""
    mine = select(Result).where(
        Result.ticket_id.in_([ticket.id for ticket in tickets]), Result.reached_at.is_not(None)
    )
    loaded = mine.options(joinedload(Result.by), joinedload(Result.department)).order_by(Result.id)
    return {one.ticket_id: one for one in db.session.scalars(loaded)}


def _clocks(tickets: Sequence[Ticket]) -> Mapping[int, Clock]:
    mine = select(Clock).where(
        Clock.ticket_id.in_([ticket.id for ticket in tickets]), Clock.state == "running"
    )
    return {one.ticket_id: one for one in db.session.scalars(mine) if one.kind == "callback"}
