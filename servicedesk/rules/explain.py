"""Why then? The reckoning of a limit, line by line, for anyone who asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from servicedesk.rules.clocks import ClockFacts
from servicedesk.rules.text import Text, text
from servicedesk.rules.working_time import Calendar

LONGEST = 400
"""Lines at most; a reckoning over more days is shown from its start, and says so."""


@dataclass(frozen=True, slots=True)
class Line:
    """One stretch of time: what of it was counted, in seconds, and why (or why not).

    A day on which nothing is open has no `start` and `end`.
    """

    day: date
    start: datetime | None
    end: datetime | None
    counted_seconds: int
    note: Text


def explain(calendar: Calendar, facts: ClockFacts, due: datetime) -> list[Line]:
    """The lines from the start to the limit; what they count adds up to the time that the clock had."""
    lines = list(_lines(calendar, facts, due))
    if len(lines) > LONGEST:
        more = text("%(number)s more lines follow.", number=len(lines) - LONGEST)
        last = lines[-1]
        lines = [*lines[:LONGEST], Line(last.day, None, None, 0, more)]
    if facts.cap is not None and facts.cap <= due:
        day = calendar.local(facts.cap).date()
        lines.append(Line(day, None, None, 0, text("A limit set from outside ends it here.")))
    return lines


def _lines(calendar: Calendar, facts: ClockFacts, due: datetime) -> Iterator[Line]:
    match facts.budget.unit:
        case "natural_minutes":
            yield from _without_pauses(calendar, facts, facts.started_at, due, text("counted, day and night"))
        case "working_minutes":
            yield from _open_time(calendar, facts, facts.started_at, due)
        case _:
            start = calendar.local(facts.started_at)
            yield Line(start.date(), None, None, 0, text("The day of the event does not count."))
            midnight = (start + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
            yield from _open_time(calendar, facts, midnight, due)


def _open_time(calendar: Calendar, facts: ClockFacts, start: datetime, due: datetime) -> Iterator[Line]:
    """Open time counted, closed days named."""
    next_day = calendar.local(start).date()
    for day, opens, closes in calendar.intervals(start, due):
        yield from _closed_days(calendar, next_day, day)
        yield from _without_pauses(calendar, facts, opens, closes, text("open, counted"))
        next_day = day + timedelta(days=1)


def _closed_days(calendar: Calendar, first: date, until: date) -> Iterator[Line]:
    """Days without open time: days off, and the first day when the clock starts after its close."""
    while first < until:
        over = calendar.is_working_day(first)
        yield Line(first, None, None, 0, text("closed for the day") if over else text("day off"))
        first += timedelta(days=1)


def _without_pauses(
    calendar: Calendar, facts: ClockFacts, start: datetime, end: datetime, note: Text
) -> Iterator[Line]:
    """The stretch, cut where the clock stood still."""
    for begin, until in sorted((b, e or end) for b, e in facts.pauses):
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
    seconds = int((end - start).total_seconds()) if counted else 0
    return Line(calendar.local(start).date(), calendar.local(start), calendar.local(end), seconds, note)
