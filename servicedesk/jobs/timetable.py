"""The timetable: what is looked after when, and why just then. What is due, the operations decide."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from servicedesk.operations.calendars import follow
from servicedesk.operations.deliveries import deliver
from servicedesk.operations.notice_reminder import remind_of_notice
from servicedesk.operations.seals import seal_days
from servicedesk.operations.sweep import next_look, sweep

# Rings passed, not reached, are due: looking in the very second would find nothing.
JUST_AFTER = timedelta(milliseconds=50)
# What cannot be swept now is not asked for again at once.
REST = timedelta(seconds=1)


@dataclass(frozen=True)
class Line:
    """One line: `work` takes the present moment; `sooner` says when to look before the trigger would."""

    name: str
    reason: str
    trigger: Callable[[str], BaseTrigger]
    """Made for a time zone."""
    work: Callable[[datetime], Any]
    sooner: Callable[[datetime], datetime | None] = lambda now: None


TIMETABLE = (
    Line(
        "sweep",
        "Reminders, cards and breaches: at the moment of the earliest step. Every 15 seconds as well, "
        "because other processes start clocks that this one has not heard of.",
        lambda zone: IntervalTrigger(seconds=15, timezone=zone),
        sweep,
        lambda now: next_sweep(next_look(now), now),
    ),
    Line(
        "calendars",
        "Limits that go by an older calendar: what a page left over, and what another process started with "
        "the old one in its hands. One cheap question when there are none.",
        lambda zone: IntervalTrigger(seconds=30, timezone=zone),
        follow,
    ),
    Line(
        "notice of holidays",
        "Administrators are asked for the next year's notice each morning from November on; and at the "
        "start, because a desk may be switched off at night.",
        lambda zone: CronTrigger(hour=8, minute=30, timezone=zone),
        remind_of_notice,
    ),
    Line(
        "deliveries",
        "Messages wait for working hours; whoever reads on a page should not wait longer than a breath.",
        lambda zone: IntervalTrigger(seconds=5, timezone=zone),
        deliver,
    ),
    Line(
        "daily seal",
        "A day is sealed once it is over, a few minutes later for the last transactions; and at the start, "
        "for days on which nothing ran.",
        lambda zone: CronTrigger(hour=0, minute=5, timezone=zone),
        seal_days,
    ),
)


def next_sweep(earliest: datetime | None, now: datetime) -> datetime | None:
    """When to sweep again for the earliest step of all clocks; never at once, whatever stands in the way."""
    return max(earliest + JUST_AFTER, now + REST) if earliest else None
