"""New versions of the working calendars, and the clocks that follow them."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Assignment, CalendarVersion, Clock, Ticket
from servicedesk.operations import events
from servicedesk.operations.clocks import note_limits
from servicedesk.operations.transaction import transaction
from servicedesk.queries.limits import limits
from servicedesk.rules import running
from servicedesk.rules.clocks import LIVE_CLOCK_STATES
from servicedesk.rules.limits import Limits

BATCH = 200
"""Tickets whose clocks follow a calendar in one transaction."""


def add_version(name: str, version: int, spec: Mapping[str, Any], now: datetime) -> CalendarVersion:
    """Store a version of a calendar."""
    written = json.dumps(spec, sort_keys=True)
    row = CalendarVersion(
        name=name,
        version=version,
        spec=dict(spec),
        digest=hashlib.sha256(written.encode()).hexdigest(),
        created_at=now,
    )
    db.session.add(row)
    return row


def follow(now: datetime) -> int:
    """Let every live clock go by the newest version of its calendar; answers how many limits this changes.

    Safe to repeat, and to break off: each batch of tickets is a transaction, and what is left is found
    again. Where a limit moves, its ticket's chain says from when to when.
    """
    changed = 0
    while behind := _behind(limits(now)):
        changed += _follow_batch(behind, now)
    return changed


def _behind(in_force: Limits) -> list[int]:
    """Some tickets with live clocks that go by an older version."""
    old = [id_ for id_ in in_force.calendar_names if in_force.newest(id_) != id_]
    if not old:
        return []
    found = db.session.scalars(
        select(Clock.ticket_id)
        .where(Clock.calendar_id.in_(old), Clock.state.in_(LIVE_CLOCK_STATES))
        .order_by(Clock.calendar_id, Clock.ticket_id)
        .limit(BATCH)
    )
    return sorted(set(found))


def _follow_batch(ticket_ids: list[int], now: datetime) -> int:
    with transaction():
        in_force = limits(now)
        tickets = db.session.scalars(
            select(Ticket).where(Ticket.id.in_(ticket_ids)).order_by(Ticket.id).with_for_update()
        ).all()
        clocks = db.session.scalars(select(Clock).where(Clock.ticket_id.in_(ticket_ids)).order_by(Clock.id))
        shares = db.session.scalars(select(Assignment).where(Assignment.ticket_id.in_(ticket_ids)))
        own_clocks, own_shares = defaultdict(list), defaultdict(list)
        for clock in clocks:
            own_clocks[clock.ticket_id].append(clock)
        for share in shares:
            own_shares[share.ticket_id].append(share)
        changed = 0
        for ticket in tickets:
            moved = [_follow(ticket, clock, in_force, now) for clock in own_clocks[ticket.id]]
            changed += sum(moved)
            if any(moved):
                note_limits(ticket, own_shares[ticket.id], own_clocks[ticket.id])
    return changed


def _follow(ticket: Ticket, clock: Clock, in_force: Limits, now: datetime) -> bool:
    before = clock.due_at
    if not running.recalendar(clock, in_force, now):
        return False
    payload = {
        "clock": clock.kind,
        "clock_id": clock.id,
        "calendar": in_force.calendar_names[clock.calendar_id],
        "due": [before.isoformat(), clock.due_at.isoformat()],
    }
    events.append(ticket, None, "calendar_changed", now, payload)
    return True
