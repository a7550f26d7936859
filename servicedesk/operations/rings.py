"""Steps of ladders that have fallen due: judged one by one, written together.

The rules judge each clock alone, so that one that cannot be judged is set aside and nothing else is lost.
What comes of the others is written set by set: steps, events, messages, clocks, tickets.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from servicedesk.models import Clock, ClockStep, DutyRing, Event, Message, Ticket
from servicedesk.operations import bulk, events, set_aside, whistle_messages
from servicedesk.operations.messages import ring_params, standing_in, told_at_ring, when_to_say
from servicedesk.operations.ring_beginnings import COLUMNS as RING
from servicedesk.operations.ring_beginnings import is_in_charge, ringing_at, row_of
from servicedesk.operations.sweep_days import Swept, note
from servicedesk.queries.absences import StandIns
from servicedesk.queries.due import DueClock, DueTicket, due_clocks
from servicedesk.queries.limits import limits
from servicedesk.queries.people import Staff
from servicedesk.queries.roster import Rosters
from servicedesk.rules import running
from servicedesk.rules.chain import Chain
from servicedesk.rules.clocks import Ring
from servicedesk.rules.duty import besides_duty
from servicedesk.rules.limits import Limits

log = logging.getLogger(__name__)

STEP = ("clock_id", "limit_no", "step", "at", "recorded_at")
EVENT = (
    "chain", "seq", "ticket_id", "actor_id", "action", "payload", "texts", "visible", "at", "recorded_at",
    "previous_hash", "hash",
)  # fmt: skip
MESSAGE = ("person_id", "ticket_id", "kind", "params", "created_at", "deliver_at")
CLOCK = ("steps_taken", "breached_at", "counted_at", "next_at")
TICKET = ("event_count", "head_hash")


def take_due(tickets: Sequence[DueTicket], now: datetime, only: int | None = None) -> Swept:
    """Take every step that is due on held tickets (or on one clock of theirs); in the caller's transaction.

    A clock that the rules cannot judge is set aside.
    """
    batch = Batch(now, limits(now), {ticket.id: ticket for ticket in tickets})
    for clock in due_clocks(tickets, now):
        if only in (None, clock.id):
            batch.judge(clock)
    batch.write()
    return batch.swept


@dataclass
class Batch:
    """What comes of the clocks that are judged together."""

    now: datetime
    limits: Limits
    tickets: dict[int, DueTicket]
    swept: Swept = field(default_factory=Swept)
    staff: Staff = field(default_factory=Staff)
    rung: list[tuple[DueClock, list[Ring]]] = field(default_factory=list)
    poisoned: list[set_aside.Poisoned] = field(default_factory=list)

    def judge(self, clock: DueClock) -> None:
        """Find the steps that are due, and take them on the record; writes nothing yet."""
        try:
            rings = running.take_due(clock, self.limits, self.now)
        except Exception as error:
            log.exception("clock %d cannot be judged and is set aside", clock.id)
            number = self.tickets[clock.ticket_id].number
            self.poisoned.append(set_aside.Poisoned(clock.id, number, clock.kind, set_aside.reason(error)))
            return
        self.rung.append((clock, rings))
        lags = [int((self.now - ring.at) / timedelta(seconds=1)) for ring in rings]
        self.swept.add(Swept(1, len(rings), max(lags, default=0)))

    def write(self) -> None:
        """Write everything."""
        if self.poisoned:
            set_aside.put(self.poisoned, self.now)
        if not self.rung:
            return
        bulk.insert(ClockStep, STEP, self._steps())
        bulk.insert(Event, EVENT, self._events())
        self._tell()
        clocks = [(c.id, c.steps_taken, c.breached_at, c.counted_at, c.next_at) for c, _ in self.rung]
        bulk.change(Clock, CLOCK, clocks)
        rung = {clock.ticket_id for clock, rings in self.rung if rings}
        tickets = [t for t in self.tickets.values() if t.id in rung]
        bulk.change(Ticket, TICKET, [(t.id, t.event_count, t.head_hash) for t in tickets])
        # Last of all: other processes wait here until this batch is committed.
        note(self.swept, self.limits, self.now)

    def _steps(self) -> list[bulk.Row]:
        return [
            (clock.id, clock.limit_no, ring.step.name, ring.at, self.now)
            for clock, rings in self.rung
            for ring in rings
        ]

    def _events(self) -> list[bulk.Row]:
        recorded_at, rows = events.moment_of_writing(), []
        for clock, rings in self.rung:
            ticket = self.tickets[clock.ticket_id]
            chain = Chain(ticket.number, ticket.event_count, ticket.head_hash)
            for ring in rings:
                event = chain.append(None, "clock_step", ring.at, recorded_at, step_payload(clock, ring))
                event |= {"ticket_id": ticket.id, "texts": {}}
                rows.append(tuple(event[name] for name in EVENT))
            ticket.event_count, ticket.head_hash = chain.length, chain.head
        return rows

    def _tell(self) -> None:
        """The highest step of each clock: to everybody whom the ladder names, and to whoever is on duty."""
        rows: list[bulk.Row] = []
        rung: list[bulk.Row] = []
        for clock, rings in self.rung:
            if not rings:
                continue
            ticket, step = self.tickets[clock.ticket_id], rings[-1].step
            said_at = self._said_at(ticket, clock)
            about = None if clock.whistle else ticket.id
            subject = {"whistle": clock.whistle.number} if clock.whistle else {"number": ticket.number}
            params = subject | ring_params(clock)
            office = ringing_at(clock, ticket, self._rosters)
            if office is not None:
                rung.append(row_of(clock, office, step.name, params, self.now, self._rosters.minutes))
            in_charge = office is None or is_in_charge(clock, ticket)
            people = self._told(clock, ticket, besides_duty(step.to, in_charge))
            but = {clock.request.asked_by_id} if clock.request else ()
            rows += [
                (one.id, about, f"ring_{step.name}", params | standing_in(one), self.now, said_at)
                for one in self._stand_ins.share_out(people, said_at, but)
            ]
        bulk.insert(Message, MESSAGE, rows)
        bulk.insert(DutyRing, RING, rung)

    def _told(self, clock: DueClock, ticket: DueTicket, to: Sequence[str]) -> list[int]:
        if clock.whistle:
            # Who hears it sees the whistle, and its matter perhaps not.
            return whistle_messages.told_at_ring(
                clock.kind, to, clock.whistle, clock.department_id, ticket.about_desk, self.staff
            )
        for_whom = clock.request, clock.instruction
        return told_at_ring(clock.kind, to, ticket, clock.share, self.staff, *for_whom)

    @cached_property
    def _rosters(self) -> Rosters:
        return Rosters(self.now)

    @cached_property
    def _stand_ins(self) -> StandIns:
        return StandIns(self.now)

    def _said_at(self, ticket: DueTicket, clock: DueClock) -> datetime:
        # An agreed time is counted in minutes too, but nobody need wake up for it.
        at_once = ticket.urgent or (clock.unit == "natural_minutes" and clock.cap is None)
        return self.now if at_once else self._opening

    @cached_property
    def _opening(self) -> datetime:
        return when_to_say(self.limits.calendar, False, self.now)


def step_payload(clock: Clock | DueClock, ring: Ring) -> dict[str, Any]:
    """What the event of a ladder's step says."""
    return {
        "clock": clock.kind,
        "clock_id": clock.id,
        "step": ring.step.name,
        "due_at": clock.due_at.isoformat(),
    }
