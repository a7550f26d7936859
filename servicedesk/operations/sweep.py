"""The sweep: takes the steps of the ladder that have fallen due.

Each step is recorded once, with its own moment, in one transaction with the breach, the event and the
messages. After a standstill every missed step is recorded, but only the highest is said.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Assignment, Clock, ClockStep, Request, Ticket
from servicedesk.operations import events
from servicedesk.operations.messages import tell, told_at_ring, when_to_say
from servicedesk.operations.transaction import transaction
from servicedesk.queries.limits import limits
from servicedesk.rules import running
from servicedesk.rules.clocks import Ring
from servicedesk.rules.limits import Limits

BATCH = 200
"""Tickets judged in one transaction."""

log = logging.getLogger(__name__)


@dataclass
class Swept:
    """What a sweep did: clocks looked at, steps taken, and how late the latest step was noticed."""

    judged: int = 0
    fired: int = 0
    max_lag_seconds: int = 0

    def add(self, other: "Swept") -> None:
        """Count another batch in."""
        self.judged += other.judged
        self.fired += other.fired
        self.max_lag_seconds = max(self.max_lag_seconds, other.max_lag_seconds)


def sweep(now: datetime) -> Swept:
    """Sweep batch after batch until nothing is due at `now`; commits each batch.

    A batch that fails is done again ticket by ticket; a ticket that fails alone is left out and logged, and
    does not stop the others.
    """
    swept, left_out = Swept(), set[int]()
    while due := _due_tickets(now, left_out):
        try:
            done = _sweep_batch(due, now)
            swept.add(done)
            if not done.judged:
                # Others hold all of these and sweep them; asking again would only turn in circles.
                left_out.update(due)
        except Exception:
            log.exception("a batch of %d tickets could not be swept; one by one now", len(due))
            for ticket_id in due:
                try:
                    swept.add(_sweep_batch([ticket_id], now))
                except Exception:
                    log.exception("ticket %d could not be swept and is left out", ticket_id)
                    left_out.add(ticket_id)
    return swept


def next_look(now: datetime) -> datetime | None:
    """The earliest moment at which a step falls due; one index probe."""
    return db.session.scalar(
        select(Clock.next_at)
        .where(Clock.state == "running", Clock.next_at.is_not(None))
        .order_by(Clock.next_at)
        .limit(1)
    )


def _due_tickets(now: datetime, left_out: set[int]) -> list[int]:
    found = (
        select(Clock.ticket_id)
        .where(Clock.state == "running", Clock.next_at < now)
        .order_by(Clock.next_at, Clock.id)
        .limit(BATCH)
    )
    if left_out:
        found = found.where(Clock.ticket_id.not_in(left_out))
    ids = list(dict.fromkeys(db.session.scalars(found)))
    db.session.rollback()
    return ids


def _sweep_batch(ticket_ids: Sequence[int], now: datetime) -> Swept:
    swept = Swept()
    with transaction():
        in_force = limits(now)
        # The ticket is locked before its clocks, as every step of the workflow does; what another process
        # holds is its to sweep.
        tickets = {
            ticket.id: ticket
            for ticket in db.session.scalars(
                select(Ticket)
                .where(Ticket.id.in_(ticket_ids))
                .order_by(Ticket.id)
                .with_for_update(skip_locked=len(ticket_ids) > 1)
            )
        }
        due = db.session.execute(
            select(Clock, Assignment, Request)
            .outerjoin(Assignment, Assignment.id == Clock.assignment_id)
            .outerjoin(Request, Request.id == Clock.request_id)
            .where(Clock.ticket_id.in_(tickets), Clock.state == "running", Clock.next_at < now)
            .order_by(Clock.next_at, Clock.id)
        ).all()
        for clock, assignment, request in due:
            _judge(clock, tickets[clock.ticket_id], assignment, request, in_force, now, swept)
    return swept


def _judge(
    clock: Clock,
    ticket: Ticket,
    assignment: Assignment | None,
    request: Request | None,
    in_force: Limits,
    now: datetime,
    swept: Swept,
) -> None:
    rings = running.due_rings(clock, in_force, now)
    for ring in rings:
        _record(clock, ticket, ring, now)
        swept.fired += 1
        swept.max_lag_seconds = max(swept.max_lag_seconds, int((now - ring.at).total_seconds()))
    running.take(clock, in_force, rings, now)
    swept.judged += 1
    if rings:
        _say(clock, ticket, assignment, request, rings[-1], in_force, now)


def _record(clock: Clock, ticket: Ticket, ring: Ring, now: datetime) -> None:
    db.session.add(
        ClockStep(
            clock_id=clock.id, limit_no=clock.limit_no, step=ring.step.name, at=ring.at, recorded_at=now
        )
    )
    events.append(ticket, None, "clock_step", ring.at, step_payload(clock, ring))


def step_payload(clock: Clock, ring: Ring) -> dict[str, Any]:
    """What the event of a ladder's step says."""
    return {
        "clock": clock.kind,
        "clock_id": clock.id,
        "step": ring.step.name,
        "due_at": clock.due_at.isoformat(),
    }


def _say(
    clock: Clock,
    ticket: Ticket,
    assignment: Assignment | None,
    request: Request | None,
    ring: Ring,
    in_force: Limits,
    now: datetime,
) -> None:
    tell(
        told_at_ring(clock.kind, ring.step.to, ticket, assignment, request=request),
        ticket,
        f"ring_{ring.step.name}",
        now,
        deliver_at=when_to_say(in_force.calendar, ticket.urgent, now),
        params={"clock": clock.kind, "due_at": clock.due_at.isoformat()},
    )
