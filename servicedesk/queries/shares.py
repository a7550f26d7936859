"""A department's queues: its shares in matters, by the limit that comes next for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload

from servicedesk.extensions import db
from servicedesk.models import Assignment, Clock, Department, Ticket
from servicedesk.queries.cursors import Page, page_of, place_of
from servicedesk.queries.queues import count_each, live_clocks
from servicedesk.queries.redacted import shown as redacted_copy
from servicedesk.queries.visible import share_sight
from servicedesk.rules.access import Actor
from servicedesk.rules.cards import Card, standing_card
from servicedesk.rules.next_step import WATCHED_BY_DEPARTMENT
from servicedesk.rules.refusals import NotFound

QUEUES: Mapping[str, tuple[str, ...]] = {
    "to_sign": ("to_sign",),
    "mine": ("to_sign", "working", "suspended", "return_asked", "disputed"),
    "working": ("working",),
    "suspended": ("suspended",),
    "returning": ("return_asked", "disputed"),
    "overdue": ("to_sign", "working"),
    "submitted": ("submitted",),
    "done": ("done",),
}
# The columns that order them, where it is not the limit that comes next.
_ORDER: Mapping[str, InstrumentedAttribute[Any]] = {
    "done": Assignment.dispatched_at,
    "suspended": Assignment.suspended_until,
}
COUNTED = ("to_sign", "mine", "working", "suspended", "returning", "overdue", "submitted")
PAGE = 25


@dataclass(frozen=True, slots=True)
class ShareRow:
    """An assignment in a department's queue, with the clock that counts next for it."""

    assignment: Assignment
    clock: Clock | None
    card: Card | None
    """The highest that stands on the department's own clocks."""
    ticket: Ticket
    """As far as the department reads it."""


def share_counts(actor: Actor, now: datetime, stands_in_for: Sequence[int] = ()) -> dict[str, int]:
    """How many shares of the actor's department stand in each open queue, as `queues.count_each` counts."""
    return count_each({name: _members(actor, name, now, stands_in_for) for name in COUNTED})


def share_queue(
    actor: Actor,
    name: str,
    now: datetime,
    cursor: str | None = None,
    stands_in_for: Sequence[int] = (),
    *,
    limit: int = PAGE,
) -> Page[ShareRow]:
    """A page of a queue of the actor's department, the nearest limit first; two statements.

    `mine` are those of which the actor is in charge, or somebody for whom they stand in. What is done comes
    newest first, what is suspended by its end. Raises NotFound for an unknown queue, Invalid for a wrong
    cursor.
    """
    if name not in QUEUES:
        raise NotFound
    order = f"shares {name}"
    newest_first = name == "done"
    column = _ORDER.get(name, Assignment.next_due_at)
    found = (
        select(Assignment)
        .join(Ticket, Ticket.id == Assignment.ticket_id)
        .where(*_conditions(actor, name, now, stands_in_for))
        .options(
            contains_eager(Assignment.ticket).options(
                joinedload(Ticket.enterprise), joinedload(Ticket.category), joinedload(Ticket.lead)
            ),
            joinedload(Assignment.handler),
            joinedload(Assignment.department),
        )
    )
    if cursor:
        place, here = tuple_(*place_of(cursor, order, datetime, int)), tuple_(column, Assignment.id)
        found = found.where(here < place if newest_first else here > place)
    ordering = (column.desc(), Assignment.id.desc()) if newest_first else (column, Assignment.id)
    rows = db.session.scalars(found.order_by(*ordering).limit(limit + 1)).all()
    page = page_of(rows, limit, order, lambda share: [getattr(share, column.key), share.id])
    return page.shown_as(_with_clocks(page.items, actor))


def _members(actor: Actor, name: str, now: datetime, stands_in_for: Sequence[int]) -> Select[Any]:
    shares = select(Assignment.id).join(Ticket, Ticket.id == Assignment.ticket_id)
    return shares.where(*_conditions(actor, name, now, stands_in_for))


def _conditions(
    actor: Actor, name: str, now: datetime, stands_in_for: Sequence[int]
) -> list[ColumnElement[bool]]:
    seen = share_sight(actor, Assignment)
    found = [Assignment.state.in_(QUEUES[name]), _own(actor), seen]
    if name == "mine":
        return [*found, Assignment.handler_id.in_([actor.id, *stands_in_for])]
    return [*found, Assignment.next_due_at < now] if name == "overdue" else found


def _own(actor: Actor) -> ColumnElement[bool]:
    own = select(Department.id).where(Department.code == (actor.department or "")).scalar_subquery()
    return Assignment.department_id == own


def _with_clocks(assignments: Sequence[Assignment], actor: Actor) -> list[ShareRow]:
    """Each with the clock whose limit comes next, and the card of its own clocks; one statement."""
    clocks = live_clocks([assignment.ticket_id for assignment in assignments])
    own = {a.id: [c for c in clocks[a.ticket_id] if c.assignment_id == a.id] for a in assignments}
    return [
        ShareRow(
            a, _watched(a, own[a.id]), standing_card(own[a.id], a.ticket), redacted_copy(a.ticket, actor)
        )
        for a in assignments
    ]


def _watched(assignment: Assignment, own: Sequence[Clock]) -> Clock | None:
    kinds = WATCHED_BY_DEPARTMENT.get(assignment.state, ())
    return next((clock for clock in own if clock.state == "running" and clock.kind in kinds), None)
