"""The desk's queues: what waits for it, by the limit that comes next, and how much of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, select, tuple_
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Clock, Ticket
from servicedesk.queries.cursors import Page, cursor_of, place_of
from servicedesk.queries.visible import sight
from servicedesk.rules.access import Actor
from servicedesk.rules.next_step import WATCHED
from servicedesk.rules.workflow import OPEN_STATES

# Each queue of the desk and the states that belong to it; `overdue` cuts through all of them.
QUEUES: Mapping[str, tuple[str, ...]] = {
    "to_accept": ("submitted",),
    "waiting": ("awaiting_info",),
    "to_dispatch": ("accepted",),
    "in_progress": ("in_progress",),
    "to_review": ("in_review",),
    "to_call": ("in_callback",),
    "overdue": tuple(sorted(OPEN_STATES)),
}
PAGE = 25


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A ticket in a queue, with the clock that counts for it now (None while it waits for the enterprise)."""

    ticket: Ticket
    clock: Clock | None


def counts(actor: Actor, now: datetime) -> dict[str, int]:
    """How many matters stand in each queue; one statement over what is open."""
    rows = db.session.execute(
        select(
            Ticket.state,
            func.count().label("number"),
            func.sum(case((Ticket.next_due_at < now, 1), else_=0)).label("overdue"),
        )
        .where(Ticket.state.in_(OPEN_STATES), sight(actor))
        .group_by(Ticket.state)
    ).all()
    by_state = {row.state: row.number for row in rows}
    found = {name: sum(by_state.get(state, 0) for state in states) for name, states in QUEUES.items()}
    found["overdue"] = sum(row.overdue or 0 for row in rows)
    return found


def queue(actor: Actor, name: str, now: datetime, cursor: str | None = None) -> Page[QueueRow]:
    """A page of a queue, the nearest limit first; two statements. Raises Invalid for a wrong cursor."""
    order = f"queue {name}"
    found = _tickets(actor, name, now)
    if cursor:
        place = place_of(cursor, order, datetime, int)
        found = found.where(tuple_(Ticket.next_due_at, Ticket.id) > tuple_(*place))
    tickets = db.session.scalars(found.limit(PAGE + 1)).all()
    shown = tickets[:PAGE]
    last = shown[-1] if len(tickets) > PAGE else None
    return Page(with_clocks(shown), cursor_of(order, last.next_due_at, last.id) if last else None)


def with_clocks(tickets: Sequence[Ticket]) -> list[QueueRow]:
    """The tickets, each with the clock that counts for it now; one statement."""
    kinds = {kind for state_kinds in WATCHED.values() for kind in state_kinds}
    clocks = db.session.scalars(
        select(Clock).where(
            Clock.ticket_id.in_([ticket.id for ticket in tickets]),
            Clock.state == "running",
            Clock.kind.in_(kinds),
        )
    ).all()
    by_ticket = {(clock.ticket_id, clock.kind): clock for clock in clocks}
    return [
        QueueRow(
            ticket,
            next(
                (
                    by_ticket[ticket.id, kind]
                    for kind in WATCHED.get(ticket.state, ())
                    if (ticket.id, kind) in by_ticket
                ),
                None,
            ),
        )
        for ticket in tickets
    ]


def _tickets(actor: Actor, name: str, now: datetime) -> Select[Ticket]:
    found = select(Ticket).where(sight(actor))
    if name == "overdue":
        found = found.where(_is_open(), Ticket.next_due_at < now)
    else:
        (state,) = QUEUES[name]
        found = found.where(Ticket.state == state)
    return found.options(
        joinedload(Ticket.enterprise), joinedload(Ticket.category), joinedload(Ticket.lead)
    ).order_by(Ticket.next_due_at, Ticket.id)


def _is_open() -> ColumnElement[bool]:
    # In the words of the partial index, so that it is used.
    return Ticket.state.not_in(("closed", "refused", "withdrawn"))
