"""The one question of sight, asked of the database: which tickets may this person know of?

It says the same as `rules.access.relations`; a test holds the two together.
"""

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from servicedesk.models import Assignment, Department, Instruction, Ticket
from servicedesk.queries.whistle_sight import called_tickets
from servicedesk.rules.access import DESK_ROLES, HANDLING_ROLES, Actor


def sight(actor: Actor, own: type[Assignment] | None = None) -> ColumnElement[bool]:
    """The condition on tickets that the actor may see.

    `own`: where the statement starts from the shares of the actor's own department, these are named here, so
    that none is looked for once more.
    """
    views: list[ColumnElement[bool]] = []
    if "enterprise" in actor.roles:
        views.append(Ticket.submitter_id == actor.id)
        if actor.verified and actor.enterprise_id is not None:
            views.append(Ticket.enterprise_id == actor.enterprise_id)
    if actor.roles & DESK_ROLES:
        views.append(Ticket.about_desk.is_(False))
    if "supervisor" in actor.roles:
        views.append(Ticket.about_desk.is_(True))
    if actor.roles & {"leader", "supervisor"}:
        views.append(Ticket.sensitive.is_(False))
    # Who sees every ordinary matter anyhow needs no look at the departments' shares.
    sees_ordinary = actor.roles & (DESK_ROLES | {"leader", "supervisor"})
    if actor.department and actor.roles & HANDLING_ROLES and not sees_ordinary:
        shown = own.state != "returned" if own else _shown_to(actor.department)
        views.append(and_(Ticket.sensitive.is_(False), shown))
    return or_(*views) if views else false()


def visible(actor: Actor) -> Select[Ticket]:
    """The tickets that the actor may see."""
    return select(Ticket).where(sight(actor))


def _shown_to(department: str) -> ColumnElement[bool]:
    """Whether a department has a share in a ticket, or a leader or a whistle calls it to it.

    Asked of each ticket that is looked at, not of all that the department ever had.
    """
    share, own = aliased(Assignment), select(Department.id).where(Department.code == department)
    has_share = exists().where(
        share.ticket_id == Ticket.id,
        share.department_id == own.scalar_subquery(),
        share.state != "returned",
    )
    is_instructed = exists().where(
        Instruction.ticket_id == Ticket.id, Instruction.department_id == own.scalar_subquery()
    )
    return or_(
        has_share.correlate(Ticket),
        is_instructed.correlate(Ticket),
        Ticket.id.in_(called_tickets(department)),
    )
