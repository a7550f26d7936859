"""Exclusions: what takes a matter out of the figures of promises, results and answers, and why."""

from servicedesk.rules.refusals import invalid
from servicedesk.rules.text import text

EXCLUSION_CODES = ("no_demand", "beyond_law", "tracking", "repeat", "unreachable")
"""No demand or abuse; beyond law and policy; moved to tracking; repeat or joined; unreachable."""
MOVED_TO_TRACKING = "tracking"
"""The code under which stand also the limits that have given way to promised feedback."""
NEVER_TRACKED = text("This matter was never tracked; please choose another reason.")
EXCLUSION_DECIDER = "desk_lead"
EXCLUDED_CLOCKS = frozenset({"promise", "resolve"})
"""The clocks of an excluded matter that stand in no figure; what else it was to be done by still counts."""


def check_reason(code: str, *, tracked: bool) -> None:
    """Raise Invalid for a reason that cannot be this matter's: what was never tracked did not move there."""
    if code == MOVED_TO_TRACKING and not tracked:
        raise invalid("reason_code", NEVER_TRACKED)
