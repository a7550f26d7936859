"""A person's messages: how many wait, and what they say."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select

from servicedesk.extensions import db
from servicedesk.models import Message, Person, Ticket
from servicedesk.queries.visible import sight

PAGE = 30


@dataclass(frozen=True, slots=True)
class Letter:
    """A message, and the number and title of the matter that it is about while its reader may see that."""

    message: Message
    number: str | None
    title: str | None


def unread_messages(person_id: int) -> int:
    """How many delivered messages the person has not read; answered from the index on unread ones."""
    waiting = select(func.count(Message.id)).where(
        Message.person_id == person_id, Message.read_at.is_(None), Message.delivered_at.is_not(None)
    )
    return db.session.scalar(waiting) or 0


def letters(person: Person, before: int | None = None) -> Sequence[Letter]:
    """A page of the person's messages, newest first, and one more to show that there are further ones.

    `before` is the id of the last message of the page before.
    """
    found = (
        select(Message, Ticket.number, Ticket.title)
        .outerjoin(Ticket, and_(Ticket.id == Message.ticket_id, sight(person.actor())))
        .where(Message.person_id == person.id, Message.delivered_at.is_not(None))
        .order_by(Message.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        found = found.where(Message.id < before)
    return [Letter(*row) for row in db.session.execute(found)]
