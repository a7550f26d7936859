"""Who is told what: after each step of a matter, and at each step of a limit's ladder.

Audiences are named by what people are to the matter; nobody who does not see it is ever among them.
"""

from collections.abc import Sequence

from servicedesk.rules.clocks import DESK_CLOCKS

# After these actions these people are told. `desk`: the officer in charge, or every officer while there is
# none; `department`: who signed, or everybody who may sign; `decider` and `asker`: of a request.
AFTER: dict[str, tuple[str, ...]] = {
    "submit_ticket": ("desk",),
    "accept": ("enterprise",),
    "refuse": ("enterprise",),
    "ask_info": ("enterprise",),
    "give_info": ("desk", "department"),
    "answer": ("enterprise",),
    "dispatch": ("department",),
    "ask": ("enterprise",),
    "submit": ("desk",),
    "finish": ("desk",),
    "send_back": ("department",),
    "pass_review": ("enterprise",),
    "judge": ("desk",),
    "redo": ("department", "head", "enterprise"),
    "reopen": ("department", "head", "enterprise"),
    "ask_reopen": ("desk",),
    "withdraw": ("desk", "department"),
    "close": ("enterprise",),
    "recategorise": ("enterprise", "department"),
    "set_urgent": ("enterprise", "department", "head"),
    "request_extension": ("decider",),
    "request_suspension": ("decider",),
    "approve_extension": ("asker", "department", "enterprise"),
    "approve_suspension": ("asker", "department", "enterprise"),
    "refuse_extension": ("asker", "department"),
    "refuse_suspension": ("asker", "department"),
    "resume": ("department", "enterprise"),
}


def ring_audience(clock_kind: str, to: Sequence[str]) -> tuple[str, ...]:
    """Whom a step of the ladder is said to: `handler head officer desk_lead leader decider`.

    For the desk's clocks the officer on duty stands for the handler and the desk lead for the head; the
    promise is the desk lead's.
    """
    if clock_kind == "decide":
        stands_for = dict.fromkeys(("handler", "head", "desk_lead"), "decider")
    elif clock_kind in DESK_CLOCKS:
        stands_for = {"handler": "officer", "head": "desk_lead"}
    elif clock_kind == "promise":
        stands_for = {"handler": "desk_lead", "head": "desk_lead"}
    else:
        stands_for = {}
    return tuple(dict.fromkeys(stands_for.get(name, name) for name in to))
