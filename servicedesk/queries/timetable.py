"""Whether the timetable keeps up: what waits for it, what it did in the last days, what it set aside.

Of matters, only the number and what kind of limit it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, func, literal, select, union_all

from servicedesk.extensions import db
from servicedesk.models import Clock, Message, Seal, SweepDay, Ticket
from servicedesk.queries.due import WATCHED, next_look
from servicedesk.rules.clocks import LIVE_CLOCK_STATES

MOST_COUNTED = 999
"""Above it a counter says only that there are more."""
DAYS = 7
MOST_SHOWN = 50
"""Of the limits that were set aside, the newest first."""
# Those that would ring if they were not set aside.
ASIDE = (Clock.aside_at.is_not(None), Clock.state.in_(LIVE_CLOCK_STATES))
STUCK_AFTER = timedelta(minutes=1)
"""Due steps wait so long only where nothing sweeps, or where it cannot keep up."""


@dataclass(frozen=True, slots=True)
class TimetableState:
    """What waits for the timetable. The counts end at MOST_COUNTED + 1."""

    waiting_messages: int
    """Whose moment has come, and that were not delivered yet."""
    later_messages: int
    """That wait for their moment."""
    due_clocks: int
    """With a step of their ladder that has fallen due and was not taken."""
    due_since: datetime | None
    """The moment of the earliest of these steps."""
    aside_clocks: int
    """That could not be judged and were set aside."""
    aside: Sequence[Row[int, str, str, datetime | None, str | None]]
    """Of these: id, kind, number, when and why; at most MOST_SHOWN."""
    days: Sequence[SweepDay]
    """The newest days on which steps were taken, the newest first; at most DAYS."""
    seal: Seal | None
    """The newest daily seal."""

    def is_stuck(self, now: datetime) -> bool:
        """Whether steps have been due for longer than it takes to notice them."""
        return self.due_since is not None and now - self.due_since > STUCK_AFTER


def timetable_state(now: datetime) -> TimetableState:
    """What waits at this moment, and what was done; five statements."""
    waiting = Message.delivered_at.is_(None)
    numbers = _numbers(
        waiting=select(Message.id).where(waiting, Message.deliver_at <= now),
        later=select(Message.id).where(waiting, Message.deliver_at > now),
        due=select(Clock.id).where(WATCHED, Clock.next_at < now),
        aside=select(Clock.id).where(*ASIDE),
    )
    shown = select(Clock.id, Clock.kind, Ticket.number, Clock.aside_at, Clock.aside_reason)
    shown = shown.join(Ticket, Ticket.id == Clock.ticket_id).where(*ASIDE)
    earliest = next_look()
    return TimetableState(
        waiting_messages=numbers["waiting"],
        later_messages=numbers["later"],
        due_clocks=numbers["due"],
        due_since=earliest if earliest is not None and earliest < now else None,
        aside_clocks=numbers["aside"],
        aside=db.session.execute(
            shown.order_by(Clock.aside_at.desc(), Clock.id.desc()).limit(MOST_SHOWN)
        ).all(),
        days=db.session.scalars(select(SweepDay).order_by(SweepDay.day.desc()).limit(DAYS)).all(),
        seal=db.session.scalar(select(Seal).order_by(Seal.day.desc()).limit(1)),
    )


def _numbers(**parts: Select[Any]) -> dict[str, int]:
    counted = [_number(name, part) for name, part in parts.items()]
    return {row.name: row.number for row in db.session.execute(union_all(*counted))}


def _number(name: str, part: Select[Any]) -> Select[Any, Any]:
    some = part.limit(MOST_COUNTED + 1).subquery()
    return select(literal(name).label("name"), func.count().label("number")).select_from(some)
