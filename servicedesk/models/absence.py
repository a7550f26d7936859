"""Absences: who is away from when until when."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import db, partial_index
from servicedesk.models.person import Person


class Absence(db.Model):
    """Somebody is away; until `ends_at` others stand in. Called off, never deleted."""

    __tablename__ = "absence"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(100))
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who said that the person is back, or is not away after all."""
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])
    entered_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[entered_by_id])

    __table_args__ = (
        Index("ix_absence_person", "person_id", "ends_at"),
        # Who is away now or will be.
        partial_index("ix_absence_current", "ends_at", where="ended_at IS NULL"),
    )
