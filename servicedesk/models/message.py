"""Messages inside the desk: who is told what, and when."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import BigId, db, partial_index
from servicedesk.models.ticket import Ticket


class Message(db.Model):
    """Something that one person should know; its words are made when it is read, in the reader's language.

    It waits until `deliver_at` (working hours, unless urgent), then the deliveries job hands it over.
    """

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    params: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    deliver_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]

    ticket: Mapped[Ticket | None] = relationship(lazy="raise")

    __table_args__ = (
        Index("ix_message_inbox", "person_id", "id"),
        partial_index("ix_message_unread", "person_id", where="read_at IS NULL AND delivered_at IS NOT NULL"),
        partial_index("ix_message_waiting", "deliver_at", where="delivered_at IS NULL"),
    )
