"""The document numbers that papers were given."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import BigId, db
from servicedesk.models.person import Person


class PaperNumber(db.Model):
    """The number of one paper (rules.paper_numbers): given once, and the same whenever it is printed."""

    __tablename__ = "paper_number"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    form: Mapped[str] = mapped_column(String(12))
    year: Mapped[int]
    """Of the zone's time."""
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(String(60))
    """As it is printed; another prefix later changes nothing here."""
    about: Mapped[str] = mapped_column(String(60))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    issued_by: Mapped[Person] = relationship(lazy="raise")

    __table_args__ = (UniqueConstraint("form", "year", "serial"), UniqueConstraint("about", "form"))
