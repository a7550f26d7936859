"""Many matters at once, as rows beside a real one: for questions that only read."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Assignment, Instruction, Person, Ticket
from tests.factories import NOW, department_of


def copy_of(ticket: Ticket, serial: int, **changes: Any) -> Ticket:
    """A ticket like this one under another number; flushed, without clocks and events."""
    own = ("id", "number", "event_count", "head_hash")
    columns = {c.key: getattr(ticket, c.key) for c in Ticket.__table__.columns if c.key not in own}
    copied = Ticket(**columns | {"number": f"QS20261122-{serial:04d}"} | changes)
    db.session.add(copied)
    db.session.flush()
    return copied


def share(ticket: Ticket, department: str, **changes: Any) -> Assignment:
    """A department's share in it; flushed."""
    columns: Mapping[str, Any] = {"role": "lead", "state": "to_sign", "dispatched_at": NOW} | changes
    found = Assignment(ticket_id=ticket.id, department_id=department_of(department).id, **columns)
    db.session.add(found)
    db.session.flush()
    return found


def instruction(ticket: Ticket, department: str, **changes: Any) -> Instruction:
    """What a leader has instructed a department on it; flushed, without a clock."""
    leader = db.session.scalars(select(Person.id).where(Person.username == "leader")).one()
    columns: Mapping[str, Any] = {"state": "open", "text": "请按期办结。", "due_on": NOW.date()} | changes
    found = Instruction(
        ticket_id=ticket.id, department_id=department_of(department).id, by_id=leader, at=NOW, **columns
    )
    ticket.instructed = True
    db.session.add(found)
    db.session.flush()
    return found
