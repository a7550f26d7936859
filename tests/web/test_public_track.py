"""Following a matter by number and code: what is shown, what never is, and how guessing is slowed."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from servicedesk.models import Ticket
from tests.cast import Cast
from tests.web.pages import ENGLISH, csrf_token, sign_in, words

NO_SUCH = "There is no matter with this number and code."


def ask(client: FlaskClient, number: str, code: str) -> str:
    """What the page says to this pair."""
    return words(client.post("/track", data={"number": number, "code": code}, headers=ENGLISH))


@pytest.mark.parametrize(
    "stage", ["submitted", "awaiting_info", "working", "in_callback", "closed", "withdrawn"]
)
def test_number_and_code_show_how_far_it_is(client: FlaskClient, cast: Cast, stage: str) -> None:
    ticket = cast.ticket(stage)
    answer = client.post(
        "/track", data={"number": ticket.number, "code": ticket.tracking_code}, headers=ENGLISH
    )
    assert answer.status_code == 200
    assert ticket.number in words(answer)
    assert 'aria-current="step"' in answer.text or "stage-done" in answer.text


@pytest.mark.parametrize("stage", ["awaiting_info", "working", "in_callback", "refused"])
def test_nothing_personal_is_shown(client: FlaskClient, cast: Cast, stage: str) -> None:
    ticket = cast.ticket(stage)
    said = ask(client, ticket.number, ticket.tracking_code)
    people = [person.name for person in cast.everybody().values()]
    for secret in (ticket.title, ticket.description, cast.enterprise.enterprise.name, "13812345678", *people):
        assert secret not in said


def test_a_wrong_code_and_a_wrong_number_get_the_same_answer(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket()
    wrong_code = client.post("/track", data={"number": ticket.number, "code": "AAAAAAAA"}, headers=ENGLISH)
    wrong_number = client.post(
        "/track", data={"number": "QS20200101-0001", "code": ticket.tracking_code}, headers=ENGLISH
    )
    assert wrong_code.status_code == wrong_number.status_code == 422
    assert NO_SUCH in words(wrong_code)
    typed = re.compile(r'value="[^"]*"')
    assert typed.sub("", wrong_code.text) == typed.sub("", wrong_number.text)


@pytest.mark.parametrize("code", ["", "é", "\x00", "密码", "A" * 5000])
def test_a_strange_code_is_only_wrong(client: FlaskClient, cast: Cast, code: str) -> None:
    assert NO_SUCH in ask(client, cast.ticket().number, code)


def test_small_and_full_width_letters_and_spaces_do_not_matter(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket()
    code = f" {ticket.tracking_code[:4].lower()}-{ticket.tracking_code[4:]} "
    wide = ticket.number.replace("-", "－").replace("Q", "Ｑ")
    assert ticket.number in ask(client, wide, code)


def test_the_qr_codes_address_opens_it(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket()
    answer = client.get(f"/track?number={ticket.number}&code={ticket.tracking_code}", headers=ENGLISH)
    assert "will accept your matter" in words(answer)
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_question_that_waits_is_said_but_not_shown(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("awaiting_info")
    said = ask(client, ticket.number, ticket.tracking_code)
    assert "Please add the facts that are missing" in said
    assert "请补充项目备案号" not in said


@pytest.mark.database("sqlite")
def test_guessing_is_slowed_and_right_pairs_are_not_counted(client: FlaskClient, cast: Cast) -> None:
    ticket: Ticket = cast.ticket()
    right = {"number": ticket.number, "code": ticket.tracking_code}
    for _ in range(30):
        assert client.post("/track", data=right).status_code == 200
    statuses = [client.get(f"/track?number={ticket.number}&code=WRONG{n}").status_code for n in range(25)]
    assert statuses[:20] == [422] * 20
    assert set(statuses[20:]) == {429}
    assert client.post("/track", data=right).status_code == 429


@pytest.mark.database("sqlite")
def test_every_form_that_tracks_carries_its_token(app: Flask, cast: Cast) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    ticket = cast.ticket()
    for page in ("/", "/track", "/track?number=X&code=Y"):
        client = app.test_client()
        token = csrf_token(client.get(page))
        given = {"number": ticket.number, "code": ticket.tracking_code, "csrf_token": token}
        assert client.post("/track", data=given).status_code == 200
    assert app.test_client().post("/track", data=given).status_code == 400


def test_a_member_who_has_signed_in_is_led_to_the_matter(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("working")
    sign_in(client, "enterprise")
    answer = client.post(
        "/track", data={"number": ticket.number, "code": ticket.tracking_code}, headers=ENGLISH
    )
    assert f'href="/matters/{ticket.number}"' in answer.text
