"""What happens next: who has the matter, what they do, and which limit counts."""

from datetime import datetime

import pytest

from servicedesk.rules.clocks import ASSIGNMENT_CLOCKS
from servicedesk.rules.next_step import WATCHED, WATCHED_BY_DEPARTMENT, next_step
from servicedesk.rules.workflow import ASSIGNMENT_STATES, ENDED_STATES, OPEN_STATES, TICKET_STATES

CASES = [
    ("submitted", None, False, "desk", "accept", "周敏 accepts the matter or answers it."),
    ("awaiting_info", None, False, "enterprise", None, "The enterprise gives the facts that 周敏 asked for."),
    ("accepted", None, False, "desk", "dispatch", "周敏 hands the matter to a department."),
    ("in_progress", "to_sign", False, "department", "sign", "周敏 signs for the matter."),
    ("in_progress", "working", False, "department", "contact", "周敏 speaks with the enterprise."),
    ("in_progress", "working", True, "department", "resolve",
     "周敏 solves the matter and submits the result."),
    ("tracking", "working", True, "department", "feedback",
     "周敏 tells the enterprise how it stands, or submits the result."),
    ("in_review", "submitted", True, "desk", "review", "周敏 reviews the result."),
    ("in_callback", "done", True, "enterprise", "callback",
     "The enterprise judges the result, or 周敏 calls."),
    ("joined", None, False, "desk", "promise", "It is answered with its main matter."),
    ("in_progress", "suspended", True, "department", None,
     "Suspended until 2026-12-04 10:00:00; it goes on by itself then."),
    # After a redo the share waits to be signed, and is contacted anew.
    ("in_progress", "to_sign", True, "department", "sign", "周敏 signs for the matter."),
]  # fmt: skip


@pytest.mark.parametrize(("state", "share", "contacted", "who", "clock", "sentence"), CASES)
def test_each_open_state_has_somebody_and_something_to_do(
    state: str, share: str | None, contacted: bool, who: str, clock: str | None, sentence: str
) -> None:
    step = next_step(state, share, contacted, "周敏", until=datetime(2026, 12, 4, 10))
    assert (step.who, step.clock, str(step.sentence)) == (who, clock, sentence)


def test_a_clue_of_misconduct_is_handed_over() -> None:
    step = next_step("accepted", None, False, "周敏", kept=True)
    assert (step.who, step.clock) == ("desk", "dispatch")
    assert str(step.sentence) == "周敏 hands the matter over to the inspector's office."


def test_after_an_answer_that_closed_nothing_the_desk_decides() -> None:
    step = next_step("in_callback", "done", True, "周敏", answered=True)
    assert (step.who, step.clock) == ("desk", None)
    assert str(step.sentence) == "周敏 decides: it is done again, or closed with a reason."


def test_the_cases_here_are_all_open_states() -> None:
    assert {state for state, *_ in CASES} == OPEN_STATES


@pytest.mark.parametrize("state", sorted(ENDED_STATES))
def test_what_has_ended_waits_for_nobody(state: str) -> None:
    for share in (None, "done", "cancelled"):
        step = next_step(state, share, False, "周敏")
        assert (step.who, step.clock) == ("nobody", None)
        assert "周敏" not in str(step.sentence)


def test_each_end_has_a_sentence_of_its_own() -> None:
    sentences = {str(next_step(state, None, False, "周敏").sentence) for state in ENDED_STATES}
    assert len(sentences) == len(ENDED_STATES)


def test_the_limits_that_order_the_queues_belong_to_whose_queue_it_is() -> None:
    assert set(WATCHED) <= set(TICKET_STATES)
    # The next feedback orders the queues of both.
    assert {clock for clocks in WATCHED.values() for clock in clocks} & ASSIGNMENT_CLOCKS == {"feedback"}
    assert set(WATCHED_BY_DEPARTMENT) <= set(ASSIGNMENT_STATES)
    assert {clock for clocks in WATCHED_BY_DEPARTMENT.values() for clock in clocks} <= ASSIGNMENT_CLOCKS
    # Every open state has a limit but the one in which the time stands still.
    assert OPEN_STATES - set(WATCHED) == {"awaiting_info"}
