"""One's own particulars, password and colours."""

from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Person
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.web.pages import ENGLISH, sign_in, words

NEW = "Signal-2027-Neu"


def change(client: FlaskClient, current: str = PASSWORD, new: str = NEW, again: str | None = None) -> int:
    """Send the form for a new password; answers its status."""
    data = {"current": current, "new": new, "again": again or new}
    return client.post("/account/password", data=data, headers=ENGLISH).status_code


def test_a_new_password_holds_and_the_old_one_no_longer(app: Flask, client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "officer")
    assert change(client) == 302
    assert sign_in(app.test_client(), "officer").status_code == 422
    assert sign_in(app.test_client(), "officer", NEW).status_code == 302


def test_a_new_password_ends_the_sessions_elsewhere_but_not_this_one(app: Flask, cast: Cast) -> None:
    here, elsewhere = app.test_client(), app.test_client()
    sign_in(here, "officer")
    sign_in(elsewhere, "officer")
    change(here)
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302


def test_the_present_password_must_be_known(client: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    sign_in(client, "officer")
    before = cast.officer.password_hash
    assert change(client, current="Wrong-Password-1") == 422
    assert db.session.get_one(Person, cast.officer.id).password_hash == before


def test_a_weak_password_is_refused_with_all_its_faults(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "officer")
    data = {"current": PASSWORD, "new": "officer", "again": "officer"}
    said = words(client.post("/account/password?lang=en", data=data, headers=ENGLISH))
    assert "A password has 10 to 128 characters." in said
    assert "A password does not contain the user name." in said


def test_two_different_entries_are_refused(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "officer")
    assert change(client, again="Signal-2027-Nue") == 422


def test_particulars_are_tidied_and_kept(client: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    sign_in(client, "officer")
    data = {"name": "周敏敏", "phone": "139 0553 1234", "email": "zhou@example.cn"}
    assert client.post("/account", data=data).status_code == 302
    person = db.session.get_one(Person, cast.officer.id)
    assert (person.name, person.phone, person.email) == ("周敏敏", "+8613905531234", "zhou@example.cn")


def test_wrong_particulars_change_nothing_and_keep_what_was_typed(
    client: FlaskClient, cast: Cast, db: SQLAlchemy
) -> None:
    sign_in(client, "officer")
    data = {"name": "周敏敏", "phone": "12", "email": "nowhere"}
    response = client.post("/account", data=data)
    assert response.status_code == 422
    assert 'href="#phone"' in response.text
    assert 'href="#email"' in response.text
    assert 'value="周敏敏"' in response.text
    assert db.session.get_one(Person, cast.officer.id).name == "周敏"


def test_colours_are_chosen_without_an_account_and_kept_in_the_browser(
    client: FlaskClient, cast: Cast
) -> None:
    assert "data-bs-theme" not in client.get("/login").text
    response = client.post("/account/theme", data={"theme": "dark", "next": "/login"})
    assert response.location == "/login"
    assert '<html lang="zh-CN" data-bs-theme="dark">' in client.get("/login").text
    client.post("/account/theme", data={"theme": "as the browser", "next": "/login"})
    assert "data-bs-theme" not in client.get("/login").text
