"""Comparing what is stored with what the events say, and mending what differs."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Assignment, CalendarVersion, Clock, Event, Instruction, Ticket
from servicedesk.operations import events
from servicedesk.operations.clocks import note_limits
from servicedesk.operations.import_events import ACTION
from servicedesk.operations.rebuilding import Rebuilding, Rebuilt, is_complete
from servicedesk.operations.transaction import transaction
from servicedesk.operations.whistle_checking import compared
from servicedesk.queries.categories import department_ids
from servicedesk.queries.limits import limits
from servicedesk.rules.limits import Limits

BATCH = 200
"""Tickets rebuilt in one transaction."""

# What of a clock follows from events; the calendar's version says no more than these.
CLOCK_COLUMNS = (
    "kind", "budget", "state", "cycle", "assignment_id", "request_id", "call_id", "whistle_id",
    "instruction_id",
    "department_id", "policy_id", "unit", "amount",
    "at_time", "cap", "floor", "started_at", "pauses", "changes", "due_at", "original_due_at", "provisional",
    "limit_no", "steps_taken", "next_at", "breached_at", "stopped_at", "ended_at", "counted_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """Something stored that is not what the events say."""

    number: str
    what: str
    stored: Any
    rebuilt: Any


@dataclass
class Checked:
    """How much was rebuilt; `older` tickets began before events said what they do to clocks."""

    tickets: int = 0
    clocks: int = 0
    older: int = 0
    differences: list[Difference] = field(default_factory=list)


def check(*, mend: bool = False, now: datetime) -> Checked:
    """Rebuild every ticket and compare; with `mend`, store what the events say. Commits batch by batch."""
    checked, last = Checked(), 0
    limits_at = _history(now)
    while batch := _batch(last):
        with transaction():
            for ticket, parts in _parts(batch):
                _check(ticket, parts, limits_at, checked, mend=mend)
            if not mend:
                db.session.rollback()
        last = batch[-1]
        db.session.expunge_all()
    _check_whistles(checked, mend=mend)
    if mend and checked.differences:
        with transaction():
            found = {"tickets": len({one.number for one in checked.differences})}
            events.append_administration(None, "rebuilt", now, found)
    return checked


def _check_whistles(checked: Checked, *, mend: bool) -> None:
    last: int | None = 0
    while last is not None:
        with transaction():
            last, found = compared(last, BATCH)
            for number, row, column, name, value in found:
                stored = getattr(row, column)
                if stored != value:
                    checked.differences.append(Difference(number, name, stored, value))
                    if mend:
                        setattr(row, column, value)
            if not mend:
                db.session.rollback()
        db.session.expunge_all()


@dataclass
class _Parts:
    events: list[Any] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    instructions: list[Instruction] = field(default_factory=list)


def _batch(last: int) -> Sequence[int]:
    found = db.session.scalars(select(Ticket.id).where(Ticket.id > last).order_by(Ticket.id).limit(BATCH))
    return found.all()


def _parts(ticket_ids: Sequence[int]) -> Iterator[tuple[Ticket, _Parts]]:
    """The tickets, locked in order, with all that is compared."""
    tickets = db.session.scalars(
        select(Ticket).where(Ticket.id.in_(ticket_ids)).order_by(Ticket.id).with_for_update()
    ).all()
    parts: dict[int, _Parts] = defaultdict(_Parts)
    columns = (Event.ticket_id, Event.action, Event.payload, Event.at, Event.recorded_at)
    for event in db.session.execute(
        select(*columns).where(Event.ticket_id.in_(ticket_ids)).order_by(Event.ticket_id, Event.seq)
    ):
        parts[event.ticket_id].events.append(event)
    for clock in db.session.scalars(select(Clock).where(Clock.ticket_id.in_(ticket_ids)).order_by(Clock.id)):
        parts[clock.ticket_id].clocks.append(clock)
    for share in db.session.scalars(select(Assignment).where(Assignment.ticket_id.in_(ticket_ids))):
        parts[share.ticket_id].assignments.append(share)
    for one in db.session.scalars(select(Instruction).where(Instruction.ticket_id.in_(ticket_ids))):
        parts[one.ticket_id].instructions.append(one)
    for ticket in tickets:
        yield ticket, parts[ticket.id]


def _check(ticket: Ticket, parts: _Parts, history: "_History", checked: Checked, *, mend: bool) -> None:
    if not is_complete(parts.events):
        checked.older += 1
        return
    checked.tickets += 1
    checked.clocks += len(parts.clocks)
    ids = [clock.id for clock in parts.clocks]
    rebuilding = Rebuilding(ticket.id, ticket.submitted_at, ids, history.departments, history.limits_at)
    for event in parts.events:
        rebuilding.follow(event)
    for row, column, name, value in _compared(ticket, parts, rebuilding.rebuilt):
        stored = getattr(row, column)
        if stored != value:
            checked.differences.append(Difference(ticket.number, name, stored, value))
            if mend:
                setattr(row, column, value)
    checked.differences += _limits_kept(ticket, parts)


def _compared(ticket: Ticket, parts: _Parts, rebuilt: Rebuilt) -> Iterator[tuple[Any, str, str, Any]]:
    """Row, column, what it is called, and what it should hold."""
    yield ticket, "state", "state", rebuilt.state
    yield ticket, "card", "card", rebuilt.card
    yield ticket, "card_at", "card shown at", rebuilt.card_at
    yield ticket, "sampled_at", "withdrawal drawn at", rebuilt.sampled_at
    yield ticket, "withdrawal_check", "withdrawal asked about", rebuilt.withdrawal_check
    yield ticket, "instructed", "instructed", bool(rebuilt.instruction_states)
    yield ticket, "redone_at", "first done again at", rebuilt.redone_at
    if parts.events[0].action != ACTION:
        yield ticket, "taken_up_at", "taken up at", rebuilt.taken_up_at
    for one in parts.instructions:
        yield one, "state", f"instruction {one.id}", rebuilt.instruction_states.get(one.id)
    for column, value in zip(("excluded_at", "excluded_reason"), rebuilt.excluded, strict=True):
        yield ticket, column, column, value
    for share in parts.assignments:
        yield share, "state", f"assignment {share.id}", rebuilt.assignment_states.get(share.id, "to_sign")
        yield share, "handed_at", f"assignment {share.id} dispatched at", rebuilt.handed.get(share.id)
    if len(parts.clocks) != len(rebuilt.clocks):
        # One too many or too few: which one it is, nobody can say.
        yield _Count(len(parts.clocks)), "clocks", "number of clocks", len(rebuilt.clocks)
        return
    for stored, clock in zip(parts.clocks, rebuilt.clocks, strict=True):
        for column in CLOCK_COLUMNS:
            yield stored, column, f"clock {stored.id} ({stored.kind}) {column}", getattr(clock, column)


@dataclass
class _Count:
    clocks: int


def _limits_kept(ticket: Ticket, parts: _Parts) -> list[Difference]:
    """The limits by which queues are ordered; setting them right is left to `note_limits`."""
    rows: list[Ticket | Assignment] = [ticket, *parts.assignments]
    before = [row.next_due_at for row in rows]
    note_limits(ticket, parts.assignments, parts.clocks)
    return [
        Difference(ticket.number, "limit that counts next", stored, row.next_due_at)
        for row, stored in zip(rows, before, strict=True)
        if stored != row.next_due_at
    ]


class _History:
    """The calendars that were known at each moment, and the departments."""

    def __init__(
        self, present: Limits, versions: Sequence[tuple[datetime, int]], departments: Mapping[str, int]
    ) -> None:
        self.departments = departments
        self._present, self._versions = present, versions
        self._known = lru_cache(maxsize=64)(self._with)

    def limits_at(self, moment: datetime) -> Limits:
        """What was in force; the first version of a calendar counts as known from the beginning."""
        return self._known(frozenset(id_ for at, id_ in self._versions if at <= moment))

    def _with(self, ids: frozenset[int]) -> Limits:
        names = self._present.calendar_names
        first = {name: id_ for id_, name in sorted(names.items(), reverse=True)}.values()
        known = {id_: name for id_, name in names.items() if id_ in ids or id_ in first}
        return Limits.of(known, self._present.calendars, self._present.versions, self._present.at)


def _history(now: datetime) -> _History:
    versions = db.session.execute(select(CalendarVersion.created_at, CalendarVersion.id)).all()
    return _History(limits(now), versions, department_ids())
