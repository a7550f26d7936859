"""Signing in and out: who gets in, and who is slowed down."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from servicedesk.models import Event, Person
from servicedesk.rules import passwords
from tests.cast import Cast
from tests.factories import NOW
from tests.web.pages import ENGLISH, csrf_token, sign_in, words

WRONG = "Wrong-Password-1"


def refused(client: FlaskClient, username: str, password: str = WRONG) -> str:
    """The sentence with which signing in is refused."""
    response = client.post("/login", data={"username": username, "password": password}, headers=ENGLISH)
    assert response.status_code == 422
    return words(response)


def test_the_right_password_opens_the_account(client: FlaskClient, cast: Cast) -> None:
    assert sign_in(client, "officer").status_code == 302
    assert "周敏" in words(client.get("/account"))


def test_the_user_name_may_be_typed_in_capitals_and_with_spaces(client: FlaskClient, cast: Cast) -> None:
    assert sign_in(client, " Officer ").status_code == 302


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(client: FlaskClient, cast: Cast) -> None:
    known, unknown = refused(client, "officer"), refused(client, "nobody.here")
    assert known == unknown
    assert "The user name or the password is not right." in known


def test_an_unknown_name_costs_a_password_check_too(
    client: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from servicedesk.operations import accounts

    checked = []
    real = accounts._matches

    def watched(digest: str, given: str) -> bool:
        checked.append(digest)
        return real(digest, given)

    monkeypatch.setattr(accounts, "_matches", watched)
    refused(client, "nobody.here")
    assert len(checked) == 1
    assert checked[0].startswith("$argon2id$")


def test_empty_fields_are_named_and_the_name_is_kept(client: FlaskClient, cast: Cast) -> None:
    response = client.post("/login", data={"username": "officer", "password": ""}, headers=ENGLISH)
    assert response.status_code == 422
    assert 'href="#password"' in response.text
    assert 'value="officer"' in response.text


def test_a_closed_account_does_not_open(client: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    cast.officer.active = False
    db.session.commit()
    refused(client, "officer", "Whistle-2026!")


def test_closing_an_account_ends_its_session(client: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    sign_in(client, "officer")
    cast.officer.active = False
    db.session.commit()
    assert client.get("/account").status_code == 302


def test_five_wrong_passwords_let_the_account_rest(client: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(passwords.FREE_TRIES):
            refused(client, "officer")
        refused(client, "officer", "Whistle-2026!")
        clock.shift(passwords.FIRST_WAIT + timedelta(seconds=1))
        assert sign_in(client, "officer").status_code == 302
    assert db.session.get_one(Person, cast.officer.id).failed_logins == 0


def test_tries_while_the_account_rests_do_not_make_it_longer(
    client: FlaskClient, cast: Cast, db: SQLAlchemy
) -> None:
    with time_machine.travel(NOW, tick=False):
        for _ in range(passwords.FREE_TRIES + 3):
            refused(client, "officer")
    assert db.session.get_one(Person, cast.officer.id).locked_until == NOW + passwords.FIRST_WAIT


def test_each_further_wrong_password_doubles_the_rest(
    client: FlaskClient, cast: Cast, db: SQLAlchemy
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(passwords.FREE_TRIES):
            refused(client, "officer")
        clock.shift(passwords.FIRST_WAIT + timedelta(seconds=1))
        refused(client, "officer")
        begun = NOW + passwords.FIRST_WAIT + timedelta(seconds=1)
    assert db.session.get_one(Person, cast.officer.id).locked_until == begun + 2 * passwords.FIRST_WAIT


def test_other_accounts_are_not_slowed_by_one(client: FlaskClient, cast: Cast) -> None:
    for _ in range(passwords.FREE_TRIES):
        refused(client, "officer")
    assert sign_in(client, "leader").status_code == 302


def test_an_address_that_only_guesses_is_stopped(client: FlaskClient, cast: Cast) -> None:
    answers = [
        client.post("/login", data={"username": f"name{number}", "password": WRONG}) for number in range(31)
    ]
    assert [answer.status_code for answer in answers] == [422] * 30 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "返回首页" in words(answers[-1])


def test_many_who_sign_in_rightly_from_one_address_are_not_stopped(app: Flask, cast: Cast) -> None:
    for _ in range(4):
        for username in cast.everybody():
            assert sign_in(app.test_client(), username).status_code == 302


@pytest.mark.parametrize(
    "goal",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"],
)
def test_nobody_is_led_away_by_the_address_to_return_to(client: FlaskClient, cast: Cast, goal: str) -> None:
    response = sign_in(client, "officer", next=goal)
    assert "elsewhere" not in response.location
    assert response.location.startswith("/")


def test_one_comes_back_to_the_page_that_was_asked_for(client: FlaskClient, cast: Cast) -> None:
    asked = client.get("/account/password?x=1")
    assert asked.location == "/login?next=/account/password?x%3D1"
    form = client.get(asked.location).text
    goal = re.search(r'name="next" type="hidden" value="([^"]+)"', form)
    assert goal
    assert sign_in(client, "officer", next=goal[1]).location == "/account/password?x=1"


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(client: FlaskClient, cast: Cast) -> None:
    response = client.get("/account", headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response.headers["HX-Redirect"].startswith("/login?next=")


def test_signing_out_ends_the_session(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "officer")
    assert client.get("/logout").status_code == 405
    assert client.post("/logout").status_code == 302
    assert client.get("/account").status_code == 302


def test_signing_in_and_out_needs_the_page_s_own_token(app: Flask, client: FlaskClient, cast: Cast) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    response = sign_in(client, "officer")
    assert response.status_code == 400
    assert "页面已过期" in words(response)
    token = csrf_token(client.get("/login"))
    assert sign_in(client, "officer", csrf_token=token).status_code == 302


def test_a_session_ends_after_an_idle_hour(client: FlaskClient, cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client, "officer")
        clock.shift(timedelta(minutes=59))
        assert client.get("/account").status_code == 200
        clock.shift(timedelta(minutes=59))
        assert client.get("/account").status_code == 200
        clock.shift(timedelta(minutes=61))
        assert client.get("/account").status_code == 302


def test_signing_in_is_put_on_record_with_its_result(client: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    refused(client, "officer")
    sign_in(client, "officer")
    signed = db.session.scalars(
        select(Event).where(Event.action.in_(["sign_in_failed", "signed_in"])).order_by(Event.seq)
    )
    assert [(event.action, event.actor_id) for event in signed] == [
        ("sign_in_failed", None),
        ("signed_in", cast.officer.id),
    ]
