"""Categories, and who the routing table says should lead them."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from servicedesk.extensions import db
from servicedesk.models import Assignment, Category, Department, Routing, Ticket
from servicedesk.rules.access import only_lead
from servicedesk.rules.routing import Proposal, RoutingRow, propose, propose_for_complaint, reason
from servicedesk.rules.text import Named, Text


def category_for(given: str) -> Category | None:
    """An open category of the second level, by its code or its Chinese name."""
    return db.session.scalar(
        select(Category)
        .where(
            or_(Category.code == given, Category.name_zh == given),
            Category.parent_id.is_not(None),
            Category.active,
        )
        .order_by(Category.code)
        .limit(1)
    )


def all_categories() -> Sequence[Category]:
    """All open categories of both levels, in order of code; one statement."""
    return db.session.scalars(select(Category).where(Category.active).order_by(Category.code)).all()


def all_departments() -> Sequence[Department]:
    """All open departments, in their stored order; one statement."""
    return db.session.scalars(select(Department).where(Department.active).order_by(Department.id)).all()


def category_ids() -> Mapping[str, int]:
    """The ids of all categories, closed ones too, by their codes; one statement."""
    return {row.code: row.id for row in db.session.execute(select(Category.code, Category.id))}


def department_ids() -> Mapping[str, int]:
    """The ids of all departments, closed ones too, by their codes; one statement."""
    return {row.code: row.id for row in db.session.execute(select(Department.code, Department.id))}


def proposal_for(ticket: Ticket, returned: Collection[str] = ()) -> Proposal | None:
    """Who should lead the ticket, by the routing table; needs its category and enterprise. One statement.

    `returned`: codes of departments that have returned it.
    """
    category = ticket.category
    complained_of = ticket.about_department if ticket.about_department_id else None
    if only := only_lead(complained_of.code if complained_of else None, about_leader=ticket.about_leader):
        return propose_for_complaint(only)
    rows = db.session.scalars(
        select(Routing)
        .join(Category, Category.id == Routing.category_id)
        .where(Category.code.in_([category.code, category.code[:2]]), Routing.active)
        .options(joinedload(Routing.category), joinedload(Routing.lead))
    ).all()
    named = Named(category.name_zh, category.name_en)
    known = (_row(row) for row in rows)
    return propose(known, category.code, ticket.kind, ticket.enterprise.park, named, returned)


def routing_of_assignments() -> Sequence[ORMOption]:
    """Loads with assignments the routing table's rows that they followed, as far as `why_theirs` reads."""
    row = joinedload(Assignment.routing)
    category = row.joinedload(Routing.category)
    return (
        row.load_only(Routing.kind, Routing.park),
        row.lazyload(Routing.lead),
        category.load_only(Category.name_zh, Category.name_en),
        category.lazyload(Category.parent),
    )


def why_theirs(share: Assignment) -> Text | None:
    """The sentence of the routing table's row by which a department was given a matter, if any."""
    row = share.routing
    if row is None:
        return None
    named = Named(row.category.name_zh, row.category.name_en)
    return reason(row.id, row.kind, row.park, named)


def _row(row: Routing) -> RoutingRow:
    category, assists = row.category, tuple(row.assist_codes)
    called = Named(category.name_zh, category.name_en)
    return RoutingRow(row.id, category.code, row.lead.code, assists, row.kind, row.park, called)
