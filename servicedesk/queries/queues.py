"""The desk's queues: what waits for it, by the limit that comes next, and how much of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, TextClause, func, literal, not_, select, tuple_, union_all
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Clock, Ticket
from servicedesk.queries.callbacks import is_waiting
from servicedesk.queries.cursors import Page, page_of, place_of
from servicedesk.queries.ticket_lists import IS_OPEN
from servicedesk.queries.visible import sight
from servicedesk.rules.access import Actor
from servicedesk.rules.cards import Card, standing_card
from servicedesk.rules.clocks import LIVE_CLOCK_STATES
from servicedesk.rules.next_step import WATCHED
from servicedesk.rules.workflow import OPEN_STATES

# Each queue of the desk and the states that belong to it; `overdue` cuts through all of them. Results that
# wait for their enterprise stand in `with_enterprise`, until somebody has to call or to decide.
QUEUES: Mapping[str, tuple[str, ...]] = {
    "to_accept": ("submitted",),
    "waiting": ("awaiting_info",),
    "to_dispatch": ("accepted",),
    "in_progress": ("in_progress",),
    "tracking": ("tracking",),
    "to_review": ("in_review",),
    "to_call": ("in_callback",),
    "with_enterprise": ("in_callback",),
    "overdue": tuple(sorted(OPEN_STATES)),
}
PAGE = 25
MOST_COUNTED = 99
"""Above it a counter says only that there are more."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A ticket in a queue, with the clock that counts for it now (None while it waits for the enterprise)."""

    ticket: Ticket
    clock: Clock | None
    card: Card | None
    """The highest that stands on its live clocks."""


def counts(actor: Actor, now: datetime, silent: datetime) -> dict[str, int]:
    """How many matters stand in each queue, at most MOST_COUNTED + 1; one statement.

    Counting ends there, so that a page costs the same however much waits. `silent`: what reached its
    enterprise before is to be called (rules.callbacks.silent_before).
    """
    seen = sight(actor)
    return count_each(
        {name: select(Ticket.id).where(*_conditions(seen, name, now, silent)) for name in QUEUES}
    )


def count_each(queues: Mapping[str, Select[Any]]) -> dict[str, int]:
    """The size of each of several selections, at most MOST_COUNTED + 1; one statement."""
    parts = []
    for name, members in queues.items():
        some = members.order_by(None).limit(MOST_COUNTED + 1).subquery()
        parts.append(select(literal(name).label("name"), func.count().label("number")).select_from(some))
    return {row.name: row.number for row in db.session.execute(union_all(*parts))}


def queue(
    actor: Actor,
    name: str,
    now: datetime,
    cursor: str | None = None,
    *,
    silent: datetime | None = None,
    limit: int = PAGE,
) -> Page[QueueRow]:
    """A page of a queue, the nearest limit first; two statements. Raises Invalid for a wrong cursor.

    `silent`: as in `counts`; where nobody says it, all that is with its enterprise is to be called.
    """
    order = f"queue {name}"
    found = _tickets(actor, name, now, silent or now)
    if cursor:
        place = place_of(cursor, order, datetime, int)
        found = found.where(tuple_(Ticket.next_due_at, Ticket.id) > tuple_(*place))
    tickets = db.session.scalars(found.limit(limit + 1)).all()
    page = page_of(tickets, limit, order, lambda ticket: [ticket.next_due_at, ticket.id])
    return page.shown_as(with_clocks(page.items))


def with_clocks(tickets: Sequence[Ticket]) -> list[QueueRow]:
    """The tickets, each with the clock that counts for it now and its card; one statement."""
    # Not narrowed to kinds: a ticket has few live clocks, and a database might else go by the kind.
    clocks = live_clocks([ticket.id for ticket in tickets])
    return [
        QueueRow(
            ticket,
            _watched(clocks[ticket.id], WATCHED.get(ticket.state, ())),
            standing_card(clocks[ticket.id], ticket),
        )
        for ticket in tickets
    ]


def live_clocks(ticket_ids: Sequence[int]) -> Mapping[int, Sequence[Clock]]:
    """The clocks that have not ended, by ticket, with their cards, the nearest limit first; one statement."""
    found: dict[int, list[Clock]] = {id_: [] for id_ in ticket_ids}
    if not found:
        return found
    clocks = select(Clock).where(Clock.ticket_id.in_(ticket_ids), Clock.state.in_(LIVE_CLOCK_STATES))
    ordered = clocks.options(joinedload(Clock.cards)).order_by(Clock.due_at, Clock.id)
    for clock in db.session.scalars(ordered).unique():
        found[clock.ticket_id].append(clock)
    return found


def _watched(clocks: Sequence[Clock], kinds: Sequence[str]) -> Clock | None:
    running = {clock.kind: clock for clock in reversed(clocks) if clock.state == "running"}
    return next((running[kind] for kind in kinds if kind in running), None)


def _tickets(actor: Actor, name: str, now: datetime, silent: datetime) -> Select[Ticket]:
    return (
        select(Ticket)
        .where(*_conditions(sight(actor), name, now, silent))
        .options(joinedload(Ticket.enterprise), joinedload(Ticket.category), joinedload(Ticket.lead))
        .order_by(Ticket.next_due_at, Ticket.id)
    )


def _conditions(
    seen: ColumnElement[bool], name: str, now: datetime, silent: datetime
) -> list[ColumnElement[bool] | TextClause]:
    if name == "overdue":
        return [seen, IS_OPEN, Ticket.next_due_at < now]
    (state,) = QUEUES[name]
    here: list[ColumnElement[bool] | TextClause] = [seen, Ticket.state == state]
    if name in ("to_call", "with_enterprise"):
        here.append(is_waiting(silent) if name == "with_enterprise" else not_(is_waiting(silent)))
    return here
