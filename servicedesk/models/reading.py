"""The read log: who read what of a matter that is kept from most."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from servicedesk.extensions import BigId, db
from servicedesk.models.person import Person


class Reading(db.Model):
    """One read of a confidential matter, of a clue of misconduct, or of this log; never changed or deleted.

    It says which matter by its number, and nothing of what stands in it.
    """

    __tablename__ = "reading"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    """None: the log itself was read."""
    what: Mapped[str] = mapped_column(String(10))
    """`matter history file paper export log`."""
    address: Mapped[str] = mapped_column(String(200))
    """The page's or the interface's address, without what was asked of it."""

    person: Mapped[Person] = relationship(lazy="raise")

    __table_args__ = (
        Index("ix_reading_person", "person_id", "id"),
        Index("ix_reading_ticket", "ticket_id", "id"),
        Index("ix_reading_at", "at", "id"),
    )


@event.listens_for(Reading, "before_update")
@event.listens_for(Reading, "before_delete")
def _kept(mapper: Mapper[Reading], connection: object, reading: Reading) -> None:
    raise TypeError("what stands in the read log stays as it is")
