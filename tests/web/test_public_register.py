"""Registering: the form, what it refuses, and how one is left afterwards."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Attachment, Person
from tests.factories import PASSWORD, credit_code, make_enterprise, make_person
from tests.rules.documents import JPEG
from tests.web.pages import ENGLISH, words

GIVEN = {
    "credit_code": credit_code(7_000_001),
    "enterprise_name": "江城精密制造有限公司",
    "name": "方敏",
    "phone": "13912345678",
    "email": "",
    "username": "fangmin",
    "password": PASSWORD,
}


def register(client: FlaskClient, **changes: object) -> object:
    return client.post(
        "/register", data={**GIVEN, **changes}, headers=ENGLISH, content_type="multipart/form-data"
    )


def person(db: SQLAlchemy, username: str = "fangmin") -> Person | None:
    db.session.expire_all()
    return db.session.query(Person).filter_by(username=username).one_or_none()


def test_a_new_member_is_signed_in_and_told_that_the_desk_has_still_to_check(
    client: FlaskClient, db: SQLAlchemy
) -> None:
    answer = register(client)
    assert answer.headers["Location"] == "/portal/company"
    said = words(client.get("/portal/company", headers=ENGLISH))
    assert "Not verified yet" in said
    assert "You see only what you sent yourself." in said
    assert "within 1 working day" in said
    made = person(db)
    assert made.verified_at is None
    assert made.roles == {"enterprise"}


def test_whoever_wanted_to_submit_goes_on_there(client: FlaskClient, db: SQLAlchemy) -> None:
    assert register(client, next="/portal/submit?entry=ask").headers["Location"] == "/portal/submit?entry=ask"


def test_nobody_is_led_to_another_site(client: FlaskClient, db: SQLAlchemy) -> None:
    assert register(client, next="https://evil.example/").headers["Location"] == "/portal/company"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("credit_code", credit_code(7_000_001)[:-1] + "0", "check digit does not fit"),
        ("credit_code", "123", "18 digits and capital letters"),
        ("enterprise_name", "", "Please fill this in."),
        ("enterprise_name", "厂" * 101, "too long"),
        ("phone", "12", "Please give a phone number"),
        ("email", "nobody@", "Please give an e-mail address"),
        ("username", "方敏", "3 to 40 letters"),
        ("password", "short", "10 to 128 characters"),
        ("password", "fangmin-2026!A", "does not contain the user name"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_is_kept(
    client: FlaskClient, db: SQLAlchemy, field: str, value: str, sentence: str
) -> None:
    answer = register(client, **{field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert sentence in words(answer)
    assert 'value="方敏"' in answer.text
    assert PASSWORD not in answer.text
    assert person(db) is None


def test_everything_that_is_missing_is_named_at_once(client: FlaskClient, db: SQLAlchemy) -> None:
    answer = client.post("/register", data={}, headers=ENGLISH)
    assert answer.status_code == 422
    needed = set(GIVEN) - {"email"}
    assert {name for name in needed if f'href="#{name}"' in answer.text} == needed


def test_a_name_that_is_taken_is_refused(client: FlaskClient, db: SQLAlchemy) -> None:
    make_person("enterprise", username="fangmin", enterprise=make_enterprise())
    answer = register(client)
    assert answer.status_code == 422
    assert "This user name is taken" in words(answer)


def test_a_licence_that_comes_with_it_waits_for_the_desk(client: FlaskClient, db: SQLAlchemy) -> None:
    register(client, proof=(BytesIO(JPEG), "执照.jpg"))
    proof = db.session.query(Attachment).one()
    assert proof.proof_of_id == person(db).id
    assert "The desk looks at your proof by" in words(client.get("/portal/company", headers=ENGLISH))


def test_a_bad_licence_makes_no_account_and_is_told_with_all_the_rest(
    client: FlaskClient, db: SQLAlchemy
) -> None:
    answer = register(client, phone="12", proof=(BytesIO(b"MZ" + bytes(200)), "执照.jpg"))
    assert answer.status_code == 422
    assert 'id="proof-error"' in answer.text
    assert 'id="phone-error"' in answer.text
    answer = register(client, proof=(BytesIO(b""), "执照.jpg"))
    assert "The file is empty" in words(answer)
    assert person(db) is None
    assert db.session.query(Attachment).count() == 0


@pytest.mark.database("sqlite")
def test_whoever_is_signed_in_does_not_register_again(client: FlaskClient, db: SQLAlchemy) -> None:
    register(client)
    assert client.get("/register").headers["Location"] == "/portal/"
    assert register(client, username="second").headers["Location"] == "/portal/"
    assert person(db, "second") is None
