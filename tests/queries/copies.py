"""Many matters at once, as rows beside a real one: for questions that only read."""

from collections.abc import Mapping
from typing import Any

from servicedesk.extensions import db
from servicedesk.models import Assignment, Ticket
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
