"""Results: what departments submitted and what reached the enterprise."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Result, Ticket


def results_of(ticket: Ticket) -> Sequence[Result]:
    """All results of a ticket, oldest first, with who gave them; one statement."""
    return db.session.scalars(
        select(Result)
        .where(Result.ticket_id == ticket.id)
        .options(joinedload(Result.by), joinedload(Result.department))
        .order_by(Result.id)
    ).all()


def last_result(ticket: Ticket) -> Result | None:
    """The newest result of a ticket, whether it has reached the enterprise or not."""
    return db.session.scalar(
        select(Result).where(Result.ticket_id == ticket.id).order_by(Result.id.desc()).limit(1)
    )
