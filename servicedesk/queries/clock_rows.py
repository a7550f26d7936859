"""The clocks of one ticket, as they are stored."""

from collections.abc import Sequence

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Clock, Ticket


def clocks_of(ticket: Ticket) -> Sequence[Clock]:
    """A ticket's clocks, oldest first; one statement. The ticket must come from `visible`, or be new."""
    return db.session.scalars(select(Clock).where(Clock.ticket_id == ticket.id).order_by(Clock.id)).all()
