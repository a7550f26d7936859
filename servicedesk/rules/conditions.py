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
    called: bool = True
    """Whether the policy asks the enterprise about the result."""
    has_lead: bool = False
    """Whether there is a lead that may lead it on."""
    of_part: bool = False
    """Whether it is about the share of a department that helps, not the lead's."""
    sensitive: bool = False
    confidential: bool = False
    """The desk alone speaks with the enterprise (rule 12)."""
    misconduct: bool = False
    about_inspector: bool = False
    complaint: bool = False
    """About an office or a leader: one office alone may lead it (rule 13)."""
    silence_over: bool = False
    reopening_over: bool = False
    tries: int = 0
    asked: bool = False
    """Whether the enterprise was called or has judged in this cycle."""
    answered: bool = False
    """Whether it was reached or has judged in this cycle."""
    no_extension: Callable[[], str] = lambda: ""
    """Why none can be asked for (rules.requests.extension_refused); empty: it can."""
    suspension_asked: bool = False
    reopening_asked: bool = False
    no_return: Callable[[], str] = lambda: ""
    """Why the share cannot be returned (rules.returns.return_refused); empty: it can."""
    exclusion: str = ""
    """`asked` for and waiting, or `granted`."""
    tracked: bool = False
    """Whether the lead has promised feedback instead of a result, in this cycle."""
    no_tracking: str = ""
    """Why tracking cannot be asked for (rules.tracking.tracking_refused); empty: it can."""
    withdrawal: str = ""
    """Of a withdrawn matter: `drawn` to be asked about, or what came of asking (rules.sampling)."""
    request: str | None = None
    """The kind of the request that is being decided."""
    to_report: bool = False
    """Whether the actor's department has an open instruction."""
    not_approvable: str = ""
    """Why that one can only be refused (rules.requests.approval_refused); empty: it can be approved."""
    holder: str = ""
    """Code of the department whose share it is about."""
    no_dispute: Callable[[], str] = lambda: ""
    """Why its refusal cannot be disputed (rules.returns.dispute_refused); empty: it can."""


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
    """A redo goes back to the lead that there was; without one that may lead, it is dispatched anew."""
    return facts.has_lead


def skips_review(facts: Facts, given: Given) -> bool:
    """The policy lets the lead's result go to the enterprise without a review."""
    return not facts.reviewed


def skips_callback(facts: Facts, given: Given) -> bool:
    """The policy lets the matter end with its result."""
    return not facts.called


def ends_with_the_result(facts: Facts, given: Given) -> bool:
    """Neither review nor callback."""
    return not facts.reviewed and not facts.called


def is_extension(facts: Facts, given: Given) -> bool:
    """More time is asked for."""
    return facts.request == "extension"


def is_suspension(facts: Facts, given: Given) -> bool:
    """A pause is asked for by the lead: the promise stands still with it."""
    return facts.request == "suspension" and not facts.of_part


def is_suspension_of_part(facts: Facts, given: Given) -> bool:
    """A pause is asked for by a department that helps: only its own part stands still."""
    return facts.request == "suspension" and facts.of_part


def is_exclusion(facts: Facts, given: Given) -> bool:
    """The lead asks that the matter stands in no figure."""
    return facts.request == "exclusion"


def is_reopening(facts: Facts, given: Given) -> bool:
    """The enterprise asks to reopen."""
    return facts.request == "reopening"


def is_reopening_with_lead(facts: Facts, given: Given) -> bool:
    """The enterprise asks to reopen, and the lead that there was takes the matter up again."""
    return facts.request == "reopening" and facts.has_lead


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


def is_relayed(facts: Facts, given: Given) -> bool:
    """A department works on it without knowing the enterprise; what it says goes through the desk."""
    return facts.confidential


# Guards -----------------------------------------------------------------------------------------

WAITING = Guard(
    lambda facts: not facts.silence_over,
    text("The enterprise has been asked for facts and still has time to give them."),
)
A_CLUE = Guard(
    lambda facts: facts.misconduct,
    text("A clue of misconduct is handed over to the inspector's office; no department gets it."),
)
A_CLUE_TO_HAND_OVER = Guard(
    lambda facts: facts.misconduct and not facts.about_inspector,
    text("A clue of misconduct is not answered here; please hand it over to the inspector's office."),
)
NO_CLUE = Guard(
    lambda facts: not facts.misconduct,
    text("Only clues of misconduct are handed over; please set the category or the kind first."),
)
ABOUT_THE_INSPECTOR = Guard(
    lambda facts: facts.about_inspector,
    text("The matter is about the inspector's office itself; it cannot be handed over to it."),
)
RELAYED = Guard(
    lambda facts: facts.confidential,
    text("The matter is confidential: the service centre speaks with the enterprise. Please ask it to."),
)
NOT_RELAYED = Guard(
    lambda facts: not facts.confidential,
    text("The matter is not confidential: the department speaks with the enterprise itself."),
)
NOT_TO_BE_JOINED = Guard(
    lambda facts: facts.sensitive or facts.kind == "praise",
    text("This matter is handled by itself; it cannot be joined to another."),
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
REOPENING_ASKED = Guard(
    lambda facts: facts.reopening_asked,
    text("Reopening has been asked for already and waits for a decision."),
)
NOT_DRAWN = Guard(
    lambda facts: not facts.withdrawal,
    text("This withdrawal was not drawn to be asked about."),
)
NOT_PRESSED = Guard(
    lambda facts: facts.withdrawal != "pressed",
    text("A withdrawn matter is reopened only where the enterprise was pressed to withdraw it."),
)
EXCLUSION_ASKED = Guard(
    lambda facts: facts.exclusion == "asked",
    text("An exclusion has been asked for already and waits for a decision."),
)
EXCLUDED = Guard(
    lambda facts: facts.exclusion == "granted",
    text("This matter has been excluded from the figures already."),
)
SUSPENSION_ASKED = Guard(
    lambda facts: facts.suspension_asked,
    text("A suspension has been asked for already and waits for a decision."),
)


def _no_extension(code: str, sentence: Text) -> Guard:
    return Guard(lambda facts: facts.no_extension() == code, sentence)


def _not_approvable(kind: str, code: str, sentence: Text) -> Guard:
    return Guard(lambda facts: (facts.request, facts.not_approvable) == (kind, code), sentence)


_NONE_ALLOWED = text("The policy of this matter allows no extension.")
_CAPPED = text("The limit was set from outside the zone; it cannot be extended here.")

NOT_EXTENDABLE = (
    _no_extension("none", _NONE_ALLOWED),
    _no_extension("asked", text("An extension has been asked for already and waits for a decision.")),
    _no_extension("used_up", text("The limit has been extended as often as the policy allows.")),
    _no_extension("capped", _CAPPED),
    _no_extension("late", text("The limit has passed; an extension is not possible any more.")),
    _no_extension(
        "too_late", text("An extension must be asked for at least one working day before the limit.")
    ),
)
# The matter may have changed since it was asked for.
NOT_APPROVABLE = (
    _not_approvable("extension", "none", _NONE_ALLOWED),
    _not_approvable("extension", "capped", _CAPPED),
    _not_approvable(
        "extension",
        "over",
        text("The limit has passed; it cannot be extended any more, and the matter is overdue."),
    ),
    _not_approvable(
        "suspension",
        "over",
        text("The end that was asked for has passed; there is nothing left to suspend."),
    ),
)
