"""Instructions (批示件): a leader's word on a matter, with a date, to one department or several."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from servicedesk.rules.conditions import Guard
from servicedesk.rules.policy import Budget
from servicedesk.rules.refusals import invalid
from servicedesk.rules.text import text

INSTRUCTION_STATES = ("open", "reported", "cancelled")
MOST_DEPARTMENTS = 20
"""That one instruction names at most."""
LONGEST_TIME = 366
"""Days that an instruction gives at most; a guard against a mistyped year."""

INSTRUCTION_KEPT = Guard(
    lambda facts: facts.sensitive,
    text("This matter is kept at the desk; no department sees it, so none can be instructed on it."),
)
NOTHING_TO_REPORT = Guard(
    lambda facts: not facts.to_report,
    text("Your department has no open instruction on this matter; nothing is left to report."),
)


class Given(Protocol):
    """An instruction as it is chosen among others."""

    id: int
    due_on: date


One = TypeVar("One", bound=Given)


def time_until(due_on: date, today: date) -> Budget:
    """The time that a date gives: until its close of business; a day off moves to the next working day.

    Counted in calendar days, so that the limit follows the calendar as the date would. Raises Invalid for
    `due_on`: past, or too far off.
    """
    days = (due_on - today).days
    if days < 0:
        raise invalid("due_on", text("This day has passed; please name today or a later one."))
    if days > LONGEST_TIME:
        raise invalid("due_on", text("An instruction gives a year at most; please check the date."))
    return Budget("calendar_days", days)


def reported_by(open_ones: Iterable[One], which: int | None) -> One | None:
    """The instruction that a report is about: the one named, else the one that is due first."""
    found = [one for one in open_ones if which in (None, one.id)]
    return min(found, key=lambda one: (one.due_on, one.id), default=None)
