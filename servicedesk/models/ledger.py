"""Which columns of a list somebody wants in a file, and in which order."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import db
from servicedesk.models.person import Person


class LedgerChoice(db.Model):
    """The columns of one list (rules.ledger) as one person last took them, or as a recipient gets them."""

    __tablename__ = "ledger_choice"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ledger: Mapped[str] = mapped_column(String(20))
    recipient: Mapped[str] = mapped_column(String(40), default="")
    """Whom it is for, such as 督查室周报; empty: what the person last took."""
    columns: Mapped[list[Any]]
    """Names of columns, in their order."""
    format: Mapped[str] = mapped_column(String(5))
    saved_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise")

    __table_args__ = (UniqueConstraint("person_id", "ledger", "recipient"),)
