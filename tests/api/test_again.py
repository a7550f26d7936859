"""The same call again: one key does one thing, also when two come at the same moment."""

import io
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from servicedesk.models import Attachment, Event, Replay, Ticket
from tests.api.conftest import As, Caller
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import matter

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def count(db: SQLAlchemy, model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_same_key_and_body_answer_with_the_first_ticket(as_: As, db: SQLAlchemy) -> None:
    first, again = (as_("enterprise").post("/tickets", matter(), Idempotency_Key="k-1") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json() == again.get_json()
    assert first.headers["Location"] == again.headers["Location"]
    assert count(db, Ticket) == 1


def test_the_same_key_with_another_body_is_refused(as_: As, db: SQLAlchemy) -> None:
    as_("enterprise").post("/tickets", matter(), Idempotency_Key="k-1")
    other = as_("enterprise").post("/tickets", matter(title="另一件事"), Idempotency_Key="k-1")
    assert (other.status_code, other.get_json()["code"]) == (409, "conflict")
    assert count(db, Ticket) == 1


def test_the_same_key_at_another_address_is_refused(as_: As, cast: Cast) -> None:
    one, two = cast.ticket(), cast.ticket()
    assert (
        as_("officer").post(f"/tickets/{one.number}/actions/accept", {}, Idempotency_Key="k").status_code
        == 200
    )
    assert (
        as_("officer").post(f"/tickets/{two.number}/actions/accept", {}, Idempotency_Key="k").status_code
        == 409
    )


def test_another_persons_key_is_another_key(as_: As, cast: Cast, db: SQLAlchemy) -> None:
    for name in ("enterprise", "enterprise2"):
        assert as_(name).post("/tickets", matter(), Idempotency_Key="k").status_code == 201
    assert count(db, Ticket) == 2


def test_a_step_is_taken_once(as_: As, cast: Cast, db: SQLAlchemy) -> None:
    ticket = cast.ticket("in_callback")
    before = count(db, Event)
    given = {"reached": False}
    path = f"/tickets/{ticket.number}/actions/callback"
    answers = [as_("officer").post(path, given, Idempotency_Key="call-1") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert answers[0].get_json() == answers[2].get_json()
    assert count(db, Event) == before + 2  # the call, and the token of the program
    db.session.refresh(ticket)
    assert ticket.tries == 1


def test_a_key_whose_call_was_refused_can_be_used_again(as_: As, db: SQLAlchemy) -> None:
    enterprise = as_("enterprise")
    assert enterprise.post("/tickets", matter(kind="wish"), Idempotency_Key="k").status_code == 422
    assert enterprise.post("/tickets", matter(), Idempotency_Key="k").status_code == 201


def test_a_key_that_is_too_long_is_refused(as_: As, db: SQLAlchemy) -> None:
    refused = as_("enterprise").post("/tickets", matter(), Idempotency_Key="k" * 101)
    assert list(refused.get_json()["errors"]) == ["Idempotency-Key"]
    assert count(db, Ticket) == 0


def test_without_a_key_every_call_counts(as_: As, db: SQLAlchemy) -> None:
    for _ in range(2):
        as_("enterprise").post("/tickets", matter())
    assert (count(db, Ticket), count(db, Replay)) == (2, 0)


def test_two_at_the_same_moment_make_one_ticket(app: Flask, as_: As, db: SQLAlchemy) -> None:
    enterprise = as_("enterprise")
    db.session.commit()

    def submit() -> TestResponse:
        return enterprise.post("/tickets", matter(), Idempotency_Key="double-click")

    answers = at_once(app, submit, submit, submit)
    assert [answer.status_code for answer in answers] == [201] * 3
    assert len({answer.get_json()["number"] for answer in answers}) == 1
    assert count(db, Ticket) == 1


def test_of_two_who_dispatch_at_the_same_moment_one_is_told_that_the_other_was_faster(
    app: Flask, as_: As, cast: Cast, db: SQLAlchemy
) -> None:
    ticket = cast.ticket("accepted")
    number, version = ticket.number, ticket.version
    officers = [as_("officer"), as_("officer2")]
    db.session.commit()

    def dispatch(officer: Caller, lead: str) -> TestResponse:
        return officer.act(number, "dispatch", lead=lead, version=version)

    answers = at_once(app, lambda: dispatch(officers[0], "jfj"), lambda: dispatch(officers[1], "rsj"))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    slower = next(answer.get_json() for answer in answers if answer.status_code == 409)
    assert (slower["code"], slower["events"][-1]["action"]) == ("stale", "dispatch")
    won = next(answer.get_json() for answer in answers if answer.status_code == 200)
    assert len(won["assignments"]) == 1


def send(
    caller: Caller, number: str, content: bytes, name: str = "证明.pdf", key: str | None = None
) -> TestResponse:
    headers = caller.headers | ({"Idempotency-Key": key} if key else {})
    return caller.client.post(
        f"/api/v1/tickets/{number}/files", data={"file": (io.BytesIO(content), name)}, headers=headers
    )


def test_a_file_is_kept_once_and_comes_back_as_it_was(as_: As, cast: Cast, db: SQLAlchemy) -> None:
    ticket = cast.ticket()
    first, again = (send(as_("enterprise"), ticket.number, PDF, key="f") for _ in range(2))
    assert (first.status_code, again.get_json()) == (201, first.get_json())
    assert count(db, Attachment) == 1
    kept = first.get_json()
    assert (kept["name"], kept["media_type"], kept["size"]) == ("证明.pdf", "application/pdf", len(PDF))
    with as_("officer").client.get(kept["url"], headers=as_("officer").headers) as read:
        assert (read.status_code, read.data) == (200, PDF)
        assert read.headers["Content-Disposition"].startswith("attachment")
        assert read.headers["X-Content-Type-Options"] == "nosniff"


def test_the_same_key_with_another_file_is_refused(as_: As, cast: Cast) -> None:
    ticket = cast.ticket()
    send(as_("enterprise"), ticket.number, PDF, key="f")
    assert send(as_("enterprise"), ticket.number, PDF + b"\n", key="f").status_code == 409
    assert send(as_("enterprise"), ticket.number, PDF, "other.pdf", key="f").status_code == 409


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00\x03", b"<html><script>alert(1)</script>"])
def test_a_file_that_is_not_taken_is_refused_and_leaves_nothing(
    as_: As, cast: Cast, db: SQLAlchemy, content: bytes
) -> None:
    refused = send(as_("enterprise"), cast.ticket().number, content)
    assert (refused.status_code, list(refused.get_json()["errors"])) == (422, ["file"])
    assert count(db, Attachment) == 0


def test_a_form_without_a_file_is_refused(as_: As, cast: Cast) -> None:
    refused = as_("enterprise").post(f"/tickets/{cast.ticket().number}/files", {"file": "x"})
    assert list(refused.get_json()["errors"]) == ["file"]


def test_a_file_is_for_those_who_see_its_ticket(as_: As, cast: Cast) -> None:
    ticket = cast.ticket()
    kept = send(as_("enterprise"), ticket.number, PDF).get_json()
    assert as_("enterprise").get(f"/tickets/{ticket.number}").get_json()["files"] == [kept]
    assert as_("enterprise2").get(f"/files/{kept['id']}").status_code == 404
    assert send(as_("enterprise2"), ticket.number, PDF).status_code == 404
    assert send(as_("leader"), ticket.number, PDF).status_code == 403


def test_a_file_that_is_too_large_is_refused(as_: As, cast: Cast) -> None:
    enterprise = as_("enterprise")
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    refused = enterprise.client.post(
        f"/api/v1/tickets/{cast.ticket().number}/files",
        data=head + PDF + b" " * (22 * 1024 * 1024) + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        headers=enterprise.headers,
    )
    assert (refused.status_code, refused.get_json()["code"]) == (413, "too_large")
