"""New versions of the working calendars, and the clocks that follow them."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Assignment, CalendarVersion, Clock, Department, Person, Ticket
from servicedesk.operations import events
from servicedesk.operations.clocks import note_limits
from servicedesk.operations.transaction import transaction
from servicedesk.queries.calendar_moves import calendar_names, changed
from servicedesk.queries.calendars import newest_version, newest_versions, tickets_behind
from servicedesk.queries.limits import limits
from servicedesk.rules import running
from servicedesk.rules.calendar_change import CalendarChange
from servicedesk.rules.limits import ZONE, Limits
from servicedesk.rules.refusals import NotNow, invalid
from servicedesk.rules.text import text

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


def change_calendars(
    by: Person | None,
    now: datetime,
    change: CalendarChange,
    names: Sequence[str] | None = None,
    seen: Mapping[str, int] | None = None,
    reason: str = "",
) -> Mapping[str, int]:
    """Store the change as new versions of these calendars (None: of all) and put it on record.

    Answers the new versions by name, none where nothing changes. `by` None is a command on the server;
    `seen` are the versions that the page showed. The clocks follow by `follow`. Raises NotNow when somebody
    else has changed one of them since, CalendarError where the change cannot be made. Commits.
    """
    with transaction():
        # First the record: whoever writes there waits for the other, and then reads what the other stored.
        events.wait_for_administration()
        newest = newest_versions()
        if any(newest.get(name) != version for name, version in (seen or {}).items()):
            raise NotNow(text("Somebody has changed this calendar since you opened the page."))
        in_force = limits(now)
        after = changed(in_force, change, names or calendar_names(in_force))
        versions = {name: newest[name] + 1 for name in after}
        for name, calendar in after.items():
            add_version(name, versions[name], calendar.to_spec(), now)
        if versions:
            payload = {"calendars": versions, **change.payload}
            events.append_administration(by, change.action, now, payload, {"reason": reason})
    return versions


def add_calendar(by: Person, now: datetime, code: str) -> None:
    """Give a department, or the desk, a calendar of its own, which begins as a copy of the zone's.

    Limits that run keep to the calendar under which they began. Raises Invalid for `department` when it has
    one already or there is no such department. Commits.
    """
    with transaction():
        events.wait_for_administration()
        known = db.session.scalar(select(Department.id).where(Department.code == code, Department.active))
        if known is None:
            raise invalid("department", text("Please choose one of the given possibilities."))
        if newest_version(code):
            raise invalid("department", text("This department has a calendar of its own already."))
        zone = newest_version(ZONE)
        assert zone is not None
        add_version(code, 1, zone.spec, now)
        events.append_administration(by, "calendar_added", now, {"calendars": {code: 1}})


def follow(now: datetime, most: int | None = None) -> int:
    """Let live clocks go by the newest version of their calendar; answers how many limits this changes.

    Safe to repeat, and to break off: each batch of tickets is a transaction, and what is left is found
    again. Where a limit moves, its ticket's chain says from when to when. After `most` tickets (None: all of
    them) the rest is left to the next call.
    """
    changed, done = 0, 0
    while (most is None or done < most) and (behind := tickets_behind(BATCH)):
        changed += _follow_batch(behind, now)
        done += len(behind)
    return changed


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
