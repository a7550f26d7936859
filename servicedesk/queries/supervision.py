"""What is under supervision: the cards that stand on limits and those shown by hand, and who urged when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, exists, func, literal, or_, select, tuple_, union_all
from sqlalchemy import text as written
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Assignment, Clock, ClockStep, Department, Event, Person, Ticket
from servicedesk.queries.cursors import Page, page_of, place_of
from servicedesk.queries.visible import sight
from servicedesk.rules.access import Actor
from servicedesk.rules.cards import CARDS

PAGE = 50
ORDER = "under supervision"
BY_HAND, BY_LADDER = 0, 1
# Written as the partial indexes are, so that the databases recognise them.
_SAID = written("clock.state IN ('running', 'paused') AND clock.steps_taken > 0")
_CARDED = written("ticket.card IS NOT NULL")


@dataclass(frozen=True, slots=True)
class Supervised:
    """A card that stands: on a limit, or on a ticket by hand (no clock)."""

    colour: str
    since: datetime
    """Of a limit: its moment; of a card by hand: when it was shown."""
    ticket: Ticket
    clock: Clock | None
    share: Assignment | None
    """Whose limit it is, or the lead's."""


def last_urge(ticket: Ticket, by: Person) -> datetime | None:
    """When somebody last urged on a ticket; one statement."""
    return db.session.scalar(
        select(func.max(Event.at)).where(
            Event.ticket_id == ticket.id, Event.action == "urge", Event.actor_id == by.id
        )
    )


def under_supervision(
    actor: Actor, *, department: str | None = None, cursor: str | None = None, limit: int = PAGE
) -> Page[Supervised]:
    """A page of the cards that stand on what the actor sees, the worst first; four statements.

    Only limits that have not ended are looked at, so that it costs as much as is open, whatever has been.
    `department` (a code) narrows it to one's own limits and matters. Raises Invalid for a wrong cursor.
    """
    cards = union_all(_on_limits(actor, department), _by_hand(actor, department)).subquery()
    here = (cards.c.weight, cards.c.since, cards.c.source, cards.c.id)
    found = select(cards).order_by(*here).limit(limit + 1)
    if cursor:
        place = place_of(cursor, ORDER, int, datetime, int, int)
        found = found.where(tuple_(*here) > tuple_(*place, types=[column.type for column in here]))
    rows = db.session.execute(found).all()
    page = page_of(rows, limit, ORDER, lambda row: [row.weight, row.since, row.source, row.id])
    return page.shown_as(_whole(page.items))


def members_by_ladder(actor: Actor, colours: Sequence[str] = CARDS) -> Select[int]:
    """The ids of the limits that have not ended and on which one of these cards stands."""
    # Counted for each limit, so that no database begins with all the cards that were ever shown.
    shown = select(func.count()).where(
        ClockStep.clock_id == Clock.id,
        ClockStep.step.in_(colours),
        or_(ClockStep.step != "blue", ClockStep.limit_no == Clock.limit_no),
    )
    seen = exists().where(Ticket.id == Clock.ticket_id, sight(actor))
    return select(Clock.id).where(_SAID, shown.correlate(Clock).scalar_subquery() > 0, seen.correlate(Clock))


def members_by_hand(actor: Actor, colours: Sequence[str] = CARDS) -> Select[int]:
    """The ids of the matters on which one of these cards stands that was shown by hand."""
    return select(Ticket.id).where(_CARDED, Ticket.card.in_(colours), sight(actor))


def _on_limits(actor: Actor, department: str | None) -> Select[int, int, int, int, datetime]:
    """The highest card of each limit that has not ended; a blue one goes with its limit."""
    stands = or_(ClockStep.step != "blue", ClockStep.limit_no == Clock.limit_no)
    found = (
        select(
            literal(BY_LADDER).label("source"),
            Clock.id.label("id"),
            Clock.ticket_id.label("ticket_id"),
            func.min(_weight(ClockStep.step)).label("weight"),
            Clock.due_at.label("since"),
        )
        .join(ClockStep, ClockStep.clock_id == Clock.id)
        .join(Ticket, Ticket.id == Clock.ticket_id)
        .where(_SAID, ClockStep.step.in_(CARDS), stands, sight(actor))
        .group_by(Clock.id, Clock.ticket_id, Clock.due_at)
    )
    return found.where(Clock.department_id == _id_of(department)) if department else found


def _by_hand(actor: Actor, department: str | None) -> Select[int, int, int, int, datetime | None]:
    found = select(
        literal(BY_HAND).label("source"),
        Ticket.id.label("id"),
        Ticket.id.label("ticket_id"),
        _weight(Ticket.card).label("weight"),
        Ticket.card_at.label("since"),
    ).where(_CARDED, sight(actor))
    return found.where(Ticket.lead_id == _id_of(department)) if department else found


def _weight(card: Any) -> ColumnElement[int]:
    """The worst first."""
    return case({colour: weight for weight, colour in enumerate(reversed(CARDS))}, value=card)


def _id_of(department: str) -> ColumnElement[int]:
    return select(Department.id).where(Department.code == department).scalar_subquery()


def _whole(rows: Sequence[Row[Any]]) -> list[Supervised]:
    tickets = {ticket.id: ticket for ticket in _tickets([row.ticket_id for row in rows])}
    clocks = {clock.id: clock for clock in _clocks([row.id for row in rows if row.source == BY_LADDER])}
    shares = _shares(list(tickets))
    found = []
    for row in rows:
        clock = clocks.get(row.id) if row.source == BY_LADDER else None
        ticket = tickets[row.ticket_id]
        own = [share for share in shares if share.ticket_id == ticket.id]
        if clock is not None and clock.assignment_id is not None:
            own = [share for share in own if share.id == clock.assignment_id]
        else:
            own = [share for share in own if share.role == "lead"]
        colour = CARDS[len(CARDS) - 1 - row.weight]
        found.append(Supervised(colour, row.since, ticket, clock, own[-1] if own else None))
    return found


def _tickets(ids: Sequence[int]) -> Sequence[Ticket]:
    found = select(Ticket).where(Ticket.id.in_(ids))
    return db.session.scalars(
        found.options(joinedload(Ticket.enterprise), joinedload(Ticket.lead), joinedload(Ticket.officer))
    ).all()


def _clocks(ids: Sequence[int]) -> Sequence[Clock]:
    return db.session.scalars(select(Clock).where(Clock.id.in_(ids))).all()


def _shares(ticket_ids: Sequence[int]) -> Sequence[Assignment]:
    found = select(Assignment).where(
        Assignment.ticket_id.in_(ticket_ids), Assignment.state.not_in(("returned", "cancelled"))
    )
    people = joinedload(Assignment.department), joinedload(Assignment.handler)
    return db.session.scalars(found.options(*people).order_by(Assignment.id)).all()
