"""How much waits for a person, as the frame of every page shows it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal, select

from servicedesk.extensions import db
from servicedesk.models import Message, Person
from servicedesk.queries.requests import number_to_decide
from servicedesk.queries.whistle_decisions import number_of_whistles
from servicedesk.rules.requests import DECIDING_ROLES

MOST_COUNTED = 99
"""Above it the bell says only that there are more."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Unread messages (at most MOST_COUNTED + 1), and what waits for the person's decision."""

    messages: int = 0
    decisions: int = 0


def waiting_for(person: Person) -> Waiting:
    """What waits for the person; one statement on indexed rows."""
    unread = select(Message.id).where(
        Message.person_id == person.id, Message.read_at.is_(None), Message.delivered_at.is_not(None)
    )
    messages = select(func.count()).select_from(unread.limit(MOST_COUNTED + 1).subquery())
    decides = bool(person.roles & DECIDING_ROLES)
    decisions: Any = literal(0)
    if decides:
        actor = person.actor()
        decisions = number_to_decide(actor).scalar_subquery() + number_of_whistles(actor).scalar_subquery()
    return Waiting(*db.session.execute(select(messages.scalar_subquery(), decisions)).one())
