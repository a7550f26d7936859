"""Attachments: files that belong to a ticket, to a draft of one, or to a person's proof of authority."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import BigId, db
from servicedesk.models.person import Person


class Attachment(db.Model):
    """A stored file. `storage_key` is where the storage keeps it, never a path that a person gave."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), index=True)
    proof_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """The person whose authority (licence, stamped letter) it proves."""
    name: Mapped[str] = mapped_column(String(150))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(100))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    internal: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Only for the staff, such as the scan of a decision."""

    uploaded_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[uploaded_by_id])
