"""Reading one's messages."""

from datetime import datetime

from sqlalchemy import update

from servicedesk.extensions import db
from servicedesk.models import Message, Person
from servicedesk.operations.transaction import transaction
from servicedesk.rules.refusals import NotFound


def read_message(by: Person, message_id: int, now: datetime) -> Message:
    """Mark one of `by`'s messages as read. Raises NotFound. Commits."""
    person_id = by.id
    with transaction():
        message = db.session.get(Message, message_id)
        if message is None or message.person_id != person_id or message.delivered_at is None:
            raise NotFound
        message.read_at = message.read_at or now
    return message


def read_all(by: Person, now: datetime) -> None:
    """Mark all of `by`'s messages that have arrived as read. Commits."""
    person_id = by.id
    with transaction():
        db.session.execute(
            update(Message)
            .where(
                Message.person_id == person_id, Message.read_at.is_(None), Message.delivered_at.is_not(None)
            )
            .values(read_at=now)
            .execution_options(synchronize_session=False)
        )
