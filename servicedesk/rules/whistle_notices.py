"""Who is told what about a whistle: after each of its steps, and at each step of its limits' ladders.

Audiences: `called` (whoever may report in for the departments, or for the one of the step), `heads` of these,
`blower`, `decider` (those who approve or ratify), `desk_lead`, `leader`.
"""

from collections.abc import Mapping, Sequence

AFTER: Mapping[str, tuple[str, ...]] = {
    "ask_whistle": ("decider",),
    "blow_whistle": ("called", "heads", "decider"),
    "approve_whistle": ("called", "heads", "blower"),
    "refuse_whistle": ("blower",),
    "ratify_whistle": ("blower",),
    "note_whistle": (),
    "hold_meeting": ("called", "blower"),
    "close_whistle": ("called", "blower"),
    "report_in": ("blower",),
    "score": ("called",),
    "answer_grade": ("blower",),
}
# What the words of a ladder stand for; the others mean themselves.
STAND_FOR: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "report_in": {"handler": ("called",), "head": ("heads",), "desk_lead": ("desk_lead", "blower")},
    "meeting": {"handler": ("blower",), "head": ("desk_lead",), "officer": ("blower",)},
    "decide": {"handler": ("decider",), "head": ("decider",), "desk_lead": ("decider", "blower")},
}


def ring_audience(clock_kind: str, to: Sequence[str]) -> tuple[str, ...]:
    """Whom a step of the ladder is said to."""
    stand_for = STAND_FOR.get(clock_kind, {})
    return tuple(dict.fromkeys(one for name in to for one in stand_for.get(name, (name,))))
