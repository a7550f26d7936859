"""All that a whistle's page, its live board and its API answer show to one reader; at most ten statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Call, Event, Minute, Person, Ticket, Whistle
from servicedesk.queries.visible import sight
from servicedesk.queries.whistle_sight import visible_whistles
from servicedesk.queries.whistle_standing import WhistleStanding, find_whistle
from servicedesk.rules.refusals import NotFound


@dataclass(frozen=True)
class WhistlePage:
    """A whistle as one reader may see it."""

    stand: WhistleStanding
    tickets: Sequence[Ticket]
    """Those of its matters that the reader may see."""
    events: Sequence[Event]
    """The whistle's chain, oldest first."""
    minutes: Sequence[Minute]

    @property
    def calls(self) -> Sequence[Call]:
        """All of them; whoever is called learns who else is."""
        return self.stand.calls

    @property
    def notes(self) -> Sequence[Event]:
        """What was noted on the spot, newest first."""
        return [event for event in reversed(self.events) if event.action == "note_whistle"]


def whistle_page(which: str | int, by: Person, now: datetime) -> WhistlePage:
    """The page of a whistle (by its number, or the id of a call); raises NotFound without sight."""
    return page_of(find_whistle(which, by, now))


def page_of(stand: WhistleStanding) -> WhistlePage:
    """What belongs to a whistle to which somebody's standing is known; three statements."""
    whistle = stand.whistle
    numbers = [ticket.id for ticket in whistle.tickets]
    seen = set(db.session.scalars(select(Ticket.id).where(Ticket.id.in_(numbers), sight(stand.actor))))
    events = db.session.scalars(
        select(Event)
        .where(Event.chain == whistle.number)
        .options(joinedload(Event.actor).joinedload(Person.department))
        .order_by(Event.seq)
    ).all()
    minutes = db.session.scalars(
        select(Minute)
        .where(Minute.whistle_id == whistle.id)
        .options(joinedload(Minute.department))
        .order_by(Minute.id)
    ).all()
    return WhistlePage(stand, [ticket for ticket in whistle.tickets if ticket.id in seen], events, minutes)


def whistle_state(number: str, by: Person) -> str:
    """A word that changes with every step on a whistle; raises NotFound without sight. One statement."""
    found = visible_whistles(by.actor()).where(Whistle.number == number)
    count = db.session.scalar(found.with_only_columns(Whistle.event_count))
    if count is None:
        raise NotFound
    return str(count)
