"""The read log, for the supervisor and the inspector: who read what, and nothing of what they read."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from servicedesk.extensions import db
from servicedesk.models import Department, Person, Reading, Ticket
from servicedesk.queries.cursors import Page, page_of, place_of
from servicedesk.rules.access import Actor
from servicedesk.rules.batches import in_batches
from servicedesk.rules.reading_filters import LOG_READERS, ReadingFilters
from servicedesk.rules.refusals import NotFound

PAGE = 50
ORDER = "readings"


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One read, and the number of the matter; None where the log itself was read."""

    reading: Reading
    number: str | None


def reading_list(
    actor: Actor, filters: ReadingFilters, *, limit: int = PAGE, cursor: str | None = None
) -> Page[ReadingRow]:
    """A page of the log, newest first; one statement.

    Reads of a complaint about the actor's own office are left out: its people do not learn that there is
    one. Raises NotFound for whoever does not read the log, Invalid for a wrong cursor.
    """
    if not actor.roles & LOG_READERS:
        raise NotFound
    found = (
        select(Reading, Ticket.number)
        .outerjoin(Ticket, Ticket.id == Reading.ticket_id)
        .join(Reading.person)
        .options(contains_eager(Reading.person).joinedload(Person.department))
    )
    if actor.department:
        own = select(Department.id).where(Department.code == actor.department).scalar_subquery()
        found = found.where(Ticket.about_department_id.is_distinct_from(own))
    if filters.person:
        named = Person.name.contains(filters.person, autoescape=True)
        found = found.where(or_(Person.username == filters.person.lower(), named))
    if filters.ticket:
        found = found.where(Ticket.number.startswith(filters.ticket.upper(), autoescape=True))
    if filters.since:
        found = found.where(Reading.at >= filters.since)
    if filters.until:
        found = found.where(Reading.at < filters.until)
    if cursor:
        found = found.where(Reading.id < place_of(cursor, ORDER, int)[0])
    rows = db.session.execute(found.order_by(Reading.id.desc()).limit(limit + 1)).all()
    return page_of([ReadingRow(*row) for row in rows], limit, ORDER, lambda row: [row.reading.id])


def watched_among(numbers: Collection[str]) -> set[int]:
    """Ids of those of these matters whose reads are noted; one statement for each thousand."""
    found: set[int] = set()
    for wanted in in_batches(sorted(numbers), 1000):
        watched = select(Ticket.id).where(
            Ticket.number.in_(wanted),
            or_(Ticket.confidential.is_(True), Ticket.misconduct.is_(True)),
        )
        found.update(db.session.scalars(watched))
    return found
