"""Handing over the messages whose time has come."""

from datetime import datetime

from sqlalchemy import update

from servicedesk.extensions import db
from servicedesk.models import Message
from servicedesk.operations.transaction import transaction


def deliver(now: datetime) -> int:
    """Put every message whose moment has come into its reader's inbox; answers how many. Commits."""
    with transaction():
        done = db.session.execute(
            update(Message)
            .where(Message.delivered_at.is_(None), Message.deliver_at <= now)
            .values(delivered_at=now)
            .execution_options(synchronize_session=False)
        )
    return int(done.rowcount)  # type: ignore[attr-defined]
