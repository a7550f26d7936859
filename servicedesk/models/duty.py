"""The duty roster, and the urgent rings that go down it until somebody confirms."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import BigId, db, partial_index
from servicedesk.models.clock import Clock
from servicedesk.models.department import Department
from servicedesk.models.person import Person
from servicedesk.models.ticket import Ticket
from servicedesk.models.whistle import Whistle

PLANNED = "cancelled_at IS NULL"
DUE = "next_at IS NOT NULL"
UNCONFIRMED = "confirmed_at IS NULL AND over_at IS NULL"


class DutyTurn(db.Model):
    """One entry of a department's roster. Called off, never deleted."""

    __tablename__ = "duty_turn"

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    place: Mapped[int]
    """In the list of those who are on duty together: 1 is rung first."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])

    __table_args__ = (partial_index("ix_duty_turn_planned", "ends_at", "department_id", where=PLANNED),)


class DutyRule(db.Model):
    """From when on the next one is rung after how many minutes; the newest that holds counts."""

    __tablename__ = "duty_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    effective_from: Mapped[datetime]
    minutes: Mapped[int]


class DutyRing(db.Model):
    """Something urgent that somebody of a department must confirm."""

    __tablename__ = "duty_ring"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    source: Mapped[str] = mapped_column(String(60), unique=True)
    """What it came from, so that the same thing never rings twice."""
    kind: Mapped[str] = mapped_column(String(40))
    params: Mapped[dict[str, Any]]
    """Kind and params of its message."""
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    whistle_id: Mapped[int | None] = mapped_column(ForeignKey("whistle.id"), index=True)
    """Of a whistle's ring, of which the people rung may not see the ticket."""
    clock_id: Mapped[int | None] = mapped_column(ForeignKey("clock.id"))
    """It rings while this limit runs."""
    begun_at: Mapped[datetime]
    minutes: Mapped[int]
    """After how long without a confirmation the next one is told."""
    told: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]
    """When the next one is told; None: nobody is left, or nothing is waited for any more."""
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    over_at: Mapped[datetime | None]
    """When it had nothing left to ring for, unconfirmed."""

    department: Mapped[Department] = relationship(lazy="raise")
    ticket: Mapped[Ticket] = relationship(lazy="raise")
    whistle: Mapped[Whistle | None] = relationship(lazy="raise")
    clock: Mapped[Clock | None] = relationship(lazy="raise")
    confirmed_by: Mapped[Person | None] = relationship(lazy="raise")
    calls: Mapped[list["DutyCall"]] = relationship(lazy="raise", order_by="DutyCall.place")

    __table_args__ = (
        partial_index("ix_duty_ring_next", "next_at", where=DUE),
        partial_index("ix_duty_ring_open", "department_id", "id", where=UNCONFIRMED),
    )


class DutyCall(db.Model):
    """That somebody was rung, once: the how-manieth, when, and for whom where they stood in."""

    __tablename__ = "duty_call"

    ring_id: Mapped[int] = mapped_column(ForeignKey("duty_ring.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])

    __table_args__ = (UniqueConstraint("ring_id", "person_id"),)
