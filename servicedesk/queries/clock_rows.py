"""The clocks of one ticket, as they are stored."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Clock, Ticket


def clocks_of(ticket: Ticket) -> Sequence[Clock]:
    """A ticket's clocks with their cards, oldest first; one statement.

    The ticket must come from `visible`, or be new.
    """
    found = (
        select(Clock)
        .where(Clock.ticket_id == ticket.id)
        .options(joinedload(Clock.cards), joinedload(Clock.department))
    )
    return db.session.scalars(found.order_by(Clock.id)).unique().all()
