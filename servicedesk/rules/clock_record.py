"""The record of a clock: anything with the columns of its table, and the facts that stand in them."""

from datetime import datetime, time
from typing import Any, Protocol

from servicedesk.rules.clocks import ClockFacts, Pause
from servicedesk.rules.policy import Budget


class ClockRecord(Protocol):
    """The columns of a clock that the rules read and write."""

    kind: str
    budget: str | None
    """The name of its budget in the policies, where that is not its kind (rules.clocks.KIND_OF)."""
    state: str
    policy_id: int
    calendar_id: int
    unit: str
    amount: int
    at_time: str | None
    cap: datetime | None
    floor: datetime | None
    started_at: datetime
    pauses: list[Any]
    changes: list[Any]
    due_at: datetime
    original_due_at: datetime
    provisional: bool
    limit_no: int
    steps_taken: int
    next_at: datetime | None
    breached_at: datetime | None
    stopped_at: datetime | None
    ended_at: datetime | None
    counted_at: datetime


def facts_of(record: ClockRecord) -> ClockFacts:
    """The facts that the record's limit is reckoned from."""
    extensions = [change["days"] for change in record.changes if change["why"] == "extension"]
    return ClockFacts(
        budget_of(record), record.started_at, pauses_of(record), record.cap, extensions, record.floor
    )


def budget_of(record: ClockRecord) -> Budget:
    """The budget that the record has now."""
    at = time.fromisoformat(record.at_time) if record.at_time else None
    return Budget(record.unit, record.amount, at)


def pauses_of(record: ClockRecord) -> list[Pause]:
    """The pauses as moments; the end of one that still runs is None."""
    return [
        (datetime.fromisoformat(begin), datetime.fromisoformat(end) if end else None)
        for begin, end in record.pauses
    ]


def last_fact(record: ClockRecord) -> datetime:
    """When something last happened to it that was not reckoned from a calendar."""
    paused = [moment for pause in pauses_of(record) for moment in pause if moment]
    changed = [datetime.fromisoformat(one["at"]) for one in record.changes if one["why"] != "calendar"]
    return max(record.started_at, *paused, *changed, record.stopped_at or record.started_at)
