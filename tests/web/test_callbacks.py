"""The page of calls: what it says of each, and recording a call from it."""

from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.cast import Cast
from tests.factories import NOW
from tests.operations.matters import act, at
from tests.web.pages import ENGLISH, sign_in, words


@pytest.fixture(autouse=True)
def at_work() -> Any:
    with time_machine.travel(at("11-23 14:30"), tick=False):
        yield


def test_a_call_is_prepared_recorded_and_tried_again(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("in_callback", kind="complaint")
    act(cast, ticket, "officer2", "callback", NOW, reached=False, comment="电话占线")
    sign_in(client, "officer")
    page = client.get("/desk/callbacks", headers=ENGLISH)
    said = words(page)
    for part in (
        "Call now",
        "What to ask",
        "1 of 3 times",
        "called, not reached",
        "电话占线",
        "138 1234 5678",
    ):
        assert part in said, part
    address = f"/matters/{ticket.number}/callback?next=/desk/callbacks"
    assert "What to ask" in words(client.get(address, headers=ENGLISH))
    answer = client.post(address, data={"reached": "no", "version": str(ticket.version)})
    assert (answer.status_code, answer.location) == (303, "/desk/callbacks")
    assert ticket.tries == 2
    assert "Next try from Tue 24 Nov" in words(client.get("/desk/callbacks", headers=ENGLISH))


def test_before_the_first_try_nothing_speaks_of_a_next_one(client: FlaskClient, cast: Cast) -> None:
    cast.ticket("in_callback", kind="complaint")
    with time_machine.travel(at("11-23 19:00"), tick=False):
        sign_in(client, "officer")
        page = words(client.get("/desk/callbacks", headers=ENGLISH))
    assert "To be called from Tue 24 Nov" in page
    assert "Next try" not in page


def test_others_are_left_to_judge_and_then_decided_on(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    sign_in(client, "officer")
    assert "Nobody is to be called" in words(client.get("/desk/callbacks", headers=ENGLISH))
    waiting = words(client.get("/desk/callbacks?list=wait", headers=ENGLISH))
    assert "Called from Wed 25 Nov" in waiting
    act(cast, ticket, "enterprise", "judge", NOW, solved="partly", satisfaction=2)
    decide = words(client.get("/desk/callbacks?list=decide", headers=ENGLISH))
    assert "judged online: Partly solved · Dissatisfied" in decide
    assert client.get("/desk/callbacks?list=nonsense").status_code == 404


def test_departments_have_no_queue_of_calls(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "handler")
    assert client.get("/desk/callbacks").status_code == 403


def test_a_leader_calls_about_what_the_supervisor_led(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "leader")
    assert client.get("/desk/callbacks").status_code == 200
    assert client.get("/desk/").status_code == 403
