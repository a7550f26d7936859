"""Whatever happens to matters, the stored limits are those of their events, and their explanations add up."""

import pytest

from servicedesk.operations.checking import check
from servicedesk.operations.seals import audit
from tests.cast import Cast
from tests.histories import Zone, contradictions, number_of_clocks


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
