"""Handing over the messages whose time has come."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy import text as literal

from servicedesk.extensions import db
from servicedesk.models import Message
from servicedesk.operations import bulk
from servicedesk.operations.transaction import transaction

BATCH = 2_000
"""Messages handed over in one transaction, so that nobody waits long for the row or the database."""
# Written as the partial index is, so that the databases recognise it.
WAITING = literal("message.delivered_at IS NULL")


def deliver(now: datetime) -> int:
    """Put every message whose moment has come into its reader's inbox; answers how many. Commits each batch.

    Any number of processes may deliver at once: each passes over what another has in hand, and what one that
    was killed had in hand is found again. Where nothing waits, it is one index probe.
    """
    delivered = 0
    waits = db.session.scalar(select(Message.id).where(WAITING, Message.deliver_at <= now).limit(1))
    db.session.rollback()
    while waits is not None and (done := _deliver_some(now)):
        delivered += done
    return delivered


def _deliver_some(now: datetime) -> int:
    with transaction():
        ids = db.session.scalars(
            select(Message.id)
            .where(WAITING, Message.deliver_at <= now)
            .order_by(Message.deliver_at)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        bulk.change(Message, ("delivered_at",), [(id_, now) for id_ in ids])
    return len(ids)
