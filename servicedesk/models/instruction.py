"""Instructions: what a leader wants done about a ticket, one row for each department that is instructed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import BigId, db, partial_index
from servicedesk.models.department import Department
from servicedesk.models.person import Person
from servicedesk.models.ticket import Ticket


class Instruction(db.Model):
    """A leader's word to one department: `open` until it reports back, `cancelled` when the matter goes."""

    __tablename__ = "instruction"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    state: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    """The day at whose close of business the department has reported."""
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """The leader."""
    at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who wrote it down from paper."""
    recorded_at: Mapped[datetime | None]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    """The scan of that paper."""
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reported_at: Mapped[datetime | None]
    report: Mapped[str | None] = mapped_column(Text)

    ticket: Mapped[Ticket] = relationship(lazy="raise")
    department: Mapped[Department] = relationship(lazy="raise")
    by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[by_id])
    recorded_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[recorded_by_id])
    reported_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[reported_by_id])

    __table_args__ = (
        # The ledger: what is open by its date, what was reported the newest first.
        partial_index("ix_instruction_open", "due_on", "id", where="state = 'open'"),
        partial_index("ix_instruction_reported", "reported_at", "id", where="state = 'reported'"),
        # What a department sees by it, and what it has to report.
        Index("ix_instruction_department", "department_id", "state", "due_on", "id"),
    )  # fmt: skip
