"""A clock is a function of facts: budget, start, pauses and cap go in, the limit comes out.

Nothing is ever nudged. Limits counted in minutes end to the second; limits counted in days end at close of
business, and the working time that a pause took is given back exactly and then rounded up to close of
business. The day of the event does not count (administrative practice; Civil Code, art. 201 and 203).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from servicedesk.rules.policy import Budget, Step
from servicedesk.rules.working_time import Calendar

CLOCK_KINDS = (
    "accept", "dispatch", "promise", "sign", "contact", "resolve", "part", "review", "callback", "decide",
    "feedback", "instruction", "report_in", "meeting",
)  # fmt: skip
CLOCK_STATES = ("running", "paused", "met", "missed", "transferred", "cancelled")
LIVE_CLOCK_STATES = frozenset({"running", "paused"})

# What policies give a time of its own although it is a clock of another kind.
KIND_OF = {"ruling": "decide"}

# Which clocks belong to one department's assignment; the others to the whole ticket.
ASSIGNMENT_CLOCKS = frozenset({"sign", "contact", "resolve", "part", "feedback"})
# Which clocks measure one department, by its own hours.
DEPARTMENT_CLOCKS = ASSIGNMENT_CLOCKS | {"report_in", "instruction"}
# Which clocks measure the desk, whose hours may be other ones.
DESK_CLOCKS = frozenset({"accept", "dispatch", "review", "callback", "decide"})

Pause = tuple[datetime, datetime | None]
"""From, to; the end of a running pause is None."""

BREACH = Step("breach", 1.0, None, ())
"""Stands for the limit itself in a ladder that says nothing about it."""

NEAR_SHARE = 0.8
"""From this share of the budget on a limit counts as near."""


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """All that a limit depends on."""

    budget: Budget
    started_at: datetime
    pauses: Sequence[Pause] = field(default=())
    cap: datetime | None = None
    """Somebody else's limit (a hotline's), which is never exceeded."""
    extensions: Sequence[int] = field(default=())
    """Working days granted, one after the other."""
    floor: datetime | None = None
    """The moment of a change: the limit that it makes never lies before it."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A step of the ladder and its moment."""

    step: Step
    at: datetime


def reckon(calendar: Calendar, facts: ClockFacts) -> datetime:
    """The limit. Pauses that have not ended count as nothing yet: a paused clock has no valid limit.

    Raises CalendarError when no open time is found.
    """
    if facts.budget.is_agreed:
        # Whatever calendars say: this very moment was promised.
        assert facts.cap is not None
        return _utc(facts.cap)
    ended = [(start, end) for start, end in facts.pauses if end is not None]
    if facts.extensions:
        due = _reckon_extended(calendar, facts, ended)
    else:
        due = _reckon(calendar, facts.budget, facts.started_at, ended)
    if facts.floor and due < facts.floor:
        due = facts.floor
    return _utc(min(due, facts.cap) if facts.cap else due)


def _reckon_extended(
    calendar: Calendar, facts: ClockFacts, pauses: list[tuple[datetime, datetime]]
) -> datetime:
    """Each extension leads to the close of so many working days later; pauses are given back afterwards."""
    due = _reckon(calendar, facts.budget, facts.started_at, [])
    for days in facts.extensions:
        due = calendar.working_days(due, days)
    return calendar.give_back(facts.started_at, due, pauses)


def _reckon(
    calendar: Calendar, budget: Budget, start: datetime, pauses: list[tuple[datetime, datetime]]
) -> datetime:
    match budget.unit:
        case "working_minutes":
            return calendar.add(start, budget.amount * 60, pauses)
        case "natural_minutes":
            return natural_add(start, budget.amount * 60, pauses)
        case "working_days":
            return calendar.working_days(start, budget.amount, pauses)
        case "calendar_days":
            return calendar.calendar_days(start, budget.amount, pauses)
        case "moment":
            assert budget.at is not None
            day = calendar.working_days(start, budget.amount)
            return calendar.local(day).replace(hour=budget.at.hour, minute=budget.at.minute, second=0)
    raise ValueError(f"unknown unit {budget.unit!r}")


def natural_add(start: datetime, seconds: float, pauses: Iterable[tuple[datetime, datetime]]) -> datetime:
    """`seconds` of day and night after `start`, without the pauses (Civil Code, art. 201)."""
    moment, left = start.astimezone(UTC), timedelta(seconds=seconds)
    for begin, end in sorted(pauses):
        begin, end = max(begin, moment), max(end, moment)
        if moment + left <= begin:
            break
        left -= begin - moment
        moment = end.astimezone(UTC)
    return moment + left


def natural_between(start: datetime, end: datetime, pauses: Iterable[tuple[datetime, datetime]]) -> float:
    """Seconds of day and night from `start` to `end` without the pauses."""
    counted, moment = 0.0, start
    for begin, until in sorted(pauses):
        if begin >= end:
            break
        counted += max(0.0, (begin - moment).total_seconds())
        moment = max(moment, until)
    return counted + max(0.0, (end - moment).total_seconds())


def point(calendar: Calendar, facts: ClockFacts, due: datetime, share: float) -> datetime:
    """The moment at which `share` of the time between start and limit is used up.

    Natural limits count day and night; all others the working time.
    """
    if share >= 1:
        return due
    ended = [(start, end) for start, end in facts.pauses if end is not None]
    if facts.budget.unit == "natural_minutes":
        whole = natural_between(facts.started_at, due, ended)
        return _utc(natural_add(facts.started_at, int(whole * share), ended))
    return _utc(min(due, calendar.part(facts.started_at, due, share, ended)))


def ladder(calendar: Calendar, facts: ClockFacts, due: datetime, steps: Sequence[Step]) -> list[Ring]:
    """The moments of the ladder for one limit, in order of time.

    The limit itself is always among them, so that a breach is noted under any ladder.
    """
    return list(climb(calendar, facts, due, steps))


def climb(
    calendar: Calendar, facts: ClockFacts, due: datetime, steps: Sequence[Step], taken: int = 0
) -> Iterator[Ring]:
    """The ladder's rings one after the other, without the first `taken`; reckons only those asked for.

    `steps` stand in the order in which they fall due (`rules.ladder_spec`).
    """
    for step in _with_breach(steps)[taken:]:
        if step.at_share is not None:
            yield Ring(step, point(calendar, facts, due, step.at_share))
        elif step.after:
            yield Ring(step, _utc(_reckon(calendar, step.after, due, [])))


def _with_breach(steps: Sequence[Step]) -> Sequence[Step]:
    """The limit itself is always among them."""
    before = [step.at_share for step in steps if step.at_share is not None]
    return steps if 1 in before else [*steps[: len(before)], BREACH, *steps[len(before) :]]


def passed_by(
    calendar: Calendar, facts: ClockFacts, due: datetime, steps: Sequence[Step], since: datetime
) -> int:
    """How many rungs of a new limit's ladder lie before it, at or before the moment that made it.

    They never fall due: a limit cannot be near before it exists. The limit itself is never among them.
    """
    return sum(1 for ring in climb(calendar, facts, due, steps) if ring.at < due and ring.at <= since)


def outcome(due: datetime, stopped_at: datetime) -> str:
    """`met` when stopped at or before its limit, else `missed`."""
    return "met" if stopped_at <= due else "missed"


def seconds_left(calendar: Calendar, unit: str, due: datetime, now: datetime) -> int:
    """Time left until the limit (negative after it), in the time that the unit counts."""
    if unit == "natural_minutes":
        return int((due - now).total_seconds())
    return calendar.between(now, due)


def tone(calendar: Calendar, facts: ClockFacts, due: datetime, now: datetime) -> str:
    """How a running limit looks: `far`, `near` (past 80 %), `late`, `very_late` (a working day past)."""
    if now > due:
        return "very_late" if now > calendar.working_days(due, 1) else "late"
    return "near" if now >= point(calendar, facts, due, NEAR_SHARE) else "far"


def is_provisional(calendar: Calendar, due: datetime) -> bool:
    """Whether the limit reaches into a year whose public holidays have not been announced yet."""
    return not calendar.is_known(due)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
