"""What the workflow does with confidential matters and with clues of misconduct."""

from dataclasses import replace

import pytest

from servicedesk.rules.conditions import Facts
from servicedesk.rules.workflow import ASSIGNMENT, TICKET, admit, allowed, choose, recorded_as
from servicedesk.rules.workflow_rows import Effect
from tests.rules.test_workflow import FACTS

CONFIDENTIAL = replace(FACTS, confidential=True)


def test_of_a_confidential_matter_the_desk_speaks_with_the_enterprise() -> None:
    assert "relay_contact" not in allowed(TICKET, "in_progress", {"desk"}, FACTS)
    assert "contact" not in allowed(ASSIGNMENT, "working", {"handler"}, CONFIDENTIAL)
    row = choose(admit(ASSIGNMENT, "ask", "working", {"handler"}, CONFIDENTIAL), CONFIDENTIAL, {})
    assert (recorded_as(row, None), row.visible) == ("ask_desk", False)
    submitted = choose(admit(ASSIGNMENT, "submit", "working", {"handler"}, CONFIDENTIAL), CONFIDENTIAL, {})
    assert Effect("stop", "contact") not in submitted.effects


@pytest.mark.parametrize(
    "facts", [FACTS, replace(FACTS, misconduct=True, about_inspector=True)], ids=["no clue", "about itself"]
)
def test_only_clues_are_handed_over_and_never_to_those_complained_of(facts: Facts) -> None:
    assert "hand_to_inspector" not in allowed(TICKET, "accepted", {"desk"}, facts)


@pytest.mark.parametrize("action", ["dispatch", "answer", "join"])
def test_a_clue_is_neither_dispatched_nor_answered(action: str) -> None:
    clue = replace(FACTS, sensitive=True, misconduct=True)
    assert action in allowed(TICKET, "accepted", {"desk"}, FACTS)
    assert action not in allowed(TICKET, "accepted", {"desk"}, clue)
    assert "hand_to_inspector" in allowed(TICKET, "accepted", {"desk"}, clue)
