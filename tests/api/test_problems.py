"""Every error is a problem answer with a code, and has changed nothing."""

from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.api.answers import problem
from tests.api.conftest import As
from tests.cast import Cast


def test_without_a_token_nothing_is_told(app: Flask) -> None:
    refused = app.test_client().get("/api/v1/tickets")
    problem(refused, 401, "not_signed_in")
    assert refused.headers["WWW-Authenticate"] == 'Bearer realm="servicedesk"'


@pytest.mark.parametrize("given", ["Bearer nonsense", "bearer \udcff", "Basic b2ZmaWNlcjp4", "Bearer"])
def test_a_token_that_opens_nothing_is_refused(app: Flask, given: str) -> None:
    headers = {"Authorization": given.encode("latin-1", "replace").decode("latin-1")}
    problem(app.test_client().get("/api/v1/tickets", headers=headers), 401, "not_signed_in")


def test_a_signed_in_session_opens_no_call(app: Flask, cast: Cast) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = str(cast.officer.id)
    problem(client.get("/api/v1/tickets"), 401, "not_signed_in")


def test_a_call_needs_no_token_of_a_form(app: Flask, as_: As, cast: Cast) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert as_("officer").act(cast.ticket(), "accept").status_code == 200


def test_a_closed_account_opens_nothing(as_: As, cast: Cast, db: SQLAlchemy) -> None:
    officer = as_("officer")
    cast.officer.active = False
    db.session.commit()
    problem(officer.get("/tickets"), 401, "not_signed_in")


@pytest.mark.parametrize(
    "path",
    [
        "/tickets/QS20261123-9999",
        "/tickets/QS20261123-9999/events",
        "/tickets/%00",
        "/clocks/999/explain",
        "/clocks/99999999999999999999999/explain",
        "/files/999",
        "/nothing",
        "/whistles/CS1",
        "/tickets/a/b/c/d",
    ],
)
def test_what_is_not_there_is_not_found(as_: As, path: str) -> None:
    problem(as_("officer").get(path), 404, "not_found")


@pytest.mark.parametrize("path", ["/webhooks"])
def test_what_comes_in_later_steps_is_not_there_yet(as_: As, path: str) -> None:
    problem(as_("officer").post(path, {}), 404, "not_found")


def test_a_strangers_ticket_does_not_exist(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    for stranger in ("enterprise2", "handler2", "inspector", "admin"):
        for path in (f"/tickets/{ticket.number}", f"/tickets/{ticket.number}/events"):
            problem(as_(stranger).get(path), 404, "not_found")
        problem(as_(stranger).act(ticket, "judge", solved="yes", satisfaction=5), 404, "not_found")
        problem(as_(stranger).act_on_share(ticket, "progress", text="x"), 404, "not_found")
        assert as_(stranger).get("/tickets").get_json()["items"] == []


def test_an_action_that_does_not_exist_is_not_found(as_: As, cast: Cast) -> None:
    problem(as_("officer").act(cast.ticket(), "approve_of"), 404, "not_found")


def test_somebody_elses_step_names_ones_own(as_: As, cast: Cast) -> None:
    refused = problem(as_("enterprise").act(cast.ticket(), "accept"), 403, "not_yours")
    assert [action["name"] for action in refused["actions"]] == ["give_info", "withdraw", "urge"]


def test_a_step_that_the_state_does_not_allow_names_those_that_it_does(as_: As, cast: Cast) -> None:
    refused = problem(as_("officer").act(cast.ticket(), "pass_review"), 409, "not_now")
    names = [action["name"] for action in refused["actions"]]
    assert names == [
        "accept", "refuse", "ask_info", "give_info", "answer", "recategorise", "set_urgent", "join", "urge",
        "note",
    ]  # fmt: skip
    assert refused["actions"][1]["fields"][0]["name"] == "reason"


def test_a_step_on_an_assignment_names_the_assignments_actions(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("to_sign")
    refused = problem(as_("handler").act_on_share(ticket, "progress", text="x"), 409, "not_now")
    assert [action["name"] for action in refused["actions"]] == ["sign", "return", "hand_over", "finish"]
    problem(as_("officer").act_on_share(ticket, "sign"), 403, "not_yours")


@pytest.mark.parametrize("version", [{"body": 1}, {"header": 'W/"1"'}, {"header": '"1"'}])
def test_an_old_version_is_told_what_happened_meanwhile(as_: As, cast: Cast, version: dict[str, Any]) -> None:
    ticket = cast.ticket("accepted")
    given = {"lead": "jfj"} | ({"version": version["body"]} if "body" in version else {})
    headers = {"If_Match": version["header"]} if "header" in version else {}
    refused = as_("officer").post(f"/tickets/{ticket.number}/actions/dispatch", given, **headers)
    stale = problem(refused, 409, "stale")
    assert [event["action"] for event in stale["events"]] == ["accept"]
    assert "dispatch" in [action["name"] for action in stale["actions"]]


def test_the_version_that_was_read_is_taken(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    read = as_("officer").get(f"/tickets/{ticket.number}")
    assert read.headers["ETag"] == f'W/"{read.get_json()["version"]}"'
    taken = as_("officer").post(
        f"/tickets/{ticket.number}/actions/dispatch", {"lead": "jfj"}, If_Match=read.headers["ETag"]
    )
    assert taken.status_code == 200


def test_a_wrong_method_names_the_right_ones(as_: As) -> None:
    officer = as_("officer")
    response = officer.client.delete("/api/v1/tickets", headers=officer.headers)
    problem(response, 405, "method_not_allowed")
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


def test_a_body_that_is_too_large_is_refused(as_: As) -> None:
    officer = as_("officer")
    response = officer.client.post("/api/v1/tickets", data=b" " * (1024 * 1024 + 1), headers=officer.headers)
    problem(response, 413, "too_large")


def test_a_program_that_runs_wild_is_slowed_and_others_are_not(
    as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("servicedesk.api.CALLS_PER_TOKEN", "3 per minute")
    answers = [as_("officer").get("/departments") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    problem(answers[-1], 429, "too_many")
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert as_("officer2").get("/departments").status_code == 200


def test_what_breaks_is_not_shown(app: Flask, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = as_("officer")

    def broken(*args: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("servicedesk.api.reference.all_departments", broken)
    app.config["TESTING"] = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    response = officer.get("/departments")
    problem(response, 500, "internal")
    assert "secret" not in response.text


def test_problems_speak_the_persons_language_then_the_calls(as_: As, cast: Cast, db: SQLAlchemy) -> None:
    ticket = cast.ticket()
    chinese = as_("officer").act(ticket, "pass_review").get_json()
    english = as_("officer").post(
        f"/tickets/{ticket.number}/actions/pass_review", {}, Accept_Language="en"
    ).get_json()  # fmt: skip
    assert chinese["detail"] != english["detail"]
    assert english["detail"] == "The matter's present state does not allow this step."
    cast.officer.locale = "en"
    db.session.commit()
    assert as_("officer").act(ticket, "pass_review").get_json()["detail"] == english["detail"]
