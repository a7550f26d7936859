"""What is under supervision: the cards that stand on limits and those shown by hand, and who urged when."""

from datetime import datetime

from sqlalchemy import func, select

from servicedesk.extensions import db
from servicedesk.models import Event, Person, Ticket


def last_urge(ticket: Ticket, by: Person) -> datetime | None:
    """When somebody last urged on a ticket; one statement."""
    return db.session.scalar(
        select(func.max(Event.at)).where(
            Event.ticket_id == ticket.id, Event.action == "urge", Event.actor_id == by.id
        )
    )
