"""Counting what sweeps do, day by day."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case
from sqlalchemy.dialects import postgresql, sqlite

from servicedesk.extensions import db
from servicedesk.models import SweepDay
from servicedesk.rules.limits import Limits


@dataclass
class Swept:
    """What a sweep did: clocks looked at, steps taken, and how late the latest step was noticed."""

    judged: int = 0
    fired: int = 0
    max_lag_seconds: int = 0

    def add(self, other: "Swept") -> None:
        """Count another batch in."""
        self.judged += other.judged
        self.fired += other.fired
        self.max_lag_seconds = max(self.max_lag_seconds, other.max_lag_seconds)


def note(swept: Swept, in_force: Limits, now: datetime) -> None:
    """Add to the zone's day; in the caller's transaction, so that nothing is counted twice or lost."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = insert(SweepDay).values(
        day=in_force.calendar.local(now).date(),
        judged=swept.judged,
        fired=swept.fired,
        max_lag_seconds=swept.max_lag_seconds,
        last_at=now,
    )
    more = row.excluded
    added = {
        "judged": SweepDay.judged + more.judged,
        "fired": SweepDay.fired + more.fired,
        "max_lag_seconds": _greater(SweepDay.max_lag_seconds, more.max_lag_seconds),
        "last_at": _greater(SweepDay.last_at, more.last_at),
    }
    db.session.execute(row.on_conflict_do_update(index_elements=["day"], set_=added))


def _greater(one: Any, other: Any) -> Any:
    return case((one >= other, one), else_=other)
