"""Shifts handed over (交接班): what was open, what the outgoing wrote, and who took over."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import db
from servicedesk.models.person import Person


class ShiftHandover(db.Model):
    """One shift's record. `facts` names what was open then, by numbers (rules.handover.Facts)."""

    __tablename__ = "shift_handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]

    written_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[written_by_id])
    confirmed_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[confirmed_by_id])

    __table_args__ = (Index("ix_shift_handover_department", "department_id", "id"),)
