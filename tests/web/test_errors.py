"""Pages that say why not: in the reader's words, with the right status and a way on."""

import logging
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from servicedesk import create_app
from servicedesk.rules import refusals
from servicedesk.rules.text import text
from tests.cast import Cast
from tests.web.pages import ENGLISH, sign_in, words


def raising(error: Exception) -> Callable[[], None]:
    def view() -> None:
        raise error

    return view


RAISED: dict[str, tuple[Exception, int, str]] = {
    "missing": (refusals.NotFound(), 404, "This does not exist, or you may not see it."),
    "foreign": (
        refusals.NotYours(text("This step is somebody else's.")),
        403,
        "This step is somebody else's.",
    ),
    "late": (refusals.NotNow(text("The matter is closed.")), 409, "The matter is closed."),
    "stale": (refusals.Stale(), 409, "Somebody was faster"),
    "conflict": (refusals.Conflict(text("The matter is closed.")), 409, "The matter is closed."),
    "invalid": (refusals.invalid("title", text("Please fill this in.")), 422, "Please fill this in."),
    "broken": (ZeroDivisionError("secret detail"), 500, "Something went wrong on our side"),
    "busy": (OperationalError("x", {}, Exception("database is locked")), 503, "The desk is busy"),
}


@pytest.fixture
def live(app: Flask, caplog: pytest.LogCaptureFixture) -> Iterator[Flask]:
    """An app like the one that people use, with pages that fail; in tests errors are raised instead."""
    caplog.set_level(logging.CRITICAL)
    there = create_app({"SERVICEDESK_DATABASE_URL": app.config["SERVICEDESK_DATABASE_URL"], "TESTING": False})
    for name, (error, _, _) in RAISED.items():
        there.add_url_rule(f"/raise/{name}", name, raising(error))
    yield there
    with there.app_context():
        from servicedesk.extensions import db

        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("name", RAISED)
def test_each_refusal_has_its_status_its_sentence_and_a_way_on(live: Flask, name: str) -> None:
    _, status, sentence = RAISED[name]
    response = live.test_client().get(f"/raise/{name}", headers=ENGLISH)
    assert response.status_code == status
    assert sentence in words(response)
    assert "To the start page" in words(response)
    assert "secret detail" not in response.text


def test_one_may_go_back_to_the_page_before_but_not_to_another_site(live: Flask) -> None:
    client = live.test_client()
    here = client.get("/raise/late", headers={**ENGLISH, "Referer": "http://localhost/account"})
    assert 'href="/account"' in here.text
    assert "Back to the page before" in words(here)
    foreign = client.get("/raise/late", headers={**ENGLISH, "Referer": "http://elsewhere.example/x"})
    assert "elsewhere" not in foreign.text


def test_an_error_page_has_the_reader_s_own_frame(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "officer")
    page = client.get("/nothing/here")
    assert page.status_code == 404
    assert 'class="frame-staff"' in page.text


def test_when_even_the_database_is_gone_a_plain_page_says_so_in_both_languages(
    live: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from servicedesk.web import errors

    monkeypatch.setattr(errors, "error_page", lambda *_: raising(RuntimeError("no database"))())
    response = live.test_client().get("/raise/broken")
    assert response.status_code == 500
    assert "服务暂时不可用" in response.text
    assert "The service is not available" in response.text


def test_an_address_of_a_form_says_so(client: FlaskClient) -> None:
    response = client.get("/logout", headers=ENGLISH)
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
    assert "The address belongs to a form." in words(response)


def test_a_request_that_is_too_large_is_told_so(app: Flask, client: FlaskClient) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    response = client.post("/login", data={"username": "x" * 2000}, headers=ENGLISH)
    assert response.status_code == 413
    assert "Please send fewer or smaller files." in words(response)
