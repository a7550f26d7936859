"""What the administrator oversees: accounts, departments, routing, and the journal.

Never the content of matters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from servicedesk.extensions import db
from servicedesk.models import Assignment, Category, Department, Event, Person, Routing
from servicedesk.queries.cursors import Page, page_of, place_of

ADMINISTRATION = "administration"
PAGE = 50
LOOK_BACK = timedelta(days=90)
"""How far back the last sign-in is looked for."""


def departments_with_people() -> Sequence[tuple[Department, int]]:
    """All departments, closed ones too, with how many open accounts each has; one statement."""
    number = func.count(Person.id)
    rows = db.session.execute(
        select(Department, number)
        .outerjoin(Person, and_(Person.department_id == Department.id, Person.active))
        .group_by(Department.id)
        .order_by(Department.active.desc(), Department.id)
    )
    return [(department, count) for department, count in rows]


def people_page(cursor: str | None) -> Page[Person]:
    """Accounts, the newest first, with roles and office; two statements.

    Raises Invalid for a wrong cursor.
    """
    found = (
        select(Person)
        .options(selectinload(Person.role_rows), joinedload(Person.department), joinedload(Person.enterprise))
        .order_by(Person.id.desc())
        .limit(PAGE + 1)
    )
    if cursor:
        (last,) = place_of(cursor, "people", int)
        found = found.where(Person.id < last)
    return page_of(db.session.scalars(found).all(), PAGE, "people", lambda one: [one.id])


def last_sign_ins(people: Sequence[Person], now: datetime) -> Mapping[int, datetime]:
    """When each of them signed in last, by id, as far as that lies within LOOK_BACK; one statement."""
    rows = db.session.execute(
        select(Event.actor_id, func.max(Event.at).label("at"))
        .where(
            Event.chain == ADMINISTRATION,
            Event.action == "signed_in",
            Event.actor_id.in_([person.id for person in people]),
            Event.at > now - LOOK_BACK,
        )
        .group_by(Event.actor_id)
    )
    return {row.actor_id: row.at for row in rows}


def categories_with_routing() -> Sequence[tuple[Category, Sequence[Routing]]]:
    """Every category in the order of the codes with the open lines of the routing table; two statements."""
    categories = db.session.scalars(select(Category).order_by(Category.code)).all()
    routing: dict[int, list[Routing]] = {}
    for line in db.session.scalars(select(Routing).where(Routing.active).order_by(Routing.id)):
        routing.setdefault(line.category_id, []).append(line)
    return [(category, routing.get(category.id, ())) for category in categories]


@dataclass(frozen=True, slots=True)
class RoutingUse:
    """A line of the routing table: how often it was followed, how often with right in vain."""

    line: Routing
    dispatched: int
    returned: int

    @property
    def rate(self) -> float | None:
        """The share that came back; None where nothing was sent."""
        return self.returned / self.dispatched if self.dispatched else None


def routing_use() -> Sequence[RoutingUse]:
    """The open lines of the routing table, the most returned first; one statement over an index."""
    number = func.count(Assignment.id)
    returned = func.sum(case((Assignment.state == "returned", 1), else_=0))
    counted = (
        select(Assignment.routing_id, number.label("dispatched"), returned.label("returned"))
        .where(Assignment.routing_id.is_not(None))
        .group_by(Assignment.routing_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Routing, counted.c.dispatched, counted.c.returned)
        .outerjoin(counted, counted.c.routing_id == Routing.id)
        .where(Routing.active)
        .order_by(
            func.coalesce(counted.c.returned, 0).desc(),
            func.coalesce(counted.c.dispatched, 0).desc(),
            Routing.id,
        )
    )
    return [RoutingUse(line, int(sent or 0), int(back or 0)) for line, sent, back in rows]


def administration_log(cursor: str | None) -> Page[Event]:
    """What was done to accounts, members and reference data, newest first, with who did it; one statement.

    Raises Invalid for a wrong cursor.
    """
    found = (
        select(Event)
        .where(Event.chain == ADMINISTRATION)
        .options(joinedload(Event.actor))
        .order_by(Event.seq.desc())
        .limit(PAGE + 1)
    )
    if cursor:
        (last,) = place_of(cursor, "administration", int)
        found = found.where(Event.seq < last)
    return page_of(db.session.scalars(found).all(), PAGE, "administration", lambda event: [event.seq])
