"""The one question of sight, asked of the database: which tickets may this person know of, and read?

It says the same as `rules.access.relations` and `reach`; a test holds them together.
"""

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from servicedesk.models import Assignment, Department, Instruction, Ticket
from servicedesk.queries.whistle_sight import called_tickets
from servicedesk.rules.access import DESK_ROLES, HANDLING_ROLES, Actor

HANDED_OVER = "handed_over"
# Another name than that of the shares from which a statement may start.
_SHARE = aliased(Assignment)


def sight(actor: Actor, own: type[Assignment] | None = None) -> ColumnElement[bool]:
    """The condition on tickets that the actor may read in full.

    `own`: where the statement starts from the shares of the actor's own department, these are named here, so
    that none is looked for once more.
    """
    return or_(*_as_enterprise(actor), _as_staff(actor, own), false())


def visible(actor: Actor) -> Select[Ticket]:
    """The tickets that the actor may read in full."""
    return select(Ticket).where(sight(actor))


def redacted(actor: Actor, own: type[Assignment] | None = None) -> ColumnElement[bool]:
    """The condition on confidential tickets of which the actor reads the desk's text alone (rule 12)."""
    views: list[ColumnElement[bool]] = []
    if actor.roles & {"leader", "supervisor"}:
        views.append(Ticket.dispatched_at.is_not(None))
    if actor.department and actor.roles & HANDLING_ROLES:
        views.append(own.state != "returned" if own else _has_share(actor.department))
    if not views:
        return false()
    return and_(
        Ticket.confidential.is_(True),
        Ticket.misconduct.is_(False),
        ~_desk_steps(actor),
        or_(*views),
        *_not_about(actor),
    )


def receipt(actor: Actor) -> ColumnElement[bool]:
    """The condition on tickets of which the actor keeps the receipt of their hand-over (rule 14)."""
    if "inspector" in actor.roles:
        return false()
    return and_(Ticket.state == HANDED_OVER, _desk_steps(actor), *_not_about(actor))


def known(actor: Actor, own: type[Assignment] | None = None) -> ColumnElement[bool]:
    """The condition on tickets of which the actor may know at all, however little they read of them."""
    return or_(sight(actor, own), redacted(actor, own), receipt(actor))


def share_sight(actor: Actor, own: type[Assignment]) -> ColumnElement[bool]:
    """The condition on tickets that the actor may know of, where a statement starts from their own shares."""
    if actor.roles & (DESK_ROLES | {"leader", "supervisor"}) or not actor.roles & HANDLING_ROLES:
        return known(actor, own)
    # A department knows of what it has a share in, confidential or not.
    return and_(Ticket.misconduct.is_(False), own.state != "returned", *_not_about(actor))


def _as_enterprise(actor: Actor) -> list[ColumnElement[bool]]:
    if "enterprise" not in actor.roles:
        return []
    found: list[ColumnElement[bool]] = [Ticket.submitter_id == actor.id]
    if actor.verified and actor.enterprise_id is not None:
        found.append(Ticket.enterprise_id == actor.enterprise_id)
    return found


def _as_staff(actor: Actor, own: type[Assignment] | None) -> ColumnElement[bool]:
    views: list[ColumnElement[bool]] = []
    if actor.roles & (DESK_ROLES | {"supervisor"}):
        views.append(and_(_desk_steps(actor), Ticket.state != HANDED_OVER))
    if "inspector" in actor.roles:
        views.append(Ticket.state == HANDED_OVER)
    if actor.roles & {"leader", "supervisor"}:
        views.append(_OPENLY)
    # Who sees every ordinary matter anyhow needs no look at the departments' shares.
    sees_ordinary = actor.roles & (DESK_ROLES | {"leader", "supervisor"})
    if actor.department and actor.roles & HANDLING_ROLES and not sees_ordinary:
        if own:
            views.append(and_(_OPENLY, own.state != "returned"))
        else:
            views.append(and_(_OPENLY, _has_share(actor.department)))
            views.append(and_(Ticket.sensitive.is_(False), _is_called(actor.department)))
    elif actor.department and actor.roles & HANDLING_ROLES and not actor.roles & {"leader", "supervisor"}:
        # An officer of the desk who handles a complaint about it sees that for its share.
        views.append(and_(Ticket.about_desk.is_(True), _OPENLY, _has_share(actor.department)))
    return and_(or_(*views), *_not_about(actor)) if views else false()


_OPENLY = and_(Ticket.confidential.is_(False), Ticket.misconduct.is_(False))
"""Neither confidential nor a clue of misconduct: read in full by everybody who may know of it."""


def _desk_steps(actor: Actor) -> ColumnElement[bool]:
    views: list[ColumnElement[bool]] = []
    if actor.roles & DESK_ROLES:
        views.append(Ticket.about_desk.is_(False))
    if "supervisor" in actor.roles:
        views.append(Ticket.about_desk.is_(True))
    return or_(*views) if views else false()


def _not_about(actor: Actor) -> list[ColumnElement[bool]]:
    """Whoever is complained of sees nothing (rule 13)."""
    found: list[ColumnElement[bool]] = [Ticket.sensitive.is_(False)] if actor.openly else []
    if actor.department:
        found.append(Ticket.about_department_id.is_distinct_from(_id_of(actor.department)))
    if "leader" in actor.roles:
        found.append(Ticket.about_leader.is_(False))
    return found


def _id_of(department: str) -> ScalarSelect[int]:
    return select(Department.id).where(Department.code == department).scalar_subquery()


def _has_share(department: str) -> ColumnElement[bool]:
    """Whether a department has a share in a ticket.

    Asked of each ticket that is looked at, not of all that the department ever had.
    """
    has_share = exists().where(
        _SHARE.ticket_id == Ticket.id,
        _SHARE.department_id == _id_of(department),
        _SHARE.state != "returned",
    )
    return has_share.correlate(Ticket)


def _is_called(department: str) -> ColumnElement[bool]:
    """Whether a leader or a whistle calls a department to a ticket."""
    is_instructed = exists().where(
        Instruction.ticket_id == Ticket.id, Instruction.department_id == _id_of(department)
    )
    return or_(is_instructed.correlate(Ticket), Ticket.id.in_(called_tickets(department)))
