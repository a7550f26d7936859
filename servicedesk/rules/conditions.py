"""When an action of the workflow ends one way or the other, and what stands in its way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from servicedesk.rules.text import Text, text

# How often an enterprise that does not answer is called before the matter closes unanswered.
CALLBACK_TRIES = 3
# For how long after closing an enterprise may ask to reopen, in days.
REOPENING_DAYS = 30
# After how many working days of silence the desk may decide without the facts that it asked for.
SILENCE_DAYS = 5


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions and guards may ask about a matter (`given` holds what the action brings)."""

    kind: str
    reviewed: bool = True
    has_lead: bool = False
    sensitive: bool = False
    silence_over: bool = False
    reopening_over: bool = False
    tries: int = 0
    asked: bool = False
    """Whether the enterprise was called or has judged in this cycle."""
    answered: bool = False
    """Whether it was reached or has judged in this cycle."""


Given = Mapping[str, Any]
Condition = Callable[[Facts, Given], bool]


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses an otherwise allowed action while `holds`, and says why."""

    holds: Callable[[Facts], bool]
    sentence: Text


# Conditions -------------------------------------------------------------------------------------


def is_praise(facts: Facts, given: Given) -> bool:
    """Praise ends when its department has taken note of it."""
    return facts.kind == "praise"


def has_lead(facts: Facts, given: Given) -> bool:
    """A redo goes back to the lead that there was; without one the matter is dispatched anew."""
    return facts.has_lead


def skips_review(facts: Facts, given: Given) -> bool:
    """The policy lets the lead's result go to the enterprise without a review."""
    return not facts.reviewed


def is_content(facts: Facts, given: Given) -> bool:
    """Solved, and at least fairly satisfied (3 of 5): the matter closes by itself."""
    reached = given.get("reached", True)
    return bool(reached and given.get("solved") == "yes" and (given.get("satisfaction") or 0) >= 3)


def is_reached(facts: Facts, given: Given) -> bool:
    """Somebody answered the call."""
    return bool(given.get("reached"))


def is_last_try(facts: Facts, given: Given) -> bool:
    """Not reached for the last time: closes unanswered, never as satisfied.

    What the enterprise has answered already is never closed by calls in vain; an officer decides on that.
    """
    return not given.get("reached") and not facts.answered and facts.tries + 1 >= CALLBACK_TRIES


# Guards -----------------------------------------------------------------------------------------

WAITING = Guard(
    lambda facts: not facts.silence_over,
    text("The enterprise has been asked for facts and still has time to give them."),
)
KEPT_AT_THE_DESK = Guard(
    lambda facts: facts.sensitive,
    text(
        "This matter is confidential or about an office or a leader; it cannot be dispatched to a department."
    ),
)
ENDS_WITH_THE_SIGNATURE = Guard(
    lambda facts: facts.kind == "praise",
    text("Praise needs no result; it ends when the department signs for it."),
)
NEVER_ASKED = Guard(
    lambda facts: not facts.asked,
    text("Call the enterprise at least once before closing."),
)
TOO_LATE_TO_REOPEN = Guard(
    lambda facts: facts.reopening_over,
    text("A matter can be reopened within 30 days of its closing; please submit a new one."),
)
