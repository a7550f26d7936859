"""A person's messages, and what they say."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, or_, select

from servicedesk.extensions import db
from servicedesk.models import Message, Person, Ticket
from servicedesk.queries.visible import known, redacted, sight
from servicedesk.rules.workflow import TICKET

PAGE = 30
JUDGED_IN = frozenset().union(*(row.sources for row in TICKET if row.action == "judge"))


@dataclass(frozen=True, slots=True)
class Letter:
    """A message, and the number and title of the matter that it is about, while its reader may see them."""

    message: Message
    number: str | None
    title: str | None
    asked_in: int | None
    """The cycle in which its result can be judged now; None where there is nothing to judge."""
    readable: bool
    """Whether what else it says is for the reader still."""


def letters(person: Person, before: int | None = None) -> Sequence[Letter]:
    """A page of the person's messages, newest first, and one more to show that there are further ones.

    `before` is the id of the last message of the page before.
    """
    actor = person.actor()
    readable = or_(Message.ticket_id.is_(None), sight(actor), redacted(actor))
    found = (
        select(
            Message,
            Ticket.number,
            case((sight(actor), Ticket.title)),
            case((and_(sight(actor), Ticket.state.in_(JUDGED_IN)), Ticket.cycle)).label("asked_in"),
            case((readable, True), else_=False),
        )
        .outerjoin(Ticket, and_(Ticket.id == Message.ticket_id, known(actor)))
        .where(Message.person_id == person.id, Message.delivered_at.is_not(None))
        .order_by(Message.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        found = found.where(Message.id < before)
    return [Letter(*row) for row in db.session.execute(found)]
