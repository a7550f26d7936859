"""Replays: the first answer to a request that may come twice."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from servicedesk.extensions import BigId, db


class Replay(db.Model):
    """The answer that was given to one person's idempotency key, written with what it guards."""

    __tablename__ = "replay"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64))
    """Of the address and the body: the same key with another body is refused."""
    answer: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("person_id", "key"),)
