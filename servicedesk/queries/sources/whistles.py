"""Whistles that were blown, each under its first matter; its kinds are the sorts.

What the reader may not see of the matters is not counted, so that no grouping tells of it.
"""

from sqlalchemy import func, null, select

from servicedesk.models import Ticket, Whistle
from servicedesk.queries.counted import Question, Source, matters


def whistles(asked: Question) -> Source:
    """The whistles that were blown."""
    # As an expression, so that no database begins with all the matters that a department ever led.
    lead = func.coalesce(asked.then.lead_id, null())
    rows = select().select_from(Whistle).join(Ticket, Ticket.id == Whistle.ticket_id)
    return Source(
        name="whistles:",
        rows=matters(rows, asked, Whistle.blown_at, lead),
        id=Whistle.id,
        ticket_id=Whistle.ticket_id,
        at=Whistle.blown_at,
        department_id=lead,
        conditions={"base": Whistle.blown_at.is_not(None)},
        sort=Whistle.kind,
    )
