"""Dispatching on the page: the limits between which the desk chooses."""

import re

import pytest
from flask.testing import FlaskClient

from servicedesk.models import Ticket
from tests.cast import Cast
from tests.factories import step
from tests.operations.matters import clock_of
from tests.web.pages import sign_in, words

ENGLISH = {"Accept-Language": "en"}


def dispatching(client: FlaskClient, ticket: Ticket) -> str:
    return client.get(f"/matters/{ticket.number}/dispatch", headers=ENGLISH).text


def offered(page: str) -> list[str]:
    found = re.search(r'<select[^>]*name="policy".*?</select>', page, re.DOTALL)
    return re.findall(r'<option (?:selected )?value="(\w+)"', found[0]) if found else []


def test_the_desk_chooses_between_usual_and_complex_limits(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    sign_in(client, "officer")
    page = dispatching(client, ticket)
    assert offered(page) == ["standard", "complex"]
    assert '<option selected value="standard">Requests, services and suggestions: answered within 5' in page
    sent = {"lead": "jfj", "policy": "complex", "version": str(ticket.version)}
    assert client.post(f"/matters/{ticket.number}/dispatch", data=sent).status_code == 303
    assert clock_of(ticket, "resolve").amount == 15


@pytest.mark.database("sqlite")
def test_no_choice_is_offered_where_it_would_change_nothing(client: FlaskClient, cast: Cast) -> None:
    question, urgent = cast.ticket("accepted", kind="consultation"), cast.ticket()
    step(cast.officer, urgent, "accept", urgent=True)
    sign_in(client, "officer")
    for ticket in (question, urgent):
        page = dispatching(client, ticket)
        assert "Lead department" in page
        assert offered(page) == []


@pytest.mark.database("sqlite")
def test_a_choice_that_does_not_fit_is_said_beside_its_field(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    sign_in(client, "officer")
    sent = {"lead": "jfj", "policy": "urgent", "version": str(ticket.version)}
    answer = client.post(f"/matters/{ticket.number}/dispatch", data=sent, headers=ENGLISH)
    assert answer.status_code == 422
    assert "Limits: These limits are not for such a matter." in words(answer)
