"""Handing a shift over: the outgoing write what the incoming should know, and these confirm it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Person, ShiftHandover
from servicedesk.operations import events
from servicedesk.operations.messages import write
from servicedesk.operations.transaction import transaction
from servicedesk.queries.handovers import find_handover, open_now
from servicedesk.queries.limits import limits
from servicedesk.queries.roster import turns_between
from servicedesk.rules.fields import check
from servicedesk.rules.handover import FIELDS, hands_over, horizon
from servicedesk.rules.refusals import NotFound, NotNow, NotYours
from servicedesk.rules.text import text

SOON = timedelta(hours=12)
"""Whoever is on duty now or comes on duty so soon is told."""


def hand_shift_over(by: Person, now: datetime, given: Mapping[str, Any]) -> ShiftHandover:
    """Put on record what is open now, with a note; whoever comes on duty is told. Commits.

    Raises NotYours for people of other offices, Invalid.
    """
    with transaction():
        actor = by.actor()
        if not hands_over(by.roles, actor.department):
            raise NotYours(text("This page belongs to the service centre."))
        note = check(FIELDS, given)["note"]
        found = open_now(actor, by.department_id, now, horizon(limits(now).calendar, now))
        record = ShiftHandover(
            department_id=by.department_id, written_by_id=by.id, written_at=now, note=note,
            facts=found.on_record(),
        )  # fmt: skip
        db.session.add(record)
        db.session.flush()
        payload = {"handover": record.id, "open": {name: len(list_) for name, list_ in record.facts.items()}}
        events.append_administration(by, "shift_handed_over", now, payload, {"note": note})
        incoming = [turn.person_id for turn in turns_between(by.department_id or 0, now, now + SOON)]
        told = [person_id for person_id in incoming if person_id != by.id]
        write(told, "shift_handed_over", now, {"who": by.name}, but={by.id})
    return record


def take_shift_over(by: Person, now: datetime, handover_id: int) -> ShiftHandover:
    """Confirm that one has read it and takes over. Commits.

    Raises NotFound for people of other offices, NotYours for who wrote it, NotNow for who is second.
    """
    with transaction():
        mine = hands_over(by.roles, by.actor().department)
        held = select(ShiftHandover.id).where(ShiftHandover.id == handover_id).with_for_update()
        record = find_handover(handover_id, by.department_id) if mine and db.session.scalar(held) else None
        if record is None:
            raise NotFound
        if record.written_by_id == by.id:
            raise NotYours(text("Whoever comes on duty confirms it, not who wrote it."))
        if record.confirmed_by is not None:
            raise NotNow(text("%(who)s has taken over already.", who=record.confirmed_by.name))
        record.confirmed_by_id, record.confirmed_at = by.id, now
        events.append_administration(by, "shift_taken_over", now, {"handover": record.id})
        write([record.written_by_id], "shift_taken_over", now, {"who": by.name}, but={by.id})
    return record
