"""The one question of sight, asked of the database: which tickets may this person know of?

It says the same as `rules.access.relations`; a test holds the two together.
"""

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, false, or_, select, union_all

from servicedesk.models import Assignment, Department, Instruction, Ticket
from servicedesk.queries.whistle_sight import called_tickets
from servicedesk.rules.access import DESK_ROLES, HANDLING_ROLES, Actor


def sight(actor: Actor) -> ColumnElement[bool]:
    """The condition on tickets that the actor may see."""
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
        views.append(and_(Ticket.sensitive.is_(False), Ticket.id.in_(_shown_to(actor.department))))
    return or_(*views) if views else false()


def visible(actor: Actor) -> Select[Ticket]:
    """The tickets that the actor may see."""
    return select(Ticket).where(sight(actor))


def _shown_to(department: str) -> CompoundSelect[int]:
    """Ids of the tickets in which a department has a share, or to which a leader or a whistle calls it."""
    own = select(Department.id).where(Department.code == department).scalar_subquery()
    return union_all(
        select(Assignment.ticket_id).where(Assignment.department_id == own, Assignment.state != "returned"),
        select(Instruction.ticket_id).where(Instruction.department_id == own),
        called_tickets(department),
    )
