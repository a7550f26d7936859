"""Exclusions: what takes a matter out of the figures of promises, results and answers, and why."""

EXCLUSION_CODES = ("no_demand", "beyond_law", "tracking", "repeat", "unreachable")
"""No demand or abuse; beyond law and policy; moved to tracking; repeat or joined; unreachable."""
MOVED_TO_TRACKING = "tracking"
"""The code under which stand also the limits that have given way to promised feedback."""
EXCLUSION_DECIDER = "desk_lead"
EXCLUDED_CLOCKS = frozenset({"promise", "resolve"})
"""The clocks of an excluded matter that stand in no figure; what else it was to be done by still counts."""
