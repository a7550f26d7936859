"""A ticket's chain of events, page by page, as far as it is for the reader."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Event, Person
from servicedesk.queries import redacted
from servicedesk.queries.cursors import Page, page_of, place_of
from servicedesk.queries.finding import find_known
from servicedesk.queries.limits import limits
from servicedesk.queries.standing import Standing, standing
from servicedesk.rules.disclosure import hidden_events, is_outside

ORDER = "events"


@dataclass(frozen=True)
class EventPage:
    """Some events of a ticket, oldest first, and how the reader stands to it."""

    stand: Standing
    page: Page[Event]


def event_page(number: str, by: Person, now: datetime, limit: int, cursor: str | None = None) -> EventPage:
    """A page of the events that `by` may see; raises NotFound, or Invalid for `cursor`."""
    after = place_of(cursor, ORDER, int)[0] if cursor is not None else 0
    ticket = find_known(number, by.actor())
    stand = standing(ticket, by, limits(now), now)
    found = select(Event).where(Event.ticket_id == ticket.id, Event.seq > after)
    if hidden := hidden_events(stand.ticket_relations):
        found = found.where(Event.action.not_in(hidden))
    if is_outside(stand.relations):
        found = found.where(Event.visible)
    rows = db.session.scalars(
        found.options(joinedload(Event.actor).joinedload(Person.department))
        .order_by(Event.seq)
        .limit(limit + 1)
    ).all()
    page = page_of(rows, limit, ORDER, lambda event: [event.seq])
    told = page.shown_as(redacted.events_of(page.items, stand.reach))
    return EventPage(redacted.standing_of(stand), told)
