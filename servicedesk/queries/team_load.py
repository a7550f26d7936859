"""How much each of a department's people has in hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select

from servicedesk.extensions import db
from servicedesk.models import Assignment, Department, Person, Ticket
from servicedesk.queries.shares import QUEUES
from servicedesk.queries.summing import number
from servicedesk.queries.visible import share_sight
from servicedesk.rules.access import Actor


@dataclass(frozen=True, slots=True)
class Load:
    """One person (None: nobody is in charge yet) with open shares, and how many of them are overdue."""

    name: str | None
    open: int
    overdue: int


def team_load(actor: Actor, now: datetime) -> Sequence[Load]:
    """Of the actor's department, as far as they may know of its matters, the most first; one statement."""
    own = select(Department.id).where(Department.code == (actor.department or "")).scalar_subquery()
    late = and_(Assignment.state.in_(QUEUES["overdue"]), Assignment.next_due_at < now)
    shares = func.count().label("shares")
    rows = db.session.execute(
        select(Person.name, shares, number(late).label("late"))
        .select_from(Assignment)
        .join(Ticket, Ticket.id == Assignment.ticket_id)
        .outerjoin(Person, Person.id == Assignment.handler_id)
        .where(
            Assignment.department_id == own,
            Assignment.state.in_(QUEUES["mine"]),
            share_sight(actor, Assignment),
        )
        .group_by(Assignment.handler_id, Person.name)
        .order_by(shares.desc(), Person.name)
    )
    return [Load(row.name, row.shares, row.late) for row in rows]
