"""The page of a signed link for judging: without signing in, without JavaScript, and never twice."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicedesk.models import Ticket
from servicedesk.operations.deliveries import deliver
from servicedesk.rules.judging_links import Link, signed
from servicedesk.web.public import judging
from tests.cast import Cast
from tests.factories import NOW
from tests.operations.matters import act
from tests.web.pages import ENGLISH, csrf_token, sign_in, words

pytestmark = pytest.mark.usefixtures("at_work")


def address_of(app: Flask, ticket: Ticket) -> str:
    return f"/j/{signed(Link(ticket.number, ticket.cycle), str(app.secret_key))}"


def test_opening_changes_nothing_and_one_tap_judges(app: Flask, client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    address = address_of(app, ticket)
    for _ in range(2):
        page = client.get(address, headers=ENGLISH)
        assert page.status_code == 200
        assert ticket.title in words(page)
        assert page.headers["Cache-Control"] == "no-store"
    assert client.head(address).status_code == 200
    assert ticket.state == "in_callback"
    app.config["WTF_CSRF_ENABLED"] = True
    tap = {"solved": "yes", "satisfaction": "5"}
    assert client.post(address, data=tap).status_code == 400
    tap["csrf_token"] = csrf_token(client.get(address))
    assert client.post(address, data=tap).status_code == 303
    assert ticket.state == "closed"
    assert "judged already" in words(client.get(address, headers=ENGLISH))
    again = client.post(address, data=tap, headers=ENGLISH)
    assert again.status_code == 409
    assert "judged already" in words(again)


def test_what_is_missing_is_asked_for(app: Flask, client: FlaskClient, cast: Cast) -> None:
    address = address_of(app, cast.ticket("in_callback"))
    page = client.post(address, data={"solved": "no", "comment": "没有解决"}, headers=ENGLISH)
    assert page.status_code == 422
    assert "没有解决" in page.text


def test_a_confidential_matter_shows_its_number_only(app: Flask, client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("accepted", confidential=True)
    act(cast, ticket, "officer", "answer", NOW, text="绝密的答复")
    page = words(client.get(address_of(app, ticket), headers=ENGLISH))
    assert ticket.number in page
    for secret in (ticket.title, ticket.description, "绝密的答复", cast.enterprise.name):
        assert secret not in page


def test_links_that_nobody_gave_out_are_slowed_down(client: FlaskClient, cast: Cast) -> None:
    answers = [client.get(f"/j/wrong.{n}").status_code for n in range(22)]
    assert set(answers[:20]) == {404}
    assert answers[21] == 429
    assert judging.WRONG_LINKS.startswith("20 ")


def test_the_message_leads_to_the_link(client: FlaskClient, cast: Cast, db: Any) -> None:
    ticket = cast.ticket("in_callback")
    deliver(NOW)
    sign_in(client, "enterprise")
    page = client.get("/account/messages", headers=ENGLISH)
    assert "Judge with one tap" in page.text
    address = page.text.split('href="/j/')[1].split('"')[0]
    client.post("/logout")
    client.post(f"/j/{address}", data={"solved": "yes", "satisfaction": "4"})
    assert ticket.state == "closed"
