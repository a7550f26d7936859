"""Whistles: departments called together about tickets or a place, their calls, and what a meeting agreed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import BigId, db
from servicedesk.models.department import Department
from servicedesk.models.person import Person
from servicedesk.models.ticket import Ticket


class WhistleKind(db.Model):
    """One version of a kind of whistle; `spec` is as `rules.whistles.Kind.from_spec` reads it."""

    __tablename__ = "whistle_kind"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12))
    version: Mapped[int]
    effective_from: Mapped[datetime]
    spec: Mapped[dict[str, Any]]

    __table_args__ = (UniqueConstraint("code", "version"),)


class Whistle(db.Model):
    """One whistle, with an event chain of its own under its number. States and moments are caches of it."""

    __tablename__ = "whistle"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    kind_id: Mapped[int] = mapped_column(ForeignKey("whistle_kind.id"))
    """The version of the kind under which it was blown."""
    state: Mapped[str] = mapped_column(String(10))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    """The first of its tickets, on which its limits stand and what follows is handled."""
    reason: Mapped[str] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(String(200))
    meet_at: Mapped[datetime | None]
    blown_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """Who blew it, or asked for it."""
    asked_at: Mapped[datetime]
    blown_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who approved or refused it."""
    decided_at: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(Text)
    decider: Mapped[str | None] = mapped_column(String(20))
    """The role that approves it before, or ratifies it after it is blown; None where nobody does."""
    ratified_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ratified_at: Mapped[datetime | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who wrote the approval or ratification down from paper."""
    recorded_at: Mapped[datetime | None]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    """The scan of that paper."""
    met_at: Mapped[datetime | None]
    """When its (last) joint meeting was held."""
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    closing: Mapped[str | None] = mapped_column(Text)

    event_count: Mapped[int] = mapped_column(default=0)
    head_hash: Mapped[str] = mapped_column(String(64), default="")

    kind_version: Mapped[WhistleKind] = relationship(lazy="raise")
    ticket: Mapped[Ticket] = relationship(lazy="raise")
    tickets: Mapped[list[Ticket]] = relationship(
        lazy="raise", secondary="whistle_ticket", order_by="WhistleTicket.place", viewonly=True
    )
    blown_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[blown_by_id])
    decided_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[decided_by_id])
    ratified_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[ratified_by_id])
    recorded_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[recorded_by_id])
    closed_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[closed_by_id])
    calls: Mapped[list["Call"]] = relationship(lazy="raise", order_by="Call.id", back_populates="whistle")

    __table_args__ = (
        Index("ix_whistle_state", "state", "id"),
        Index("ix_whistle_blown", "blown_at", "kind"),
        Index("ix_whistle_ticket", "ticket_id"),
    )


class WhistleTicket(db.Model):
    """That a whistle is about a ticket, in the order in which they were named."""

    __tablename__ = "whistle_ticket"

    whistle_id: Mapped[int] = mapped_column(ForeignKey("whistle.id"), primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True)
    place: Mapped[int]

    __table_args__ = (Index("ix_whistle_ticket_ticket", "ticket_id"),)


class Call(db.Model):
    """One department's call; its limit is a clock, which begins when the whistle is blown."""

    __tablename__ = "whistle_call"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    whistle_id: Mapped[int] = mapped_column(ForeignKey("whistle.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    state: Mapped[str] = mapped_column(String(12))
    reported_at: Mapped[datetime | None]
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    how: Mapped[str | None] = mapped_column(String(10))
    person: Mapped[str | None] = mapped_column(String(100))
    """Who came, where it is not who reported in."""
    rank: Mapped[str | None] = mapped_column(String(60))
    finding: Mapped[str | None] = mapped_column(Text)
    commitment: Mapped[str | None] = mapped_column(Text)
    grade: Mapped[int | None]
    grade_reason: Mapped[str | None] = mapped_column(Text)
    graded_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None]

    whistle: Mapped[Whistle] = relationship(lazy="raise", back_populates="calls")
    department: Mapped[Department] = relationship(lazy="raise")
    reported_by: Mapped[Person | None] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("whistle_id", "department_id"),
        Index("ix_whistle_call_department", "department_id", "state", "whistle_id"),
    )


class Minute(db.Model):
    """What a joint meeting gave one department to do, and the share in the ticket that was made of it."""

    __tablename__ = "whistle_minute"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    whistle_id: Mapped[int] = mapped_column(ForeignKey("whistle.id"), index=True)
    held_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    due_on: Mapped[date]
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))

    department: Mapped[Department] = relationship(lazy="raise")
