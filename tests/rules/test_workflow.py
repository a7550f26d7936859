"""The workflow, exhaustively: every action in every state for everybody, allowed or refused.

What is allowed stands here once more, in words of its own, so that a slip in the table does not pass.
"""

from dataclasses import replace
from itertools import product

import pytest

from servicedesk.rules.call_workflow import CALL
from servicedesk.rules.conditions import Facts
from servicedesk.rules.refusals import NotFound, NotNow, NotYours
from servicedesk.rules.requests import REQUEST_STATES
from servicedesk.rules.whistle_workflow import WHISTLE, WhistleFacts
from servicedesk.rules.whistles import CALL_STATES, WHISTLE_STATES
from servicedesk.rules.workflow import (
    ASSIGNMENT,
    ASSIGNMENT_STATES,
    ENDED_STATES,
    FOLLOWING,
    OPEN_STATES,
    REQUEST,
    TICKET,
    TICKET_STATES,
    Row,
    actions,
    admit,
    allowed,
    choose,
)

PEOPLE = (
    "enterprise", "desk", "desk_lead", "caller", "handler", "assist", "instructed", "leader", "supervisor",
    "decider", "blower", "called", "lead", "asks_withdrawn", "names_lead",
)  # fmt: skip
FACTS = Facts(kind="request", has_lead=True, asked=True, silence_over=True, request="return", to_report=True)
FACTS = replace(FACTS, withdrawal="pressed")
OF_KEPT = {"relay_contact": {"confidential": True}, "hand_to_inspector": {"misconduct": True}}
OPEN = "submitted awaiting_info accepted in_progress tracking in_review joined in_callback"
# action: (states, people)
TICKET_RULES = {
    "accept": ("submitted awaiting_info", "desk"),
    "refuse": ("submitted awaiting_info", "desk"),
    "ask_info": ("submitted", "desk"),
    "give_info": (OPEN, "enterprise desk"),
    "answer": ("submitted accepted", "desk"),
    "dispatch": ("accepted", "desk names_lead"),
    "hand_to_inspector": ("submitted awaiting_info accepted", "desk"),
    "relay_contact": ("in_progress tracking in_review", "desk"),
    "recategorise": ("submitted awaiting_info accepted in_progress tracking in_review", "desk"),
    "set_urgent": ("submitted awaiting_info accepted in_progress tracking in_review", "desk"),
    "join": ("submitted awaiting_info accepted in_progress in_review", "desk"),
    "unjoin": ("joined", "desk"),
    "pass_review": ("in_review", "desk"),
    "send_back": ("in_review", "desk"),
    "callback": ("in_callback", "caller"),
    "judge": ("in_callback", "enterprise"),
    "redo": ("in_callback", "desk"),
    "close": ("in_callback", "desk"),
    "ask_reopen": ("closed", "enterprise"),
    "reopen": ("closed", "desk"),
    "withdraw": (OPEN, "enterprise"),
    "request_tracking": ("in_progress", "lead"),
    "feedback": ("tracking", "lead"),
    "request_exclusion": ("in_progress tracking in_review in_callback closed", "lead"),
    "reopen_withdrawn": ("withdrawn", "asks_withdrawn"),
    "check_withdrawal": ("withdrawn", "asks_withdrawn"),
    "instruct": (OPEN + " closed", "leader"),
    "report_back": (OPEN + " closed refused withdrawn handed_over", "instructed"),
    "urge": (OPEN, "enterprise desk leader supervisor"),
    "supervise": (OPEN, "desk_lead leader supervisor"),
    "note": (OPEN + " closed refused withdrawn handed_over", "desk"),
}
ASSIGNMENT_RULES = {
    "sign": ("to_sign", "handler assist"),
    "return": ("to_sign", "handler"),
    "hand_over": ("to_sign working suspended submitted", "handler assist"),
    "contact": ("working", "handler assist"),
    "progress": ("working suspended", "handler assist"),
    "ask": ("working suspended", "handler assist"),
    "request_extension": ("working", "handler"),
    "request_suspension": ("working", "handler assist"),
    "resume": ("suspended", "handler assist"),
    "submit": ("working", "handler assist"),
    "finish": ("to_sign working", "handler assist"),
}
REQUEST_RULES = {
    "approve": ("pending", "decider"),
    "refuse": ("pending", "decider"),
    "dispute": ("refused", "handler"),
    "rule": ("disputed", "decider"),
}
WHISTLE_RULES = {
    "approve": ("asked", "decider"),
    "refuse": ("asked", "decider"),
    "ratify": ("blown closed", "decider"),
    "note": ("blown closed", "blower desk leader called"),
    "hold_meeting": ("blown", "blower desk leader"),
    "close": ("blown", "blower desk leader"),
}
CALL_RULES = {
    "report_in": ("called", "called"),
    "score": ("called reported_in absent", "blower"),
    "answer": ("reported_in absent", "called"),
}
VERBS = {"start", "stop", "pause", "resume", "cancel", "extend", "rebudget", "end", "transfer"}
TABLES = [
    (TICKET, TICKET_STATES, TICKET_RULES),
    (ASSIGNMENT, ASSIGNMENT_STATES, ASSIGNMENT_RULES),
    (REQUEST, REQUEST_STATES, REQUEST_RULES),
    (WHISTLE, WHISTLE_STATES, WHISTLE_RULES),
    (CALL, CALL_STATES, CALL_RULES),
]
TABLE_NAMES = ["ticket", "assignment", "request", "whistle", "call"]
ROWS = TICKET + FOLLOWING + ASSIGNMENT + REQUEST + WHISTLE + CALL


def test_the_rules_here_speak_of_every_action() -> None:
    assert set(actions(TICKET)) == set(TICKET_RULES)
    assert set(actions(ASSIGNMENT)) == set(ASSIGNMENT_RULES)
    assert set(actions(REQUEST)) == set(REQUEST_RULES)
    assert set(actions(WHISTLE)) == set(WHISTLE_RULES)
    assert set(actions(CALL)) == set(CALL_RULES)


@pytest.mark.parametrize(("table", "states", "rules"), TABLES, ids=TABLE_NAMES)
def test_every_action_in_every_state_for_everybody(
    table: tuple[Row, ...], states: tuple[str, ...], rules: dict[str, tuple[str, str]]
) -> None:
    for (action, (right_states, right_people)), state, person in product(rules.items(), states, PEOPLE):
        its_person, its_state = person in right_people.split(), state in right_states.split()
        case, facts = f"{person} {action} in {state}", replace(FACTS, **OF_KEPT.get(action, {}))
        if its_person and its_state:
            assert admit(table, action, state, {person}, facts), case
            assert action in allowed(table, state, {person}, facts), case
            continue
        with pytest.raises(NotNow if its_person else NotYours) as refused:
            admit(table, action, state, {person}, facts)
        assert refused.value.actions == allowed(table, state, {person}, facts), case
        assert action not in refused.value.actions, case


@pytest.mark.parametrize(("table", "states", "rules"), TABLES, ids=TABLE_NAMES)
def test_somebody_who_is_nothing_to_a_matter_may_do_nothing(
    table: tuple[Row, ...], states: tuple[str, ...], rules: dict[str, tuple[str, str]]
) -> None:
    assert {allowed(table, state, set(), FACTS) for state in states} == {()}


@pytest.mark.parametrize("row", FOLLOWING, ids=lambda row: row.action)
def test_what_a_joined_matter_does_after_its_main_one_nobody_does_by_hand(row: Row) -> None:
    assert not row.who
    assert row.action not in actions(TICKET)


def test_an_unknown_action_does_not_exist() -> None:
    with pytest.raises(NotFound):
        admit(TICKET, "approve", "submitted", {"desk"}, FACTS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.action)
def test_rows_name_only_states_people_and_verbs_that_exist(row: Row) -> None:
    states = set(TICKET_STATES) | set(ASSIGNMENT_STATES) | set(REQUEST_STATES)
    states |= set(WHISTLE_STATES) | set(CALL_STATES)
    assert row.sources <= states
    assert {row.ticket, row.assignment, row.request, row.whistle, row.call} - {None} <= states
    assert row.who <= set(PEOPLE)
    assert {effect.verb for effect in row.effects} <= VERBS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.action)
def test_whatever_ends_a_matter_leaves_no_clock_running(row: Row) -> None:
    if row.ticket not in ENDED_STATES:
        return
    ends_all = any(effect.verb == "cancel" and effect.clock == "*" for effect in row.effects)
    # In callback only the callback clock is left; before it, those that the result ends.
    ends_callback = row.sources == {"in_callback"} and any(e.clock == "callback" for e in row.effects)
    assert ends_all or ends_callback


def test_every_open_state_has_a_way_on_and_only_closed_and_withdrawn_ones_come_back() -> None:
    everybody = set(PEOPLE)
    leaving = {
        state: [
            row for row in TICKET + ASSIGNMENT if state in row.sources and row.ticket and row.who & everybody
        ]
        for state in TICKET_STATES
    }
    assert all(leaving[state] for state in OPEN_STATES - {"in_progress"})
    assert {state for state in ENDED_STATES if leaving[state]} == {"closed", "withdrawn"}
    # From in_progress a department's result leads on.
    assert {row.ticket for row in ASSIGNMENT} >= {"in_review", "in_callback"}


@pytest.mark.parametrize(
    ("facts", "table", "action", "state", "given", "ends_in"),
    [
        (FACTS, TICKET, "judge", "in_callback", {"solved": "yes", "satisfaction": 3}, "closed"),
        (FACTS, TICKET, "judge", "in_callback", {"solved": "yes", "satisfaction": 2}, None),
        (FACTS, TICKET, "judge", "in_callback", {"solved": "partly", "satisfaction": 5}, None),
        (FACTS, TICKET, "judge", "in_callback", {"solved": "no", "satisfaction": 5}, None),
        (
            FACTS,
            TICKET,
            "callback",
            "in_callback",
            {"reached": True, "solved": "yes", "satisfaction": 4},
            "closed",
        ),
        (
            FACTS,
            TICKET,
            "callback",
            "in_callback",
            {"reached": True, "solved": "no", "satisfaction": 1},
            None,
        ),
        (FACTS, TICKET, "callback", "in_callback", {"reached": False}, None),
        (replace(FACTS, tries=1), TICKET, "callback", "in_callback", {"reached": False}, None),
        (replace(FACTS, tries=2), TICKET, "callback", "in_callback", {"reached": False}, "closed"),
        (
            replace(FACTS, tries=2, answered=True),
            TICKET,
            "callback",
            "in_callback",
            {"reached": False},
            None,
        ),
        (FACTS, TICKET, "redo", "in_callback", {}, "in_progress"),
        (replace(FACTS, has_lead=False), TICKET, "redo", "in_callback", {}, "accepted"),
        (FACTS, TICKET, "reopen", "closed", {}, "in_progress"),
        (replace(FACTS, has_lead=False), TICKET, "reopen", "closed", {}, "accepted"),
        (FACTS, TICKET, "give_info", "awaiting_info", {}, "submitted"),
        (FACTS, TICKET, "give_info", "in_review", {}, None),
        (FACTS, TICKET, "answer", "accepted", {}, "in_callback"),
        (replace(FACTS, kind="praise"), TICKET, "answer", "accepted", {}, "closed"),
        (FACTS, ASSIGNMENT, "submit", "working", {}, "in_review"),
        (replace(FACTS, reviewed=False), ASSIGNMENT, "submit", "working", {}, "in_callback"),
        (replace(FACTS, reviewed=False), ASSIGNMENT, "finish", "to_sign", {}, "in_callback"),
        (FACTS, ASSIGNMENT, "sign", "to_sign", {}, None),
        (replace(FACTS, kind="praise"), ASSIGNMENT, "sign", "to_sign", {}, "closed"),
    ],
)
def test_an_action_ends_where_its_facts_lead(
    facts: Facts,
    table: tuple[Row, ...],
    action: str,
    state: str,
    given: dict[str, object],
    ends_in: str | None,
) -> None:
    rows = admit(table, action, state, PEOPLE, facts)
    assert choose(rows, facts, given).ticket == ends_in


@pytest.mark.parametrize(
    ("facts", "action", "state", "people"),
    [
        (replace(FACTS, silence_over=False), "accept", "awaiting_info", {"desk"}),
        (replace(FACTS, silence_over=False), "refuse", "awaiting_info", {"desk"}),
        (replace(FACTS, withdrawal=""), "check_withdrawal", "withdrawn", {"asks_withdrawn"}),
        (replace(FACTS, withdrawal="own_wish"), "reopen_withdrawn", "withdrawn", {"asks_withdrawn"}),
        (replace(FACTS, asked=False), "close", "in_callback", {"desk"}),
        (replace(FACTS, reopening_over=True), "reopen", "closed", {"desk"}),
        (replace(FACTS, reopening_over=True), "ask_reopen", "closed", {"enterprise"}),
    ],
)
def test_guards_refuse_with_a_reason_and_take_the_action_off_the_list(
    facts: Facts, action: str, state: str, people: set[str]
) -> None:
    with pytest.raises(NotNow) as refused:
        admit(TICKET, action, state, people, facts)
    assert len(str(refused.value)) > 20
    assert action not in allowed(TICKET, state, people, facts)
    assert action in allowed(TICKET, state, people, FACTS)


OF_A_WHISTLE = WhistleFacts(kind="key", graded=True)


@pytest.mark.parametrize(
    ("facts", "table", "action", "state", "people"),
    [
        (replace(OF_A_WHISTLE, ratification="unneeded"), WHISTLE, "ratify", "blown", {"decider"}),
        (replace(OF_A_WHISTLE, ratification="done"), WHISTLE, "ratify", "blown", {"decider"}),
        (replace(OF_A_WHISTLE, meets=False), WHISTLE, "hold_meeting", "blown", {"desk"}),
        (replace(OF_A_WHISTLE, closed=False, graded=False), CALL, "score", "reported_in", {"blower"}),
        (OF_A_WHISTLE, CALL, "score", "absent", {"blower"}),
        (replace(OF_A_WHISTLE, graded=False), CALL, "answer", "absent", {"called"}),
        (replace(OF_A_WHISTLE, answered_grade=True), CALL, "answer", "absent", {"called"}),
    ],
)
def test_guards_of_whistles_refuse_with_a_reason(
    facts: WhistleFacts, table: tuple[Row, ...], action: str, state: str, people: set[str]
) -> None:
    with pytest.raises(NotNow) as refused:
        admit(table, action, state, people, facts)
    assert len(str(refused.value)) > 20
    assert action not in allowed(table, state, people, facts)
