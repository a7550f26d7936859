"""Mails: what is sent to an address, and how often it was tried."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import BigId, db, partial_index
from servicedesk.models.person import Person
from servicedesk.models.report import Report
from servicedesk.models.ticket import Ticket


class Mail(db.Model):
    """One mail that asks for a judgement, or tells of a report; its words are made when it is sent."""

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    cycle: Mapped[int | None]
    """The matter whose result is to be judged, and the cycle of that."""
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    """The report of which it tells."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Whose account it goes to; None: the contact that was named with the matter."""
    address: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    """When it is tried (again); None: it was sent, or given up."""
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(300))
    """What went wrong last."""

    ticket: Mapped[Ticket | None] = relationship(lazy="raise")
    report: Mapped[Report | None] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise")

    __table_args__ = (partial_index("ix_mail_waiting", "next_at", where="next_at IS NOT NULL"),)
