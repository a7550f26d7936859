"""Accounts and tokens from the command line."""

from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from servicedesk.models import ApiToken, Event, Person
from servicedesk.operations.accounts import verify_login
from servicedesk.queries.tokens import digest_of_token
from tests.cast import Cast
from tests.factories import NOW

PASSWORD = "Lantern-4711!"
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, db: SQLAlchemy) -> Run:
    def run(*args: str) -> Result:
        db.session.commit()
        return app.test_cli_runner().invoke(args=list(args))

    return run


def new_user(run: Run, username: str = "lihua", *options: str) -> Result:
    return run("user", "create", username, "--name", "李华", "--password", PASSWORD, *options)


def test_a_token_is_the_last_word_and_opens_the_api(run: Run, client: FlaskClient, cast: Cast) -> None:
    token = run("token", "create", "officer").output.split()[-1]
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/tickets", headers=headers).status_code == 200


def test_only_the_digest_of_a_token_is_stored(run: Run, cast: Cast, db: SQLAlchemy) -> None:
    token = run("token", "create", "officer").output.split()[-1]
    stored = db.session.scalars(select(ApiToken)).one()
    assert stored.digest == digest_of_token(token) != token
    assert len(token) >= 40
    event = db.session.scalars(select(Event).where(Event.action == "token_created")).one()
    assert token not in str(event.payload)


def test_an_ended_token_opens_nothing_any_more(run: Run, client: FlaskClient, cast: Cast) -> None:
    tokens = [run("token", "create", "officer").output.split()[-1] for _ in range(2)]
    assert "2 tokens" in run("token", "revoke", "officer").output
    for token in tokens:
        headers = {"Authorization": f"Bearer {token}"}
        assert client.get("/api/v1/tickets", headers=headers).status_code == 401


@pytest.mark.parametrize("command", ["create", "revoke"])
def test_a_token_of_nobody_is_refused_in_words(run: Run, command: str) -> None:
    done = run("token", command, "nobody")
    assert (done.exit_code, done.output) == (1, "Error: username: There is no such account.\n")


def test_a_new_officer_signs_in_at_once(run: Run, db: SQLAlchemy) -> None:
    done = new_user(run, "LiHua", "--role", "officer", "--role", "desk_lead", "--department", "qyfw")
    assert done.exit_code == 0, done.output
    person = verify_login("lihua", PASSWORD, NOW)
    assert (person.name, person.roles) == ("李华", {"officer", "desk_lead"})
    assert person.department is not None
    assert person.department.code == "qyfw"


def test_a_member_of_an_unknown_enterprise_brings_its_name(run: Run, db: SQLAlchemy) -> None:
    member = ("--role", "enterprise", "--enterprise", "91340207MA8T10003G")
    assert "enterprise.name" in new_user(run, "lihua", *member).output
    assert new_user(run, "lihua", *member, "--enterprise-name", "样例公司").exit_code == 0
    person = db.session.scalars(select(Person).where(Person.username == "lihua")).one()
    assert person.verified_at is not None
    assert person.enterprise is not None
    assert person.enterprise.name == "样例公司"


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--role", "king"), "roles"),
        (("--role", "admin", "--role", "officer", "--department", "qyfw"), "roles"),
        (("--role", "handler"), "department"),
        (("--role", "handler", "--department", "nowhere"), "department"),
        (("--role", "enterprise"), "enterprise"),
        (("--role", "leader", "--enterprise", "91340207MA8T10003G"), "enterprise"),
        (("--role", "leader", "--phone", "123"), "phone"),
        (("--role", "leader", "--password", "short"), "password"),
    ],
)
def test_what_makes_no_account_is_named(
    run: Run, db: SQLAlchemy, options: tuple[str, ...], named: str
) -> None:
    done = new_user(run, "lihua", *options)
    assert done.exit_code == 1
    assert done.output.startswith(f"Error: {named}: ")
    assert db.session.scalar(select(Person).where(Person.username == "lihua")) is None


def test_a_user_name_is_given_once(run: Run, cast: Cast) -> None:
    assert "This user name is taken." in new_user(run, "officer", "--role", "leader").output
