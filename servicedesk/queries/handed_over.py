"""What was handed over to the inspector's office: in full for its people, else as receipts."""

from datetime import datetime

from sqlalchemy import or_, select, tuple_
from sqlalchemy import text as literal
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Ticket
from servicedesk.queries.cursors import Page, cursor_of, place_of
from servicedesk.queries.redacted import shown
from servicedesk.queries.visible import receipt, sight
from servicedesk.rules.access import Actor

PAGE = 25
ORDER = "handed over"
# Written as the partial index is, so that the databases recognise it.
IS_HANDED_OVER = literal("ticket.state = 'handed_over'")


def handed_over(actor: Actor, cursor: str | None = None, limit: int = PAGE) -> Page[Ticket]:
    """A page of what the actor knows to be handed over, the newest first; one statement.

    Raises Invalid for a wrong cursor.
    """
    found = select(Ticket).where(IS_HANDED_OVER, or_(sight(actor), receipt(actor)))
    if cursor:
        place = tuple_(*place_of(cursor, ORDER, datetime, int))
        found = found.where(tuple_(Ticket.closed_at, Ticket.id) < place)
    rows = db.session.scalars(
        found.options(joinedload(Ticket.enterprise), joinedload(Ticket.category), joinedload(Ticket.officer))
        .order_by(Ticket.closed_at.desc(), Ticket.id.desc())
        .limit(limit + 1)
    ).all()
    last = rows[limit - 1] if len(rows) > limit else None
    following = cursor_of(ORDER, last.closed_at, last.id) if last and last.closed_at else None
    return Page([shown(one, actor) for one in rows[:limit]], following)
