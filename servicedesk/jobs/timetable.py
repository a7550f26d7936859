"""The timetable: what is looked after when, and why just then. What is due, the operations decide."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from flask import current_app

from servicedesk.documents.speaking import spoken
from servicedesk.operations.calendars import follow
from servicedesk.operations.deliveries import deliver
from servicedesk.operations.facts import fold
from servicedesk.operations.mails import send_mails
from servicedesk.operations.notice_reminder import remind_of_notice
from servicedesk.operations.report_queue import make_waiting
from servicedesk.operations.report_schedules import ask_for_due
from servicedesk.operations.ringing import ring_on
from servicedesk.operations.sampling import make_up
from servicedesk.operations.seals import seal_days
from servicedesk.operations.suspensions import resume_ended
from servicedesk.operations.sweep import sweep
from servicedesk.operations.sweep_days import Swept
from servicedesk.operations.ticket_import import go_on
from servicedesk.rules.periods import Days

# Moments are whole seconds, and a step is due once its second has passed: so this is when to look.
JUST_AFTER_A_SECOND = datetime(2026, 1, 1, 0, 0, 0, 50_000, tzinfo=UTC)


MOST_DAYS = 32
"""Whose facts are made at one look, so that a day's end is not held up by a year that was imported."""


@dataclass(frozen=True)
class Line:
    """One line: `work` takes the present moment."""

    name: str
    reason: str
    trigger: Callable[[str], BaseTrigger]
    """Made for a time zone."""
    work: Callable[[datetime], Any]


def take_due_steps(now: datetime) -> Swept:
    """Resume what was suspended until now, sweep, ring on, and hand over at once what was said."""
    # First, because what was missed while nothing ran may lie after the end of a suspension.
    resume_ended(now)
    swept = sweep(now)
    if ring_on(now) or swept.fired:
        deliver(now)
    return swept


def make_reports(now: datetime) -> int:
    """Ask for the scheduled reports that are due, and make what waits."""
    config = current_app.config
    days = Days(ZoneInfo(config["SERVICEDESK_TIMEZONE"]), config["SERVICEDESK_MONTH_ENDS_ON"])
    ask_for_due(now, days)
    return make_waiting(now, days, spoken)


def fold_some(now: datetime) -> None:
    """Make the facts of some of the days that have none, by the days of the zone."""
    fold(now, ZoneInfo(current_app.config["SERVICEDESK_TIMEZONE"]), MOST_DAYS)


TIMETABLE = (
    Line(
        "sweep",
        "Reminders, cards and breaches, just after every full second: a look at an index costs next to "
        "nothing, and no process has to hear of the clocks that others start, resume or move.",
        lambda zone: IntervalTrigger(seconds=1, start_date=JUST_AFTER_A_SECOND, timezone=zone),
        take_due_steps,
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
        "mails",
        "A result that has come is judged best while it is fresh; a mail server that is away for a while "
        "must not hold up anything else. One look at an index, and none where no mail server is set.",
        lambda zone: IntervalTrigger(seconds=20, timezone=zone),
        send_mails,
    ),
    Line(
        "reports",
        "Somebody waits before the page of a report that is being made, so it is begun within some breaths; "
        "one after the other, in a thread of its own. Two looks at small indexes when none waits.",
        lambda zone: IntervalTrigger(seconds=3, timezone=zone),
        make_reports,
    ),
    Line(
        "withdrawals",
        "Where last month's withdrawals gave the supervisor too few to ask about, more are drawn as soon as "
        "the month is over; and at the start, for a desk that was switched off then.",
        lambda zone: CronTrigger(hour=0, minute=10, timezone=zone),
        make_up,
    ),
    Line(
        "imports",
        "Whoever has sent a file waits on its page for what would come of it. One look at an index of those "
        "that go on.",
        lambda zone: IntervalTrigger(seconds=2, timezone=zone),
        go_on,
    ),
    Line(
        "daily facts",
        "Figures of long periods are sums of days. What happens today to matters of other days makes these "
        "stale, and they are counted directly until they are made anew: a few seconds later for a quiet "
        "desk. After many tickets were written at once, a month at each look.",
        lambda zone: IntervalTrigger(seconds=15, timezone=zone),
        fold_some,
    ),
    Line(
        "daily seal",
        "A day is sealed once it is over, a few minutes later for the last transactions; and at the start, "
        "for days on which nothing ran.",
        lambda zone: CronTrigger(hour=0, minute=5, timezone=zone),
        seal_days,
    ),
)
