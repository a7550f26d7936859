"""Lists of tickets in keyset pages on indexes, so that a page costs the same in any large list."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true, tuple_
from sqlalchemy import text as literal
from sqlalchemy.orm import aliased, joinedload

from servicedesk.extensions import db
from servicedesk.models import NO_LIMIT, Category, Department, Enterprise, Ticket
from servicedesk.queries.cursors import DEFAULT_LIMIT, Page, page_of, place_of
from servicedesk.queries.redacted import shown
from servicedesk.queries.visible import receipt, redacted, sight, visible
from servicedesk.rules.access import Actor
from servicedesk.rules.refusals import invalid
from servicedesk.rules.text import text
from servicedesk.rules.ticket_filters import Filters, asks_only, is_number
from servicedesk.rules.workflow import OPEN_STATES

IS_OPEN = literal("ticket.state NOT IN ('closed', 'refused', 'withdrawn', 'handed_over')")
# Of these states the enterprise is told the limit; the others are the zone's own business.
TOLD_STATES = ("submitted", "in_progress", "tracking", "in_callback")


def ticket_list(
    actor: Actor,
    filters: Filters,
    now: datetime,
    *,
    limit: int = DEFAULT_LIMIT,
    cursor: str | None = None,
    also: ColumnElement[bool] | None = None,
) -> Page[Ticket]:
    """A page of the tickets that the actor may see, each with enterprise, category and lead.

    Of what they read only in part, copies that hold no more (`queries.redacted`).

    One statement, and one more for each of category and department that it is narrowed to. `also` narrows
    it further (to the tickets behind a figure). Raises Invalid for an unknown category, department or cursor.
    """
    parts = (actor, filters, now)
    if also is None:
        found = _narrowed(select(Ticket).where(_known(actor, filters)), *parts)
    else:
        found = _narrowed(visible(actor), *parts).where(also)
    found = _from(found, filters.order, cursor).limit(limit + 1).options(
        joinedload(Ticket.enterprise), joinedload(Ticket.category), joinedload(Ticket.lead)
    )  # fmt: skip
    column = _column(filters.order).key
    rows = db.session.scalars(found).all()
    page = page_of(rows, limit, filters.order, lambda ticket: [getattr(ticket, column), ticket.id])
    return page.shown_as([shown(one, actor) for one in page.items])


def _known(actor: Actor, filters: Filters) -> ColumnElement[bool]:
    """What the actor may know of, as far as the filters do not ask for what they may not read."""
    views, words = [sight(actor)], filters.words or ""
    by_number = is_number(words)
    named = Ticket.number.startswith(words.upper(), autoescape=True) if by_number else true()
    besides = replace(filters, words=None) if by_number else filters
    if asks_only(besides, "redacted"):
        views.append(and_(redacted(actor), named))
    if asks_only(besides, "receipt"):
        views.append(and_(receipt(actor), named))
    return or_(*views)


def shown_limit(ticket: Ticket, outside: bool) -> datetime | None:
    """The limit that counts now; None when none runs, or when it is not for the enterprise (`outside`)."""
    if ticket.next_due_at == NO_LIMIT or (outside and ticket.state not in TOLD_STATES):
        return None
    return ticket.next_due_at


def _narrowed(found: Select[Ticket], actor: Actor, filters: Filters, now: datetime) -> Select[Ticket]:
    conditions: list[ColumnElement[bool]] = []
    for column, values in (
        (Ticket.state, filters.states), (Ticket.kind, filters.kinds), (Ticket.channel, filters.channels)
    ):  # fmt: skip
        if values:
            conditions.append(column.in_(values))
    if filters.categories:
        conditions.append(Ticket.category_id.in_(_categories(filters.categories)))
    if filters.departments:
        conditions.append(Ticket.lead_id.in_(_departments(filters.departments)))
    if filters.enterprise is not None:
        conditions.append(Ticket.enterprise_id.in_(_enterprise(filters.enterprise)))
    if filters.urgent is not None:
        conditions.append(Ticket.urgent.is_(filters.urgent))
    if filters.overdue is not None:
        conditions.append(_overdue(actor, filters.overdue, now))
    if filters.words is not None:
        conditions.append(_mentions(filters.words))
    if filters.since is not None:
        conditions.append(Ticket.submitted_at >= filters.since)
    if filters.until is not None:
        conditions.append(Ticket.submitted_at < filters.until)
    found = found.where(*conditions)
    asks_open = filters.overdue or (len(filters.states) > 1 and OPEN_STATES.issuperset(filters.states))
    return found.where(IS_OPEN) if asks_open else found


def _categories(given: Sequence[str]) -> Sequence[int]:
    """Ids of categories named by code or Chinese name; one of the first level stands for all of its own."""
    above = aliased(Category)
    names = (Category.code, Category.name_zh, above.code, above.name_zh)
    rows = db.session.execute(
        select(Category.id, *names)
        .outerjoin(above, above.id == Category.parent_id)
        .where(or_(*(name.in_(given) for name in names)))
    ).all()
    known = {name for _, *names in rows for name in names}
    if not known.issuperset(given):
        raise invalid("category", text("There is no such category."))
    return [row[0] for row in rows]


def _departments(given: Sequence[str]) -> Sequence[int]:
    rows = db.session.execute(select(Department.id, Department.code).where(Department.code.in_(given))).all()
    if len(rows) < len(set(given)):
        raise invalid("department", text("There is no such department."))
    return [row.id for row in rows]


def _enterprise(credit_code: str) -> Select[int]:
    return select(Enterprise.id).where(Enterprise.credit_code == credit_code.upper())


def _overdue(actor: Actor, overdue: bool, now: datetime) -> ColumnElement[bool]:
    late = Ticket.next_due_at < now
    if actor.roles <= {"enterprise"}:
        late = and_(late, Ticket.state.in_(TOLD_STATES))
    return late if overdue else ~late


def _mentions(given: str) -> ColumnElement[bool]:
    """Begins like the number or the outside reference, or stands in title or enterprise's name."""
    named = select(Enterprise.id).where(Enterprise.name.contains(given, autoescape=True))
    return or_(
        Ticket.number.startswith(given.upper(), autoescape=True),
        Ticket.external_ref.startswith(given, autoescape=True),
        Ticket.title.contains(given, autoescape=True),
        Ticket.enterprise_id.in_(named),
    )


# Keyset -----------------------------------------------------------------------------------------


def _from(found: Select[Ticket], order: str, cursor: str | None) -> Select[Ticket]:
    column: Any = _column(order)
    if cursor is not None:
        place: Any = tuple_(*place_of(cursor, order, datetime, int), types=[column.type, Ticket.id.type])
        here = tuple_(column, Ticket.id)
        found = found.where(here < place if order == "newest" else here > place)
    if order == "newest":
        return found.order_by(column.desc(), Ticket.id.desc())
    return found.order_by(column, Ticket.id)


def _column(order: str) -> Any:
    return Ticket.submitted_at if order == "newest" else Ticket.next_due_at
