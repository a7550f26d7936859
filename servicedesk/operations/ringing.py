"""Urgent rings: told down the list of whoever is on duty, until somebody confirms.

Each telling is a fact of its own, recorded once whatever number of timetables runs: whoever tells holds the
matter and the ring, and reads again whether it is still due.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from servicedesk.extensions import db
from servicedesk.models import DutyCall, DutyRing, Message, Person, Ticket
from servicedesk.operations import events
from servicedesk.operations.messages import standing_in
from servicedesk.operations.transaction import transaction
from servicedesk.queries.absences import StandIns, colleagues_of
from servicedesk.queries.duty_rings import due_rings, find_ring
from servicedesk.queries.ringing import (
    confirmed_by,
    held_beside,
    held_ring,
    held_ticket,
    told_of,
    waited_for,
)
from servicedesk.queries.roster import Rosters
from servicedesk.rules.duty import next_to_ring, still_rings
from servicedesk.rules.refusals import NotFound, NotNow
from servicedesk.rules.standing_in import HEAD_ROLES, Reached
from servicedesk.rules.text import text

BATCH = 200


def ring_on(now: datetime) -> int:
    """Tell the next one of every ring whose time has come; answers how many were told. Commits each.

    Where nothing is due, it is one index probe. What somebody else holds is theirs, or the next look's.
    """
    due, told = due_rings(now, BATCH), 0
    db.session.rollback()
    for ring_id, ticket_id in due:
        with transaction():
            ticket = held_ticket(ticket_id)
            ring = held_ring(ring_id, now) if ticket else None
            if ticket and ring:
                told += _tell_next(ring, ticket, now)
    return told


def confirm(by: Person, now: datetime, ring_id: int) -> DutyRing:
    """Somebody of the office takes care: nobody further is told of this matter's rings. Commits.

    Raises NotFound for people of other offices and without sight, NotNow for whoever is second.
    """
    with transaction():
        actor, office = by.actor(), by.department_id
        ring = find_ring(ring_id, actor, office)
        if ring is None:
            raise NotFound
        ticket, rings = held_beside(ring)
        if ring.id not in [one.id for one in rings]:
            raise _second(confirmed_by(ring_id))
        for one in rings:
            one.confirmed_at, one.confirmed_by_id, one.next_at = now, by.id, None
        events.append(ticket, by, "ring_confirmed", now, {"rings": [one.id for one in rings]})
    return ring


def _second(who: str | None) -> NotNow:
    if who:
        return NotNow(text("%(who)s has confirmed this already.", who=who))
    return NotNow(text("There is nothing left to confirm: it has been dealt with."))


def _tell_next(ring: DutyRing, ticket: Ticket, now: datetime) -> bool:
    """Tell whoever is next on the list of this moment; whether somebody was told."""
    if not still_rings(*waited_for(ring)):
        ring.next_at, ring.over_at = None, now
        return False
    before = told_of(ring)
    people, stand_ins = colleagues_of(ring.department_id), StandIns(now)
    heads = [one.id for one in people.values() if one.roles & HEAD_ROLES]
    found = next_to_ring(
        Rosters(now).on_duty(ring.department_id),
        heads,
        [id_ for id_, _ in before],
        lambda id_: stand_ins.reached(id_, now),
    )
    if found is None:
        ring.next_at = None
        return False
    ring.told += 1
    ring.next_at = now + timedelta(minutes=ring.minutes)
    passed = {"passed": before[-1][1]} if before else {}
    name = people[found.id].name if found.id in people else ""
    _put_down(ring, ticket, found, name, passed, now)
    return True


def _put_down(
    ring: DutyRing, ticket: Ticket, found: Reached, name: str, passed: dict[str, Any], now: datetime
) -> None:
    """The fact, the event, and the message."""
    for_id = found.absent.id if found.absent else None
    db.session.add(DutyCall(ring_id=ring.id, place=ring.told, person_id=found.id, for_id=for_id, at=now))
    payload = {"ring": ring.id, "place": ring.told, "person_id": found.id, "for_id": for_id}
    events.append(ticket, None, "rung", now, payload, {"to": name})
    said = {
        "person_id": found.id,
        # Who is rung for a whistle sees the whistle, and its matter perhaps not.
        "ticket_id": None if ring.whistle_id else ring.ticket_id,
        "kind": ring.kind,
        "params": ring.params | {"ring": ring.id} | passed | standing_in(found),
        "created_at": now,
        "deliver_at": now,
    }
    db.session.execute(insert(Message), [said])
