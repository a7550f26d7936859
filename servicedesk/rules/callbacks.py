"""Calling back: who is called and who is left to judge by themselves, when to try, and what to ask.

Source: DOMAIN 4, rule 8. Complaints and redos are called at once, everybody else only after a working day of
silence; at most three tries, each in another half of a day, so that the third is not a minute after
the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from servicedesk.rules.text import Text, text
from servicedesk.rules.working_time import Calendar

CALLED_AT_ONCE = "complaint"
"""The kind of matters that are called without waiting for a judgement; so are all that were done again."""
SILENT_DAYS = 1
"""After so many working days of silence everybody else is called."""
_REACH = timedelta(days=40)
"""Longer than any holiday."""

SOLVED = text("Is the matter solved as the result says?")
STOPPED = text("Has what was complained of stopped, and has nobody given you trouble because of it?")
MENDED = text("Has what was missing the first time been done now?")
AGREED = text("The result names a later day for solving it: was that agreed with you?")
SPOKEN = text("Did the department speak with you before it gave the result?")
SATISFIED = text(
    "How satisfied are you: very satisfied, satisfied, fairly satisfied, dissatisfied, or very so?"
)


@dataclass(frozen=True, slots=True)
class Called:
    """A result that has reached its enterprise, as far as calling about it depends on it."""

    kind: str
    cycle: int
    reached_at: datetime
    tries: Sequence[datetime] = ()
    """When the enterprise was called in vain in this cycle, oldest first."""
    by_department: bool = False
    """Whether a department gave the result, and not the desk itself."""
    solved_later: bool = False
    """Whether the result only says when it will be solved."""


def is_called_at_once(kind: str, cycle: int) -> bool:
    """Whether the enterprise is called without waiting for its own judgement."""
    return kind == CALLED_AT_ONCE or cycle > 1


def next_try(calendar: Calendar, called: Called) -> datetime:
    """From when on the enterprise is to be called (again)."""
    if called.tries:
        return next_half_day(calendar, called.tries[-1])
    if is_called_at_once(called.kind, called.cycle):
        return calendar.next_opening(called.reached_at)
    return calendar.next_opening(calendar.working_days(called.reached_at, SILENT_DAYS))


def next_half_day(calendar: Calendar, at: datetime) -> datetime:
    """When the hours after those of a moment begin: the afternoon of a morning, else the next morning."""
    openings = (start for _, start, _ in calendar.intervals(at, at + _REACH))
    if calendar.is_open(at):
        next(openings)
    return next(openings, calendar.next_opening(at))


def silent_before(calendar: Calendar, now: datetime) -> datetime:
    """What reached its enterprise before this moment has been silent for so long that it is called.

    The first moment of the earliest day whose time for judging has not passed.
    """
    day = calendar.local(now).date()
    # Back from today until a day whose time has passed; holidays make the way longer.
    while calendar.working_days(_midnight(calendar, day), SILENT_DAYS) >= now:
        day -= timedelta(days=1)
    return _midnight(calendar, day + timedelta(days=1))


def _midnight(calendar: Calendar, day: date) -> datetime:
    return calendar.from_wall(datetime.combine(day, time()))


def questions(called: Called) -> list[Text]:
    """What to ask, in this order."""
    asked = [SOLVED]
    if called.cycle > 1:
        asked.append(MENDED)
    if called.kind == CALLED_AT_ONCE:
        asked.append(STOPPED)
    if called.solved_later:
        asked.append(AGREED)
    if called.by_department:
        asked.append(SPOKEN)
    return [*asked, SATISFIED]
