"""What starting, stopping, pausing and resuming do to a clock's record.

Stored rows and the plain records of the bulk writer go through the same rules.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import takewhile
from typing import Any

from servicedesk.rules.clock_record import ClockRecord, budget_of, facts_of, pauses_of
from servicedesk.rules.clocks import (
    KIND_OF,
    LIVE_CLOCK_STATES,
    ClockFacts,
    Ring,
    climb,
    is_provisional,
    outcome,
    passed_by,
    reckon,
)
from servicedesk.rules.limits import Limits
from servicedesk.rules.policy import Budget, Case

# Somebody else's limit caps what the zone promises and the lead is given; an agreed time what is reported
# in, and the next feedback.
CAPPED = frozenset({"promise", "resolve", "part", "report_in", "feedback"})


def start(
    record: ClockRecord,
    kind: str,
    case: Case,
    limits: Limits,
    at: datetime,
    cap: datetime | None = None,
    department: str | None = None,
    given: Budget | None = None,
) -> bool:
    """Fill a fresh record; False (and nothing filled) when the policies give this kind no such clock.

    `kind`: of the clock, or the name of its own budget (`ruling`). `department`: whose calendar may count;
    `given`: a time that was set by hand. Raises CalendarError.
    """
    found = (limits.ruling(case), given) if given else limits.budget(case, kind)
    if found is None:
        return False
    policy, given = found
    record.kind = KIND_OF.get(kind, kind)
    record.budget = kind if kind in KIND_OF else None
    record.state = "running"
    record.policy_id = limits.policy_ids[policy.code]
    record.calendar_id = limits.calendar_id(record.kind, department)
    _give(record, given)
    record.cap = cap if kind in CAPPED else None
    record.floor = None
    record.started_at = at
    record.pauses, record.changes = [], []
    record.limit_no, record.steps_taken = 1, 0
    record.breached_at = record.stopped_at = record.ended_at = None
    _settle(record, limits)
    record.original_due_at = record.due_at
    return True


def _give(record: ClockRecord, given: Budget) -> None:
    record.unit, record.amount = given.unit, given.amount
    record.at_time = _hour(given)


def pause(record: ClockRecord, at: datetime) -> None:
    """Time stands still, and nothing rings. Only a running clock pauses."""
    if record.state != "running":
        return
    _take_back_breach(record, at)
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
    known = at
    if record.state == "paused":
        *ended, (begin, _) = record.pauses
        record.pauses = ended
        at = datetime.fromisoformat(begin)
    elif record.state != "running":
        return
    _take_back_breach(record, at)
    # A breach is a fact that no later limit takes back.
    record.state = "missed" if record.breached_at else outcome(record.due_at, at)
    _end(record, at, known)


def cancel(record: ClockRecord, at: datetime) -> None:
    """The clock no longer measures anything; a breach that was, stays."""
    if record.state in ("running", "paused"):
        _take_back_breach(record, at)
        if record.state == "running":
            _note_breach(record, at)
        record.state = "cancelled"
        _end(record, at, at)


def transfer(record: ClockRecord, at: datetime) -> None:
    """The limit gives way to promised feedback (rule 6): it counts no longer, unless it had passed."""
    if record.state not in LIVE_CLOCK_STATES:
        return
    until = counted_until(record, at)
    _take_back_breach(record, until)
    if record.breached_at or until > record.due_at:
        stop(record, at)
    else:
        record.state = "transferred"
        _end(record, at, at)


def extend(record: ClockRecord, limits: Limits, days: int, at: datetime) -> None:
    """Grant so many more working days (rule 4): a new limit, with a ladder of its own."""
    if record.state in LIVE_CLOCK_STATES:
        _change(record, limits, at, {"why": "extension", "days": days})


def rebudget(record: ClockRecord, case: Case, limits: Limits, at: datetime) -> None:
    """Reckon a live clock anew from its own start under the policy that its matter has now (rule 18).

    Its pauses and extensions stay; the new limit is never before the change. Nothing happens where the
    budget is the same.
    """
    found = limits.budget(case, record.budget or record.kind)
    if found is None or record.state not in LIVE_CLOCK_STATES:
        return
    if (before := budget_of(record)).is_agreed:
        # A moment that was agreed on, or came with a past ticket, is nobody's budget.
        return
    policy, given = found
    record.policy_id = limits.policy_ids[policy.code]
    if given == before:
        return
    _give(record, given)
    record.floor = at
    _change(record, limits, at, {"why": "policy", "budget": [before.unit, before.amount, _hour(before)]})


def recap(record: ClockRecord, cap: datetime | None, limits: Limits, at: datetime) -> None:
    """Let a live clock end with another's limit, which has moved; never at a moment before the change."""
    if record.state not in LIVE_CLOCK_STATES or cap == record.cap:
        return
    record.cap = cap
    if reckon(limits.calendars[record.calendar_id], facts_of(record)) != record.due_at:
        record.floor = at
        _change(record, limits, at, {"why": "lead"})


def recalendar(record: ClockRecord, limits: Limits, at: datetime) -> bool:
    """Reckon a live clock by the newest calendar; whether limit, mark as provisional or next step change.

    The limit moves where the calendar moves it, but never to a moment before the change that it had not
    reached already. It stays the same limit: what its ladder has said is not said again.
    """
    newest = limits.newest(record.calendar_id)
    if newest == record.calendar_id or record.state not in LIVE_CLOCK_STATES:
        return False
    before, least = record.due_at, min(record.due_at, at)
    state = (record.due_at, record.provisional, record.next_at)
    _settle(record, limits)
    if record.due_at < least:
        record.floor = least
        _settle(record, limits)
    if record.due_at != before:
        _note(record, at, {"why": "calendar"}, before)
    if record.state == "paused":
        record.next_at = None
    return (record.due_at, record.provisional, record.next_at) != state


def _change(record: ClockRecord, limits: Limits, at: datetime, change: dict[str, Any]) -> None:
    """A new limit, unless it falls on the same moment; its ladder begins with what is still to come."""
    _take_back_breach(record, at)
    if record.state == "running":
        _note_breach(record, at)
    before = record.due_at
    _note(record, at, change, before)
    _settle(record, limits)
    record.changes[-1]["to"] = _iso(record.due_at)
    if record.due_at != before:
        record.limit_no += 1
        steps, since = limits.policies_by_id[record.policy_id].ladder, counted_until(record, at)
        calendar = limits.calendars[record.calendar_id]
        facts = facts_of(record)
        record.steps_taken = passed_by(calendar, facts, record.due_at, steps, since)
        _look(record, limits, facts)
    if record.state == "paused":
        record.next_at = None


def _note(record: ClockRecord, at: datetime, change: dict[str, Any], before: datetime) -> None:
    noted = {"at": _iso(at), **change, "from": _iso(before), "to": _iso(record.due_at)}
    record.changes = [*record.changes, noted]


def counted_until(record: ClockRecord, at: datetime) -> datetime:
    """Up to when the clock's time has been counted: now, or its running pause's beginning."""
    begin, end = pauses_of(record)[-1] if record.pauses else (at, at)
    return at if end else begin


def ahead(record: ClockRecord, limits: Limits, facts: ClockFacts | None = None) -> Iterator[Ring]:
    """The steps of the ladder of the record's present limit that were not taken yet, in order of time."""
    calendar = limits.calendars[record.calendar_id]
    steps = limits.policies_by_id[record.policy_id].ladder
    return climb(calendar, facts or facts_of(record), record.due_at, steps, record.steps_taken)


def due_rings(record: ClockRecord, limits: Limits, now: datetime) -> list[Ring]:
    """The steps whose moment has passed and that were not taken yet, in order of time.

    Passed, not reached: what stops in the very second of its limit has kept it.
    """
    return list(takewhile(lambda ring: ring.at < now, ahead(record, limits)))


def take_due(record: ClockRecord, limits: Limits, now: datetime) -> list[Ring]:
    """Take the steps whose moment has passed, and note when to look next; answers them in order of time."""
    rings, ladder = list[Ring](), ahead(record, limits)
    while (ring := next(ladder, None)) and ring.at < now:
        rings.append(ring)
    record.steps_taken += len(rings)
    _note_breach(record, now)
    record.next_at = ring.at if ring else None
    return rings


def take_one(record: ClockRecord, limits: Limits, now: datetime) -> None:
    """Note that the next step was taken, as `take_due` does; for rebuilding what is on record."""
    record.steps_taken += 1
    _note_breach(record, now)
    _look(record, limits, facts_of(record))


def _settle(record: ClockRecord, limits: Limits) -> None:
    record.calendar_id = limits.newest(record.calendar_id)
    calendar, facts = limits.calendars[record.calendar_id], facts_of(record)
    record.due_at = reckon(calendar, facts)
    record.counted_at = record.breached_at or record.due_at
    record.provisional = not facts.budget.is_agreed and is_provisional(calendar, record.due_at)
    _look(record, limits, facts)


def _look(record: ClockRecord, limits: Limits, facts: ClockFacts) -> None:
    following = next(ahead(record, limits, facts), None)
    record.next_at = following.at if following else None


def _note_breach(record: ClockRecord, now: datetime) -> None:
    if record.breached_at is None and now > record.due_at:
        record.breached_at = record.counted_at = record.due_at


def _take_back_breach(record: ClockRecord, at: datetime) -> None:
    """What happened before the limit passed, and was only written down afterwards, has kept it."""
    if record.breached_at is not None and at <= record.breached_at:
        record.breached_at, record.counted_at = None, record.due_at


def _end(record: ClockRecord, at: datetime, known: datetime) -> None:
    if record.state == "missed":
        _note_breach(record, at)
    record.stopped_at, record.ended_at = at, known
    record.counted_at = record.breached_at or min(at, record.due_at)
    record.next_at = None
    record.provisional = False  # no notice moves it any more


def _hour(given: Budget) -> str | None:
    return given.at.strftime("%H:%M") if given.at else None


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
