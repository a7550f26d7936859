"""Categories, and who the routing table says should lead them."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Category, Department, Routing, Ticket
from servicedesk.rules.routing import Proposal, RoutingRow, propose
from servicedesk.rules.text import Named


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


def proposal_for(ticket: Ticket) -> Proposal | None:
    """Who should lead the ticket, by the routing table; needs its category and enterprise. One statement."""
    category = ticket.category
    rows = db.session.scalars(
        select(Routing)
        .join(Category, Category.id == Routing.category_id)
        .where(Category.code.in_([category.code, category.code[:2]]), Routing.active)
        .options(joinedload(Routing.category), joinedload(Routing.lead))
    ).all()
    return propose(
        (RoutingRow(r.id, r.category.code, r.lead.code, tuple(r.assist_codes), r.kind, r.park) for r in rows),
        category.code,
        ticket.kind,
        ticket.enterprise.park,
        Named(category.name_zh, category.name_en),
    )
