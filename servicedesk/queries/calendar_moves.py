"""Which running limits a change of the calendars would move, from when to when, before anything is stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from types import SimpleNamespace
from typing import cast

from sqlalchemy import ColumnElement, and_, or_, select

from servicedesk.extensions import db
from servicedesk.models import Clock, Ticket
from servicedesk.queries.limits import limits
from servicedesk.rules.calendar_change import CalendarChange, first_difference, renewed
from servicedesk.rules.clock_record import ClockRecord
from servicedesk.rules.clocks import LIVE_CLOCK_STATES
from servicedesk.rules.limits import ZONE, Limits
from servicedesk.rules.running import recalendar
from servicedesk.rules.working_time import Calendar

LISTED = 200
"""Moves that are listed one by one; the others are counted."""
_FACTS = tuple(ClockRecord.__annotations__)


@dataclass(frozen=True, slots=True)
class Move:
    """One limit that would move. A paused clock is reckoned again anyway when it goes on."""

    number: str
    kind: str
    before: datetime
    after: datetime
    paused: bool


@dataclass(frozen=True, slots=True)
class Moves:
    """What a change would do."""

    calendars: Sequence[str]
    """Names of those that would become different; none: nothing would change."""
    moved: int
    settled: int
    """Limits that stay, while their mark as provisional or their next reminder changes."""
    listed: Sequence[Move]
    """The first LISTED of those that move, the earliest limit first."""

    @property
    def unlisted(self) -> int:
        """How many more would move."""
        return self.moved - len(self.listed)


def calendar_names(in_force: Limits) -> list[str]:
    """The names of all stored calendars, the zone's first."""
    return sorted(in_force.calendar_ids, key=lambda name: (name != ZONE, name))


def changed(in_force: Limits, change: CalendarChange, names: Sequence[str]) -> Mapping[str, Calendar]:
    """The calendars of these names with the change, as far as it makes them different.

    Raises CalendarError where the change cannot be made to one of them.
    """
    found = {}
    for name in names:
        before = in_force.calendars[in_force.calendar_ids[name]]
        after = change.apply(before)
        if after.to_spec() != renewed(before).to_spec():
            found[name] = after
    return found


def moves(now: datetime, change: CalendarChange, names: Sequence[str] | None = None) -> Moves:
    """What the change would do to the live clocks if it were made now to these calendars (None: to all)."""
    in_force = limits(now)
    after = changed(in_force, change, names or calendar_names(in_force))
    supposed = in_force.supposing(after)
    moved, settled, listed = 0, 0, list[Move]()
    for number, record, before in _reached(in_force, after):
        if not recalendar(record, supposed, now):
            continue
        if record.due_at == before:
            settled += 1
            continue
        moved += 1
        if len(listed) < LISTED:
            paused = record.state == "paused"
            listed.append(Move(number, record.kind, before, record.due_at, paused))
    return Moves(list(after), moved, settled, listed)


def _reached(in_force: Limits, after: Mapping[str, Calendar]) -> Iterator[tuple[str, ClockRecord, datetime]]:
    """Live clocks that can be touched, as plain records: not before the first new day lies what comes."""
    touched = [part for name, calendar in after.items() for part in _touched(in_force, name, calendar)]
    if not touched:
        return
    rows = db.session.execute(
        select(Ticket.number, *(getattr(Clock, name) for name in _FACTS))
        .join(Ticket, Ticket.id == Clock.ticket_id)
        .where(Clock.state.in_(LIVE_CLOCK_STATES), or_(*touched))
        .order_by(Clock.due_at, Clock.id)
        .execution_options(yield_per=2000)
    )
    for row in rows:
        facts = dict(row._mapping)
        number, before = facts.pop("number"), facts["due_at"]
        yield number, cast("ClockRecord", SimpleNamespace(**facts)), before


def _touched(in_force: Limits, name: str, after: Calendar) -> Iterator[ColumnElement[bool]]:
    newest = in_force.calendar_ids[name]
    older = [id_ for id_, other in in_force.calendar_names.items() if other == name and id_ != newest]
    if older:
        # These have not followed the newest version yet, so that anything may move them.
        yield Clock.calendar_id.in_(older)
    first = first_difference(in_force.calendars[newest], after)
    if first == date.min:
        yield Clock.calendar_id == newest
    elif first:
        since = after.from_wall(datetime.combine(first, time()))
        # A limit that has passed may have a step still to come.
        yield and_(Clock.calendar_id == newest, or_(Clock.due_at >= since, Clock.next_at >= since))
