"""What the frame of every page asks: how many messages wait for a person."""

from sqlalchemy import func, select

from servicedesk.extensions import db
from servicedesk.models import Message


def unread_messages(person_id: int) -> int:
    """How many delivered messages the person has not read; answered from the index on unread ones."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Message)
            .where(
                Message.person_id == person_id, Message.read_at.is_(None), Message.delivered_at.is_not(None)
            )
        )
        or 0
    )
