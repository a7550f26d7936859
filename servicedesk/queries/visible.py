"""The one question of sight, asked of the database: which tickets may this person know of?

It says the same as `rules.access.relations`; a test holds the two together.
"""

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from servicedesk.models import Assignment, Department, Ticket
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
        theirs = or_(
            Ticket.id.in_(_shared_with(actor.department)), Ticket.id.in_(called_tickets(actor.department))
        )
        views.append(and_(Ticket.sensitive.is_(False), theirs))
    return or_(*views) if views else false()


def visible(actor: Actor) -> Select[Ticket]:
    """The tickets that the actor may see."""
    return select(Ticket).where(sight(actor))


def _shared_with(department: str) -> Select[int]:
    own = select(Department.id).where(Department.code == department).scalar_subquery()
    return select(Assignment.ticket_id).where(Assignment.department_id == own, Assignment.state != "returned")
