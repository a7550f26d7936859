"""Tracking (跟踪办理): what cannot be solved within the longest limit is followed to its end (rule 6).

Instead of a limit each round promises a moment for the next feedback; it ends by submitting a result.
Source: the Zhongshan practice (一跟到底).
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from servicedesk.rules.conditions import Facts, Given, Guard
from servicedesk.rules.policy import Budget
from servicedesk.rules.refusals import invalid
from servicedesk.rules.text import text
from servicedesk.rules.working_time import Calendar

TRACKING_DECIDER = "leader"
LONGEST_ROUND = 183
"""Days that one round may last at most: each half-year summary finds a feedback."""
PROMISED = Budget("moment", 0)
"""The time of a round: until the very moment that was promised."""
TRACKABLE = frozenset({"working", "suspended"})
"""The states of the lead's share in which tracking can be asked for: the department has signed."""


def tracking_refused(lead: str | None, pending: Sequence[str]) -> str:
    """Why tracking cannot be asked for now: `asked unsigned`; empty: it can.

    `lead` is the state of the lead's share, `pending` the kinds of what waits for a decision.
    """
    if "tracking" in pending:
        return "asked"
    return "" if lead in TRACKABLE else "unsigned"


def promised_moment(given: datetime, now: datetime, field: str) -> datetime:
    """The moment that a round promises, in UTC to the second; raises Invalid for `field`."""
    at = given.astimezone(UTC).replace(microsecond=0)
    if at <= now:
        raise invalid(field, text("The next feedback must lie in the future."))
    if at > now + timedelta(days=LONGEST_ROUND):
        raise invalid(field, text("Feedback is given every half year at least; please name an earlier day."))
    return at


def next_after_review(calendar: Calendar, promised: datetime, now: datetime) -> datetime:
    """By when feedback is given after a result was sent back: as promised, but not before the day after."""
    return max(promised, calendar.working_days(now, 1).astimezone(UTC))


def is_tracking(facts: Facts, given: Given) -> bool:
    """Tracking is asked for."""
    return facts.request == "tracking"


def is_tracked(facts: Facts, given: Given) -> bool:
    """What was tracked before its result is tracked on when that is sent back."""
    return facts.tracked


NOT_TRACKABLE = (
    Guard(
        lambda facts: facts.no_tracking == "asked",
        text("Tracking has been asked for already and waits for a decision."),
    ),
    Guard(
        lambda facts: facts.no_tracking == "unsigned",
        text("The department that leads must have signed for the matter first."),
    ),
)
# For the lead's own limits; a department that helps keeps its own.
FOLLOWED_INSTEAD = Guard(
    lambda facts: facts.tracked and not facts.of_part,
    text("The matter is being tracked: instead of a limit it has the next promised feedback."),
)
FOLLOWED_BY_ITSELF = Guard(
    lambda facts: facts.tracked,
    text("The matter is being tracked; it cannot be joined to another. Others can be joined to it."),
)
FEEDBACK_OVER = Guard(
    lambda facts: (facts.request, facts.not_approvable) == ("tracking", "over"),
    text("The moment promised for the first feedback has passed; it can only be asked for anew."),
)
