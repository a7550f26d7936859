"""The rows that belong to one ticket, as they are stored."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import joinedload, with_expression

from servicedesk.extensions import db
from servicedesk.models import Absence, Assignment, Event, Judgement, Person, Request, Ticket
from servicedesk.queries.categories import routing_of_assignments
from servicedesk.rules.access import Actor


def requests_of(ticket: Ticket) -> Sequence[Request]:
    """A ticket's requests with who made and decided them, oldest first; one statement."""
    return db.session.scalars(
        select(Request)
        .where(Request.ticket_id == ticket.id)
        .options(
            joinedload(Request.asked_by).joinedload(Person.department),
            joinedload(Request.decided_by),
            joinedload(Request.recorded_by),
            joinedload(Request.dispute),
        )
        .order_by(Request.id)
    ).all()


def assignments_of(ticket: Ticket, now: datetime) -> Sequence[Assignment]:
    """A ticket's shares with whose they are and whether these are away, oldest first; one statement."""
    away = select(func.max(Absence.ends_at)).where(
        Absence.person_id == Assignment.handler_id,
        Absence.ended_at.is_(None),
        Absence.starts_at <= now,
        Absence.ends_at > now,
    )
    return db.session.scalars(
        select(Assignment)
        .where(Assignment.ticket_id == ticket.id)
        .options(
            joinedload(Assignment.department),
            joinedload(Assignment.handler),
            joinedload(Assignment.responsible),
            joinedload(Assignment.dispatched_by),
            with_expression(Assignment.handler_away_until, away.scalar_subquery()),
            *routing_of_assignments(),
        )
        .order_by(Assignment.id)
    ).all()


def judgements_of(ticket: Ticket) -> Sequence[Judgement]:
    """What the enterprise said of the results, oldest first; one statement."""
    return db.session.scalars(
        select(Judgement)
        .where(Judgement.ticket_id == ticket.id)
        .options(joinedload(Judgement.by))
        .order_by(Judgement.id)
    ).all()


def handled_by(ticket: Ticket, events: Sequence[Event] | None) -> frozenset[int]:
    """Ids of those who acted on a share; one statement at most. `events`: the whole chain, where known."""
    if events is not None:
        return frozenset(event.actor_id for event in events if event.assignment_id and event.actor_id)
    return frozenset(
        db.session.scalars(
            select(Event.actor_id)
            .where(
                Event.ticket_id == ticket.id, Event.assignment_id.is_not(None), Event.actor_id.is_not(None)
            )
            .distinct()
        )
    )


def has_handled(actor: Actor) -> ColumnElement[bool]:
    """Whether the actor is one of those who acted on a share of a ticket; for where many are asked for."""
    return exists().where(
        Event.ticket_id == Ticket.id, Event.assignment_id.is_not(None), Event.actor_id == actor.id
    )
