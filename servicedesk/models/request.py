"""Requests: what a department or the enterprise asks for and somebody else decides."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import BigId, db, partial_index
from servicedesk.models.assignment import Assignment
from servicedesk.models.person import Person
from servicedesk.models.ticket import Ticket


class Request(db.Model):
    """One request about a ticket, or about one department's share in it; decided by somebody else.

    `params` is what the kind needs: `{days}` of an extension, `{code, until}` of a suspension, `{proposed}`
    of a return, with the `lead` to whom it went at once.
    """

    __tablename__ = "request"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(10))
    params: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text)
    basis: Mapped[str | None] = mapped_column(Text)
    """Of a return: on what the department bases it."""
    for_enterprise: Mapped[str | None] = mapped_column(Text)
    """The sentence that the enterprise is told when it is approved."""
    decider: Mapped[str] = mapped_column(String(20))
    """The role that may decide it, or `desk`: officers and the desk lead."""
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(Text)
    """What was said with the decision."""
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who wrote down a decision that was made on paper."""
    recorded_at: Mapped[datetime | None]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    """The scan of that paper."""

    ticket: Mapped[Ticket] = relationship(lazy="raise")
    assignment: Mapped[Assignment | None] = relationship(lazy="raise")
    asked_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[decided_by_id])
    recorded_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[recorded_by_id])
    dispute: Mapped["Dispute | None"] = relationship(lazy="raise")

    __table_args__ = (
        # The inbox of those who decide.
        Index("ix_request_state", "state", "decider", "id"),
        # What somebody has decided, the newest first.
        Index("ix_request_decided", "decided_by_id", "id"),
        # What somebody's office has asked for before.
        Index("ix_request_asked_by", "asked_by_id", "id"),
        # One of a kind at a time for each share.
        partial_index("uq_request_pending", "assignment_id", "kind", where="state = 'pending'", unique=True),
        # And for each ticket, of what is no share's.
        partial_index(
            "uq_request_pending_ticket",
            "ticket_id",
            "kind",
            where="state = 'pending' AND assignment_id IS NULL",
            unique=True,
        ),
    )


class Dispute(db.Model):
    """A department's objection to a refused return, with the refusal; its request then holds the ruling."""

    __tablename__ = "dispute"

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    refused_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    refused_at: Mapped[datetime]
    refusal: Mapped[str] = mapped_column(Text)

    by: Mapped[Person] = relationship(lazy="joined", foreign_keys=[by_id])
    refused_by: Mapped[Person] = relationship(lazy="joined", foreign_keys=[refused_by_id])
