"""Events: the truth that every state, limit and figure is derived from, in chains that show any change."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import BigId, db
from servicedesk.models.person import Person


class Event(db.Model):
    """One thing that happened, for ever.

    `chain` is a ticket's number or `administration`; `hash` covers all but `texts`, of which `payload` holds
    salted digests, so that retention can erase a personal text and the chain still verifies.
    """

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    chain: Mapped[str] = mapped_column(String(20))
    seq: Mapped[int]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None: the desk's own timetable."""
    action: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]]
    texts: Mapped[dict[str, Any]]
    visible: Mapped[bool]
    """Whether the enterprise sees it."""
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    actor: Mapped[Person | None] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("chain", "seq"),
        Index("ix_event_ticket", "ticket_id", "seq"),
        Index("ix_event_recorded", "recorded_at"),
    )


class Seal(db.Model):
    """The daily seal over the heads of all chains as they stood at the end of a day."""

    __tablename__ = "seal"

    day: Mapped[date] = mapped_column(primary_key=True)
    cut_at: Mapped[datetime]
    """Events recorded before this moment are sealed."""
    chains: Mapped[int]
    events: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    previous_digest: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]
