"""How far a policy reaches: its versions, and the matters that would have gone by it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from servicedesk.extensions import db
from servicedesk.models import Category, PolicyVersion, Ticket
from servicedesk.rules.policy import Case


def newest_version(code: str) -> int:
    """The number of a policy's newest version, in force or to come; 0 when there is none."""
    return db.session.scalar(select(func.max(PolicyVersion.version)).where(PolicyVersion.code == code)) or 0


def cases_since(since: datetime) -> Mapping[Case, int]:
    """How many matters came in from that moment on, by what the choice of their policy depends on.

    One statement over the newest matters, each by what it is now.
    """
    redone = (Ticket.cycle > 1).label("redone")
    columns = (Ticket.kind, Ticket.urgent, Ticket.complex, redone, Category.code)
    rows = db.session.execute(
        select(*columns, func.count().label("number"))
        .join(Category, Category.id == Ticket.category_id)
        .where(Ticket.submitted_at >= since)
        .group_by(*columns)
    )
    return {
        Case(row.kind, row.urgent, row.complex, redo=bool(row.redone), category=row.code): row.number
        for row in rows
    }
