"""What of some tickets decides whether a whistle may be blown for them."""

from collections.abc import Sequence

from sqlalchemy import func, select

from servicedesk.extensions import db
from servicedesk.models import Assignment, Department, Ticket
from servicedesk.rules.whistles import Cause

DISPUTED_STATES = ("return_asked", "disputed")


def cause_of(tickets: Sequence[Ticket], departments: Sequence[Department]) -> Cause:
    """The cause of a whistle about these tickets that calls these departments; three statements at most."""
    ids = [ticket.id for ticket in tickets]
    states = _states(ids) if ids else []
    returned = [number for _, state, number in states if state == "returned"]
    return Cause(
        departments=[department.code for department in departments],
        complained_of=complained_of(tickets),
        kept=any(ticket.about_leader or ticket.misconduct for ticket in tickets),
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


def complained_of(tickets: Sequence[Ticket]) -> list[str]:
    """Codes of the departments that the tickets complain of; one statement, or none."""
    ids = [ticket.about_department_id for ticket in tickets if ticket.about_department_id]
    return list(db.session.scalars(select(Department.code).where(Department.id.in_(ids)))) if ids else []
