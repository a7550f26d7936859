"""Who is told of a step, and to whom the ladder speaks."""

import pytest

from servicedesk.rules.clocks import ASSIGNMENT_CLOCKS, DESK_CLOCKS, KIND_OF
from servicedesk.rules.notices import AFTER, BESIDE_STEPS, ring_audience, told_as
from servicedesk.rules.policy import Policy
from servicedesk.rules.requests import REQUEST_KINDS
from servicedesk.rules.workflow import ASSIGNMENT, FOLLOWING, REQUEST, TICKET, actions, recorded_as
from tests.rules.facts import POLICIES

WORDS = {
    "desk", "officer", "desk_lead", "enterprise", "department", "handler", "head", "leader", "decider",
    "asker", "supervisor", "instructor", "in_charge", "inspector",
}  # fmt: skip


@pytest.mark.parametrize(
    ("clock", "to", "heard"),
    [
        ("resolve", ["handler"], ("handler",)),
        ("sign", ["handler", "head"], ("handler", "head")),
        ("contact", ["head", "desk_lead"], ("head", "desk_lead")),
        ("resolve", ["leader"], ("leader",)),
        # The desk's own: the officer for the handler, the desk lead for the head; each once.
        ("accept", ["handler"], ("officer",)),
        ("dispatch", ["handler", "head"], ("officer", "desk_lead")),
        ("review", ["head", "desk_lead"], ("desk_lead",)),
        ("callback", ["leader"], ("leader",)),
        # The promise is the desk lead's.
        ("promise", ["handler"], ("desk_lead",)),
        ("promise", ["handler", "head"], ("desk_lead",)),
        ("promise", ["head", "desk_lead"], ("desk_lead",)),
        ("promise", ["leader"], ("leader",)),
        # An instruction's: the leader who gave it, for every leader.
        ("instruction", ["handler", "head"], ("handler", "head")),
        ("instruction", ["head", "desk_lead"], ("head", "desk_lead")),
        ("instruction", ["leader"], ("instructor",)),
    ],
)
def test_the_ladder_speaks_to_those_whose_clock_it_is(
    clock: str, to: list[str], heard: tuple[str, ...]
) -> None:
    assert ring_audience(clock, to) == heard


@pytest.mark.parametrize("policy", POLICIES.values(), ids=lambda policy: policy.code)
def test_every_step_of_every_ladder_has_somebody_to_speak_to(policy: Policy) -> None:
    for clock in {KIND_OF.get(name, name) for name in policy.budgets}:
        for step in policy.ladder:
            audience = ring_audience(clock, step.to)
            assert audience
            assert set(audience) <= WORDS
            # Nobody of a department hears of a clock that belongs to no share.
            assert clock in ASSIGNMENT_CLOCKS | {"decide"} or not {"handler", "head"} & set(audience)


def test_only_steps_that_exist_tell_somebody() -> None:
    decisions = {recorded_as(row, kind) for row in REQUEST for kind in REQUEST_KINDS}
    shares = {recorded_as(row, None) for row in ASSIGNMENT}
    shares |= {row.action for row in FOLLOWING}
    assert set(AFTER) - BESIDE_STEPS <= {"submit_ticket", *actions(TICKET), *shares, *decisions}
    assert {word for words in AFTER.values() for word in words} <= WORDS
    assert not DESK_CLOCKS & ASSIGNMENT_CLOCKS


def test_the_enterprise_hears_of_nothing_that_it_may_not_see() -> None:
    shown = {row.action for row in TICKET + FOLLOWING + ASSIGNMENT if row.visible} | {"submit_ticket"}
    shown |= {recorded_as(row, kind) for row in REQUEST if row.visible for kind in REQUEST_KINDS}
    assert {action for action, words in AFTER.items() if "enterprise" in words} - BESIDE_STEPS <= shown


@pytest.mark.parametrize(
    ("action", "leads_to", "told"),
    [
        ("submit", "in_review", "submit"),
        ("submit", "in_callback", "pass_review"),
        ("finish", "closed", "result_closed"),
        ("pass_review", "in_callback", "pass_review"),
        ("answer", "in_callback", "answer"),
        ("answer", "closed", "result_closed"),
        ("judge", "closed", "judge"),
        ("close", "closed", "close"),
    ],
)
def test_a_result_is_told_by_what_it_leads_to(action: str, leads_to: str, told: str) -> None:
    assert told_as(action, leads_to) == told
