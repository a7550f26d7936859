"""Whatever happens to matters, the stored limits are those of their events, and their explanations add up."""

import pytest

from servicedesk.operations.checking import check
from servicedesk.operations.seals import audit
from tests.cast import Cast
from tests.histories import SELDOM, Zone, contradictions, number_of_clocks


@pytest.mark.parametrize("seed", [1, 2])
def test_random_histories_leave_what_their_events_say(cast: Cast, seed: int) -> None:
    zone = Zone(cast, seed)
    zone.play(matters=8, steps=40)
    assert zone.counts["submit_ticket"] == 8
    assert number_of_clocks() > 30
    assert contradictions() == []
    checked = check(now=zone.now)
    assert (checked.differences, checked.tickets, checked.older) == ([], 8, 0)
    assert list(audit()) == []


# Departments mostly return what they are given, and little else happens.
BACK_AND_FORTH = SELDOM | {
    "return": 1, "refuse": 1, "approve": 0.4, "sign": 0.03, "finish": 0.02,
    **dict.fromkeys(("withdraw", "recategorise", "set_urgent", "give_info", "answer", "note"), 0.02),
    **dict.fromkeys(("urge", "supervise", "instruct", "ask_info", "request_tracking"), 0.02),
}  # fmt: skip


def test_matters_that_go_back_and_forth_leave_what_their_events_say(cast: Cast) -> None:
    zone = Zone(cast, 9, BACK_AND_FORTH)
    zone.play(matters=3, steps=150)
    assert all(zone.counts[action] for action in ("return", "approve", "refuse", "dispute", "rule"))
    assert contradictions() == []
    assert check(now=zone.now).differences == []
    assert list(audit()) == []
