"""Beats: what one person does to a matter, and when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from servicedesk.demo.history import History
from servicedesk.demo.world import Player
from servicedesk.rules.working_time import Calendar


@dataclass(slots=True)
class Wait:
    """So many seconds after the beat before, of working time or, when `natural`, of day and night."""

    seconds: int
    natural: bool = False

    def moment(self, last: datetime, calendar: Calendar) -> datetime:
        """When that is."""
        if self.natural:
            return last + timedelta(seconds=self.seconds)
        return calendar.add(last, self.seconds).astimezone(UTC)


@dataclass(slots=True)
class Share:
    """When this share of a running limit is used up (above 1: after it); `gap` is the least time between."""

    clock: str
    share: float
    gap: Wait


When = Wait | Share


@dataclass(slots=True)
class Beat:
    """`given` is what the step takes, made on its day; `handling` says that it is the department's,
    `deciding` that it is a decision on what was asked for last."""

    action: str
    by: Player
    when: When
    given: Callable[[date], Mapping[str, Any]] = lambda day: {}
    handling: bool = False
    deciding: bool = False

    def moment(self, history: History, last: datetime) -> datetime:
        """When it happens, after what happened `last`."""
        calendar = history.world.limits.calendar
        if isinstance(self.when, Wait):
            return self.when.moment(last, calendar)
        earliest = self.when.gap.moment(last, calendar)
        clock = history.clock(self.when.clock)
        if clock is None:
            return earliest
        start, due, share = clock.started_at, clock.due_at, self.when.share
        if clock.unit == "natural_minutes":
            found = start + timedelta(seconds=int(share * (due - start).total_seconds()))
        else:
            whole = calendar.between(start, due)
            from_, part = (start, share) if share <= 1 else (due, share - 1)
            found = calendar.add(from_, int(whole * part)).astimezone(UTC)
        return max(found, earliest)

    def happen(self, history: History, at: datetime) -> None:
        """Take the step."""
        step = history.decide if self.deciding else history.handle if self.handling else history.act
        step(self.by, at, self.action, self.given(history.world.limits.calendar.local(at).date()))
