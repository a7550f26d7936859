"""Limits of past tickets: a moment that another system had set, kept as a fact.

No ladder belongs to such a limit: whatever was to be said of it was said long ago, elsewhere. It never rings,
whether its ticket has ended or is still open, and it moves by nothing that happens here.
"""

from datetime import datetime

from servicedesk.rules.clock_record import ClockRecord
from servicedesk.rules.tracking import PROMISED

KINDS = ("promise", "resolve")
"""What the other system's one limit is here: what was promised, and what whoever handled it was given."""
ALL_TAKEN = 99
"""Steps of a ladder, more than any has: none is left to be taken."""


def begin(
    record: ClockRecord,
    kind: str,
    due: datetime,
    started_at: datetime,
    known_at: datetime,
    policy_id: int,
    calendar_id: int,
) -> None:
    """Fill a fresh record with a limit until `due`; where that had passed when it became known, breached."""
    record.kind, record.budget, record.state = kind, None, "running"
    record.policy_id, record.calendar_id = policy_id, calendar_id
    record.unit, record.amount, record.at_time = PROMISED.unit, PROMISED.amount, None
    record.cap, record.floor = due, None
    record.started_at = started_at
    record.pauses, record.changes = [], []
    record.due_at = record.original_due_at = record.counted_at = due
    record.provisional = False
    record.limit_no, record.steps_taken = 1, ALL_TAKEN
    record.next_at = record.stopped_at = None
    record.breached_at = due if known_at > due else None
