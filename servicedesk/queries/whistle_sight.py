"""The question of sight for whistles, asked of the database; says the same as `rules.whistles.relations`."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from servicedesk.extensions import db
from servicedesk.models import Assignment, Call, Department, Ticket, Whistle, WhistleTicket
from servicedesk.rules.access import DESK_ROLES, HANDLING_ROLES, Actor
from servicedesk.rules.whistles import BLOWING_ROLES


def whistle_sight(actor: Actor) -> ColumnElement[bool]:
    """The condition on whistles that the actor may see."""
    views: list[ColumnElement[bool]] = []
    if actor.roles & DESK_ROLES:
        views.append(~_about(Ticket.about_desk))
    if "supervisor" in actor.roles:
        views.append(or_(_about(Ticket.about_desk), ~_about(Ticket.sensitive)))
    if "leader" in actor.roles:
        views.append(~or_(_about(Ticket.about_leader), _about(Ticket.misconduct)))
    if actor.roles & BLOWING_ROLES:
        views.append(Whistle.blown_by_id == actor.id)
    if actor.department and actor.roles & HANDLING_ROLES:
        views.append(and_(Whistle.state.in_(("blown", "closed")), Whistle.id.in_(_calling(actor.department))))
    if not views:
        return false()
    return and_(or_(*views), ~_about_own(actor.department)) if actor.department else or_(*views)


def visible_whistles(actor: Actor) -> Select[Whistle]:
    """The whistles that the actor may see."""
    return select(Whistle).where(whistle_sight(actor))


def called_tickets(department: str) -> Select[int]:
    """Ids of the tickets to which a department is called now, until the whistle is closed."""
    return (
        select(WhistleTicket.ticket_id)
        .join(Whistle, Whistle.id == WhistleTicket.whistle_id)
        .where(Whistle.state == "blown", Whistle.id.in_(_calling(department)))
    )


def calling_of(actor: Actor, ticket_id: int, shares: Sequence[Assignment]) -> frozenset[str]:
    """The actor's department where it is called to the ticket now.

    Asked only of those who would see nothing of the ticket otherwise: they have no share and no such role.
    """
    office, sees_anyhow = actor.department, DESK_ROLES | {"supervisor", "leader"}
    if office is None or not actor.roles & HANDLING_ROLES or actor.roles & sees_anyhow:
        return frozenset()
    if any(share.department.code == office for share in shares):
        return frozenset()
    called = called_tickets(office).where(WhistleTicket.ticket_id == ticket_id)
    return frozenset() if db.session.scalar(called) is None else frozenset({office})


def own_calls(department: str) -> ColumnElement[bool]:
    """The condition on calls that they are the department's."""
    return Call.department_id == _id_of(department)


def _calling(department: str) -> Select[int]:
    return select(Call.whistle_id).where(own_calls(department))


def _id_of(department: str) -> ColumnElement[int]:
    return select(Department.id).where(Department.code == department).scalar_subquery()


def _about_own(department: str) -> ColumnElement[bool]:
    """Whether one of a whistle's tickets complains of the department."""
    return exists().where(
        WhistleTicket.whistle_id == Whistle.id,
        Ticket.id == WhistleTicket.ticket_id,
        Ticket.about_department_id == _id_of(department),
    )


def _about(flag: InstrumentedAttribute[bool]) -> ColumnElement[bool]:
    """Whether one of a whistle's tickets is marked so."""
    return exists().where(
        WhistleTicket.whistle_id == Whistle.id, Ticket.id == WhistleTicket.ticket_id, flag.is_(True)
    )
