"""What of some tickets decides whether a whistle may be blown for them."""

from collections.abc import Sequence

from sqlalchemy import func, select

from servicedesk.extensions import db
from servicedesk.models import Assignment, Category, Department, Ticket
from servicedesk.rules.access import MISCONDUCT_CATEGORY
from servicedesk.rules.whistles import Cause

DISPUTED_STATES = ("return_asked", "disputed")


def cause_of(tickets: Sequence[Ticket], departments: Sequence[Department]) -> Cause:
    """The cause of a whistle about these tickets that calls these departments; three statements at most."""
    ids = [ticket.id for ticket in tickets]
    states = _states(ids) if ids else []
    returned = [number for _, state, number in states if state == "returned"]
    return Cause(
        departments=[department.code for department in departments],
        complained_of=_complained_of(tickets),
        kept=any(ticket.about_leader or ticket.kind == "report" for ticket in tickets)
        or (bool(ids) and _is_misconduct(ids)),
        disputed=any(state in DISPUTED_STATES for _, state, _ in states),
        redos=max((ticket.cycle - 1 for ticket in tickets), default=0),
        returns=max(returned, default=0),
    )


def _states(ids: Sequence[int]) -> Sequence[tuple[int, str, int]]:
    """How many shares of each ticket stand in each state."""
    rows = db.session.execute(
        select(Assignment.ticket_id, Assignment.state, func.count())
        .where(Assignment.ticket_id.in_(ids))
        .group_by(Assignment.ticket_id, Assignment.state)
    )
    return [(ticket_id, state, number) for ticket_id, state, number in rows]


def _complained_of(tickets: Sequence[Ticket]) -> list[str]:
    ids = [ticket.about_department_id for ticket in tickets if ticket.about_department_id]
    return list(db.session.scalars(select(Department.code).where(Department.id.in_(ids)))) if ids else []


def _is_misconduct(ids: Sequence[int]) -> bool:
    found = select(Ticket.id).join(Category, Category.id == Ticket.category_id)
    return (
        db.session.scalar(found.where(Ticket.id.in_(ids), Category.code == MISCONDUCT_CATEGORY)) is not None
    )
