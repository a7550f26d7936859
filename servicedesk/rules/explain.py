"""Why then? The reckoning of a limit, line by line, for anyone who asks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from servicedesk.rules.clocks import ClockFacts, Pause
from servicedesk.rules.policy import Budget
from servicedesk.rules.text import Text, text
from servicedesk.rules.working_time import Calendar

LONGEST = 400
"""Lines at most; what a longer reckoning counts after them stands in one."""

IN_DAYS = frozenset({"working_days", "calendar_days", "moment"})
"""Units that leave out the day of the event."""

Change = Mapping[str, Any]
"""What moved a limit, as a clock keeps it: `{at, why, from, to, …}`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of time: what of it was counted, in seconds, and why (or why not).

    A day on which nothing is open, and what is only said, have no `start` and `end`.
    """

    day: date
    start: datetime | None
    end: datetime | None
    counted_seconds: int
    note: Text


def explain(
    calendar: Calendar, facts: ClockFacts, due: datetime, changes: Sequence[Change] = ()
) -> list[Line]:
    """The lines from the start to the limit; what they count adds up to the time that the clock had.

    Among them, at their moments, stand the changes that moved the limit, each with the limit before and
    after. A clock that stands still is explained up to there: its limit is known when it runs again.
    """
    standing_still = next((begin for begin, end in facts.pauses if end is None), None)
    until = due if standing_still is None else min(due, standing_still)
    lines = _shortened(list(_lines(calendar, facts, until)))
    for change in changes:
        _insert(lines, _said(calendar, change))
    if standing_still is not None:
        note = text("The clock stands still; its limit moves when it runs again.")
        lines.append(_remark(calendar, standing_still, note))
    elif facts.budget.is_agreed:
        lines.append(_remark(calendar, due, text("This very moment was promised.")))
    elif facts.cap is not None and facts.cap <= due:
        lines.append(_remark(calendar, facts.cap, text("A limit set from outside ends it here.")))
    elif facts.floor is not None and facts.floor == due:
        note = text("After a change no limit lies before the change itself.")
        lines.append(_remark(calendar, facts.floor, note))
    return lines


def counted_from(calendar: Calendar, facts: ClockFacts) -> datetime:
    """The moment from which time counts: the start, or for limits in days the midnight after it."""
    if facts.budget.unit not in IN_DAYS or facts.budget.is_agreed:
        return facts.started_at
    next_day = calendar.local(facts.started_at).date() + timedelta(days=1)
    return calendar.from_wall(datetime.combine(next_day, datetime.min.time()))


def _lines(calendar: Calendar, facts: ClockFacts, until: datetime) -> Iterator[Line]:
    begin = counted_from(calendar, facts)
    if facts.budget.unit == "natural_minutes" and not facts.extensions:
        note = text("counted, day and night")
        yield from _without_pauses(calendar, facts.pauses, facts.started_at, until, note)
        return
    if begin != facts.started_at:
        note = text("The day of the event does not count.")
        yield _remark(calendar, facts.started_at, note)
    yield from _open_time(calendar, facts.pauses, begin, until)


def _open_time(
    calendar: Calendar, pauses: Sequence[Pause], start: datetime, until: datetime
) -> Iterator[Line]:
    """Open time counted, closed days named."""
    next_day = calendar.local(start).date()
    for day, opens, closes in calendar.intervals(start, until):
        yield from _closed_days(calendar, next_day, day)
        yield from _without_pauses(calendar, pauses, opens, closes, text("open, counted"))
        next_day = day + timedelta(days=1)


def _closed_days(calendar: Calendar, first: date, until: date) -> Iterator[Line]:
    """Days without open time: days off, and the first day when the clock starts after its close."""
    while first < until:
        over = calendar.is_working_day(first)
        yield Line(first, None, None, 0, text("closed for the day") if over else text("day off"))
        first += timedelta(days=1)


def _without_pauses(
    calendar: Calendar, pauses: Sequence[Pause], start: datetime, end: datetime, note: Text
) -> Iterator[Line]:
    """The stretch, cut where the clock stood still."""
    for begin, until in sorted((b, e or end) for b, e in pauses):
        begin, until = max(begin, start), min(until, end)
        if begin >= until:
            continue
        if start < begin:
            yield _line(calendar, start, begin, note)
        yield _line(calendar, begin, until, text("The clock stood still."), counted=False)
        start = until
    if start < end:
        yield _line(calendar, start, end, note)


def _line(calendar: Calendar, start: datetime, end: datetime, note: Text, *, counted: bool = True) -> Line:
    # In UTC: the zone's own clocks may change in between.
    seconds = int((end.astimezone(UTC) - start.astimezone(UTC)).total_seconds()) if counted else 0
    return Line(calendar.local(start).date(), calendar.local(start), calendar.local(end), seconds, note)


def _remark(calendar: Calendar, at: datetime, note: Text) -> Line:
    return Line(calendar.local(at).date(), None, None, 0, note)


def _shortened(lines: list[Line]) -> list[Line]:
    if len(lines) <= LONGEST:
        return lines
    kept, rest = lines[: LONGEST - 1], lines[LONGEST - 1 :]
    counted = sum(line.counted_seconds for line in rest)
    note = text("%(number)s more lines, together", number=len(rest))
    return [*kept, Line(rest[0].day, None, rest[-1].end, counted, note)]


# Changes ----------------------------------------------------------------------------------------


def _said(calendar: Calendar, change: Change) -> Line:
    at = datetime.fromisoformat(change["at"])
    moved = {
        "before": calendar.local(datetime.fromisoformat(change["from"])),
        "after": calendar.local(datetime.fromisoformat(change["to"])),
    }
    return Line(calendar.local(at).date(), calendar.local(at), None, 0, _why(change, moved))


def _why(change: Change, moved: Mapping[str, datetime]) -> Text:
    match change["why"]:
        case "extension":
            return text(
                "Extended by %(days)s working days: the limit moved from %(before)s to %(after)s.",
                days=change["days"],
                **moved,
            )
        case "lead":
            return text(
                "The limit of the lead has moved, and this one with it: from %(before)s to %(after)s.",
                **moved,
            )
        case "calendar":
            return text("The calendar was changed: the limit moved from %(before)s to %(after)s.", **moved)
    unit, amount, _ = change["budget"]
    return text(
        "Other limits hold since then, before it was %(budget)s: the limit moved from %(before)s to "
        "%(after)s.",
        budget=Budget(unit, amount),
        **moved,
    )


def _insert(lines: list[Line], said: Line) -> None:
    """Before the first stretch that begins after it."""
    assert said.start is not None
    later = (n for n, line in enumerate(lines) if line.start is not None and line.start > said.start)
    lines.insert(next(later, len(lines)), said)
