"""What starting, stopping, pausing and resuming do to a clock's record.

The record is anything with the columns of the clock table: a stored row, or a plain record of the bulk
writer; both go through the same rules.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import takewhile
from typing import Any, Protocol

from servicedesk.rules.clocks import ClockFacts, Pause, Ring, climb, is_provisional, outcome, reckon
from servicedesk.rules.policy import Budget, Case, Policy, budget
from servicedesk.rules.working_time import Calendar

# Somebody else's limit (a hotline's, a superior's) caps what the zone promises and what the lead is given.
CAPPED = frozenset({"promise", "resolve"})


class ClockRecord(Protocol):
    """The columns of a clock that the rules read and write."""

    kind: str
    state: str
    policy_id: int
    calendar_id: int
    unit: str
    amount: int
    at_time: str | None
    cap: datetime | None
    started_at: datetime
    pauses: list[Any]
    due_at: datetime
    original_due_at: datetime
    provisional: bool
    limit_no: int
    steps_taken: int
    next_at: datetime | None
    breached_at: datetime | None
    stopped_at: datetime | None
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class Limits:
    """Calendars and policies: what is in force now, and every version by the id it is stored under."""

    calendar_id: int
    calendars: Mapping[int, Calendar]
    policies: Mapping[str, Policy]
    policy_ids: Mapping[str, int]
    policies_by_id: Mapping[int, Policy]

    @property
    def calendar(self) -> Calendar:
        """The zone's calendar in force."""
        return self.calendars[self.calendar_id]


def facts_of(record: ClockRecord) -> ClockFacts:
    """The facts that the record's limit is reckoned from."""
    at = time.fromisoformat(record.at_time) if record.at_time else None
    return ClockFacts(
        Budget(record.unit, record.amount, at), record.started_at, pauses_of(record), record.cap
    )


def pauses_of(record: ClockRecord) -> list[Pause]:
    """The pauses as moments; the end of one that still runs is None."""
    return [
        (datetime.fromisoformat(begin), datetime.fromisoformat(end) if end else None)
        for begin, end in record.pauses
    ]


def start(
    record: ClockRecord, kind: str, case: Case, limits: Limits, at: datetime, cap: datetime | None = None
) -> bool:
    """Fill a fresh record; False (and nothing filled) when the policies give this kind no such clock."""
    found = budget(limits.policies, case, kind)
    if found is None:
        return False
    policy, given = found
    record.kind = kind
    record.state = "running"
    record.policy_id = limits.policy_ids[policy.code]
    record.calendar_id = limits.calendar_id
    record.unit, record.amount = given.unit, given.amount
    record.at_time = given.at.strftime("%H:%M") if given.at else None
    record.cap = cap if kind in CAPPED else None
    record.started_at = at
    record.pauses = []
    record.limit_no, record.steps_taken = 1, 0
    record.breached_at = record.stopped_at = None
    _settle(record, limits)
    record.original_due_at = record.due_at
    return True


def pause(record: ClockRecord, at: datetime) -> None:
    """Time stands still, and nothing rings. Only a running clock pauses."""
    if record.state != "running":
        return
    _note_breach(record, at)
    record.state = "paused"
    record.pauses = [*record.pauses, [_iso(at), None]]
    record.next_at = None


def resume(record: ClockRecord, limits: Limits, at: datetime) -> None:
    """Time runs again, with all that was left. Only a paused clock resumes."""
    if record.state != "paused":
        return
    *ended, (begin, _) = record.pauses
    record.pauses = [*ended, [begin, _iso(at)]]
    record.state = "running"
    _settle(record, limits)


def stop(record: ClockRecord, at: datetime) -> None:
    """The clock has done its work: `met` or, after its limit, `missed`. A paused one ended at its pause."""
    if record.state == "paused":
        *ended, (begin, _) = record.pauses
        record.pauses = ended
        at = datetime.fromisoformat(begin)
    elif record.state != "running":
        return
    record.state = outcome(record.due_at, at)
    _end(record, at)


def cancel(record: ClockRecord, at: datetime) -> None:
    """The clock no longer measures anything; a breach that was, stays."""
    if record.state in ("running", "paused"):
        if record.state == "running":
            _note_breach(record, at)
        record.state = "cancelled"
        _end(record, at)


def ahead(record: ClockRecord, limits: Limits) -> Iterator[Ring]:
    """The steps of the ladder of the record's present limit that were not taken yet, in order of time."""
    calendar = limits.calendars[record.calendar_id]
    steps = limits.policies_by_id[record.policy_id].ladder
    return climb(calendar, facts_of(record), record.due_at, steps, record.steps_taken)


def due_rings(record: ClockRecord, limits: Limits, now: datetime) -> list[Ring]:
    """The steps whose moment has passed and that were not taken yet, in order of time.

    Passed, not reached: what stops in the very second of its limit has kept it.
    """
    return list(takewhile(lambda ring: ring.at < now, ahead(record, limits)))


def take(record: ClockRecord, limits: Limits, taken: Iterable[Ring], now: datetime) -> None:
    """Note that these steps were taken, and when to look next."""
    record.steps_taken += len(list(taken))
    _note_breach(record, now)
    _look(record, limits)


def _settle(record: ClockRecord, limits: Limits) -> None:
    calendar = limits.calendars[record.calendar_id]
    record.due_at = reckon(calendar, facts_of(record))
    record.counted_at = record.due_at
    record.provisional = is_provisional(calendar, record.due_at)
    _look(record, limits)


def _look(record: ClockRecord, limits: Limits) -> None:
    following = next(ahead(record, limits), None)
    record.next_at = following.at if following else None


def _note_breach(record: ClockRecord, now: datetime) -> None:
    if record.breached_at is None and now > record.due_at:
        record.breached_at = record.due_at


def _end(record: ClockRecord, at: datetime) -> None:
    if record.state == "missed":
        _note_breach(record, at)
    record.stopped_at = at
    record.counted_at = min(at, record.due_at)
    record.next_at = None


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
