"""Who is told what: after each step of a matter, and at each step of a limit's ladder.

Audiences are named by what people are to the matter; nobody who does not see it is ever among them.
"""

from collections.abc import Sequence

from servicedesk.rules.clocks import DESK_CLOCKS

# After these actions these people are told. `desk`: the officer in charge, or every officer while there is
# none; `department`: who signed, or everybody who may sign; `decider` and `asker`: of a request;
# `instructor`: the leader who instructed; `in_charge`: the department while it works, else the desk.
AFTER: dict[str, tuple[str, ...]] = {
    "submit_ticket": ("desk",),
    "accept": ("enterprise",),
    "refuse": ("enterprise",),
    "ask_info": ("enterprise",),
    "give_info": ("desk", "department"),
    "answer": ("enterprise",),
    "dispatch": ("department",),
    "ask": ("enterprise",),
    "hand_over": ("department",),
    "handed_on": ("department",),
    "ask_desk": ("desk",),
    "relay_contact": ("department",),
    "hand_to_inspector": ("inspector", "enterprise"),
    "assist_asked": ("department",),
    "assist_ended": ("department",),
    "submit_part": ("department",),
    "submit": ("desk",),
    "finish": ("desk",),
    "send_back": ("department",),
    "pass_review": ("enterprise",),
    "join": ("enterprise", "department"),
    "unjoin": ("enterprise",),
    "become_main": ("desk",),
    "judge": ("desk",),
    "redo": ("department", "head", "enterprise"),
    "reopen": ("department", "head", "enterprise"),
    "reopen_withdrawn": ("desk", "enterprise"),
    "ask_reopen": ("decider",),
    "withdraw": ("desk", "department"),
    "close": ("enterprise",),
    "recategorise": ("enterprise", "department"),
    "set_urgent": ("enterprise", "department", "head"),
    "request_extension": ("decider",),
    "request_suspension": ("decider",),
    "approve_extension": ("asker", "department", "enterprise"),
    "approve_suspension": ("asker", "department", "enterprise"),
    "approve_suspension_part": ("asker", "department"),
    "refuse_extension": ("asker", "department"),
    "refuse_suspension": ("asker", "department"),
    "request_tracking": ("decider",),
    "approve_tracking": ("asker", "department", "head", "desk", "enterprise"),
    "refuse_tracking": ("asker", "department"),
    "feedback": ("desk", "enterprise"),
    "main_tracked": ("enterprise",),
    "main_feedback": ("enterprise",),
    "request_exclusion": ("decider",),
    "approve_exclusion": ("asker", "department"),
    "refuse_exclusion": ("asker", "department"),
    "approve_reopening": ("asker", "enterprise", "department", "head"),
    "refuse_reopening": ("asker", "enterprise"),
    "return": ("decider",),
    "approve_return": ("desk",),
    "refuse_return": ("asker", "department"),
    "dispute_return": ("decider", "desk_lead"),
    "rule_return": ("asker", "department", "desk_lead"),
    "return_ruled_away": ("desk", "desk_lead"),
    "resume": ("department", "enterprise"),
    "resume_part": ("department",),
    "instruct": ("desk",),
    "instructed": ("department", "head"),
    "report_back": ("instructor", "desk"),
    "urge": ("in_charge",),
    "supervise_blue": ("in_charge", "head"),
    "supervise_yellow": ("in_charge", "head", "desk_lead"),
    "supervise_red": ("in_charge", "head", "desk_lead", "leader"),
    "supervision_raised": ("leader", "supervisor", "head", "desk_lead"),
    "draw_withdrawal": ("supervisor",),
    "withdrawal_pressed": ("supervisor", "leader"),
    "promise_moved": ("enterprise",),
    "result_closed": ("enterprise",),
}
ASKS_FOR_JUDGEMENT = frozenset({"answer", "pass_review"})
"""As what a result is told that the enterprise is asked to judge."""
WITH_CONTENT = frozenset({"give_info"})
"""What is about content that departments do not get of a confidential matter."""
SUPERVISED = {"blue": "supervise_blue", "yellow": "supervise_yellow", "red": "supervise_red"}
"""As what a supervision is told, by its card."""
BESIDE_STEPS = frozenset({"promise_moved", "result_closed", "assist_asked", "assist_ended"})
BESIDE_STEPS |= frozenset(
    {
        "draw_withdrawal",
        "withdrawal_pressed",
        "return_ruled_away",
        "instructed",
        "supervision_raised",
        *SUPERVISED.values(),
    }
)
BESIDE_STEPS |= frozenset({"handed_on"})
"""What is told although no step bears this name; what of it the enterprise hears, it sees in the step."""
_GIVE_RESULTS = frozenset({"answer", "submit", "finish", "pass_review", "main_answered"})


def told_as(action: str, leads_to: str | None) -> str:
    """The name under which AFTER knows a step that leads the ticket to this state.

    A result that reaches the enterprise at once is told to it like one that was reviewed; one with which
    the matter ends asks for no judgement. Of a ruling the department hears that has the matter still.
    """
    if action == "rule_return" and leads_to == "accepted":
        return "return_ruled_away"
    if action not in _GIVE_RESULTS or leads_to not in ("in_callback", "closed"):
        return action
    if leads_to == "closed":
        return "result_closed"
    return action if action == "answer" else "pass_review"


def ring_audience(clock_kind: str, to: Sequence[str], *, of_share: bool = True) -> tuple[str, ...]:
    """Whom a step of the ladder is said to: `handler head officer desk_lead leader supervisor`.

    For the desk's clocks the officer on duty stands for the handler and the desk lead for the head; the
    promise is the desk lead's. The contact on a confidential matter (of no share) is the desk's.
    """
    if clock_kind == "decide":
        stands_for = dict.fromkeys(("handler", "head", "desk_lead"), "decider")
    elif clock_kind in DESK_CLOCKS or (clock_kind == "contact" and not of_share):
        stands_for = {"handler": "officer", "head": "desk_lead"}
    elif clock_kind == "instruction":
        stands_for = {"leader": "instructor"}
    elif clock_kind == "promise":
        stands_for = {"handler": "desk_lead", "head": "desk_lead"}
    else:
        stands_for = {}
    return tuple(dict.fromkeys(stands_for.get(name, name) for name in to))
