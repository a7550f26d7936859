"""No call that reads asks the database more than twelve times, however much there is to show."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import As
from tests.cast import STAGES, Cast
from tests.factories import step, submitted

MOST = 12


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("reader", ["enterprise", "officer", "handler", "leader"])
def test_a_ticket_costs_few_statements(
    as_: As, cast: Cast, statements: Callable[[], Any], stage: str, reader: str
) -> None:
    number, caller = cast.ticket(stage).number, as_(reader)
    for path in (f"/tickets/{number}", f"/tickets/{number}/events"):
        with statements() as asked:
            caller.get(path)
        assert len(asked) <= MOST, "\n".join(asked)


def test_a_ticket_that_was_redone_costs_no_more(as_: As, cast: Cast, statements: Callable[[], Any]) -> None:
    ticket = cast.ticket("in_callback")
    step(cast.officer, ticket, "callback", reached=True, solved="no", satisfaction=1)
    step(cast.officer, ticket, "redo", reason="没有解决")
    number, officer = ticket.number, as_("officer")
    with statements() as asked:
        officer.get(f"/tickets/{number}")
    assert len(asked) <= MOST, "\n".join(asked)


def test_a_list_costs_the_same_for_one_ticket_and_for_many(
    as_: As, cast: Cast, statements: Callable[[], Any]
) -> None:
    officer, costs = as_("officer"), []
    query = {"category": "01", "department": "jfj,rsj", "q": "奖补", "order": "due", "overdue": "false"}
    for _ in range(2):
        for _ in range(5):
            submitted(cast.enterprise)
        with statements() as asked:
            officer.get("/tickets", **query)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 6


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/categories", 2),
        ("/departments", 2),
        ("/policies", 3),
        ("/calendar", 3),
        # Its reader, marks and days of facts, the counts and the settings of the score.
        ("/figures?by=department", 5),
        ("/requests", 2),
        ("/tickets?figure=sign_on_time&by=department&group=jfj", 4),
    ],
)
def test_other_calls_cost_few_statements(
    as_: As, cast: Cast, statements: Callable[[], Any], path: str, most: int
) -> None:
    cast.ticket("closed")
    leader = as_("leader")
    with statements() as asked:
        answer = leader.client.get(f"/api/v1{path}", headers=leader.headers)
    assert answer.status_code == 200
    assert len(asked) <= most, "\n".join(asked)
