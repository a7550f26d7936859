"""What matters were before: for figures as of a moment that has passed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from servicedesk.extensions import BigId, db


class TicketPast(db.Model):
    """What a ticket was grouped and counted under, `since` a moment and `until` another (not included).

    Written when that changes otherwise than by the first dispatch and the first closing, of which the ticket
    itself keeps the moments. A cache of events.
    """

    __tablename__ = "ticket_past"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    since: Mapped[datetime]
    until: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    joined_to_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    closed_at: Mapped[datetime | None]
    """When it was closed, if it was."""

    __table_args__ = (Index("ix_ticket_past_ticket", "ticket_id", "until"),)
