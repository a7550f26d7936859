"""Every code that the product stores has a word, in both languages."""

from collections.abc import Iterable

import pytest
from flask import Flask
from flask_babel import force_locale

from servicedesk.rules import (
    access,
    cards,
    clocks,
    instructions,
    notices,
    policy,
    requests,
    whistle_notices,
    whistles,
    workflow,
)
from servicedesk.rules.call_workflow import CALL
from servicedesk.rules.whistle_workflow import WHISTLE
from servicedesk.web.notices import DATED, SENTENCES
from servicedesk.web.whistle_words import SENTENCES as OF_WHISTLES
from servicedesk.web.words import word

CODES: dict[str, Iterable[str]] = {
    "state": workflow.TICKET_STATES,
    "assignment_state": workflow.ASSIGNMENT_STATES,
    "kind": workflow.KINDS,
    "channel": workflow.CHANNELS,
    "contact_way": workflow.CONTACT_WAYS,
    "clock": (*clocks.CLOCK_KINDS, *clocks.KIND_OF),
    "clock_state": clocks.CLOCK_STATES,
    "step": policy.STEPS,
    "role": access.ROLES,
    "action": {
        action
        for table in (workflow.TICKET, workflow.ASSIGNMENT, workflow.REQUEST, WHISTLE, CALL)
        for action in workflow.actions(table)
    },
    "deed": {
        "submit_ticket", "attach", *policy.STEPS, *workflow.actions(workflow.TICKET),
        *workflow.actions(workflow.ASSIGNMENT), "calendar_changed", *whistle_notices.AFTER,
        *(f"supervise_{card}" for card in cards.CARDS), "raised_redone", "raised_returned",
        *(f"{decision}_{kind}" for decision in ("approve", "refuse") for kind in requests.REQUEST_KINDS),
        "dispute_return", "rule_return",
    },
    "instruction_state": instructions.INSTRUCTION_STATES,
    "raised": ("redone", "returned"),
    "request_kind": requests.REQUEST_KINDS,
    "request_state": requests.REQUEST_STATES,
    "suspension_code": requests.SUSPENSION_CODES,
    "whistle_state": whistles.WHISTLE_STATES,
    "call_state": whistles.CALL_STATES,
    "report_way": whistles.REPORT_WAYS,
    "grade": "12345",
    "satisfaction": "12345",
    "solved": ("yes", "partly", "no"),
}  # fmt: skip

pytestmark = pytest.mark.database("sqlite")


@pytest.mark.parametrize("family", CODES)
def test_every_code_has_a_word_of_its_own_in_each_language(app: Flask, family: str) -> None:
    with app.test_request_context():
        for code in CODES[family]:
            with force_locale("en"):
                english = word(family, code)
            with force_locale("zh_CN"):
                chinese = word(family, code)
            assert english != code, f"{family} {code} has no word in servicedesk/web/words.py"
            assert chinese != english, f"{family} {code} has no Chinese"


def test_every_message_that_is_sent_has_a_sentence() -> None:
    assert set(notices.AFTER) <= set(SENTENCES) | set(DATED)
    assert {action for action, people in whistle_notices.AFTER.items() if people} <= set(OF_WHISTLES)
    assert {f"ring_{step}" for step in policy.STEPS} <= set(DATED)
