"""Submitting, step 3: what is told before, sending once, and what one has afterwards."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from time_machine import travel

from servicedesk.models import Attachment, Draft, Ticket
from tests.cast import Cast
from tests.factories import NOW
from tests.rules.documents import PDF
from tests.web.pages import ENGLISH, sign_in, words
from tests.web.submitting import address, send, the_draft, write


@pytest.fixture
def member(client: FlaskClient, cast: Cast) -> FlaskClient:
    """The browser of a verified member."""
    sign_in(client, "enterprise")
    return client


def test_before_sending_the_limits_are_told(member: FlaskClient, db: SQLAlchemy) -> None:
    with travel(NOW, tick=False):
        sign_in(member, "enterprise")
        answer = write(member)
        page = member.get(answer.headers["Location"], headers=ENGLISH)
    said = words(page)
    assert "Accepted at the latest Mon 23 Nov, 12:00" in said
    assert "Answered at the latest Mon 30 Nov, 17:30" in said
    for value in ("三号车间停电", "138 1234 5678", "Power"):
        assert value in said


def test_a_draft_that_is_not_complete_goes_back_and_says_what_is_missing(
    member: FlaskClient, db: SQLAlchemy
) -> None:
    write(member, do="later", title="")
    draft = the_draft(db)
    for answer in (member.get(f"/portal/submit/{draft.id}/check"), send(member, draft)):
        back = member.get(answer.headers["Location"], headers=ENGLISH)
        assert 'id="title-error"' in back.text
    assert db.session.query(Ticket).count() == 0


def test_sending_makes_one_matter_however_often_it_is_pressed(
    member: FlaskClient, cast: Cast, db: SQLAlchemy
) -> None:
    write(member, files=[(BytesIO(PDF), "来函.pdf")], extra_account="3400123", urgent="y")
    draft = the_draft(db)
    first, second = send(member, draft), send(member, draft)
    ticket = db.session.query(Ticket).one()
    assert first.headers["Location"] == second.headers["Location"] == f"/portal/m/{ticket.number}/sent"
    assert (ticket.kind, ticket.channel, ticket.urgent) == ("request", "web", True)
    assert ticket.fields == {"account": "3400123"}
    assert ticket.submitter_id == cast.enterprise.id
    assert db.session.query(Attachment).one().ticket_id == ticket.id
    assert db.session.query(Draft).count() == 0
    assert send(member, draft, once="another").status_code == 404


@pytest.mark.parametrize(
    ("entry", "category", "kind"),
    [
        ("ask", "0101", "consultation"),
        ("apply", "0501", "request"),
        ("complain", "1403", "complaint"),
        ("complain", "1406", "report"),
        ("suggest", "1501", "suggestion"),
        ("suggest", "1502", "praise"),
    ],
)
def test_plain_words_and_category_make_the_kind(
    member: FlaskClient, db: SQLAlchemy, entry: str, category: str, kind: str
) -> None:
    answer = write(member, address(entry, category))
    page = member.get(answer.headers["Location"], headers=ENGLISH)
    assert ("Answered at the latest" in words(page)) == (kind != "praise")
    send(member, the_draft(db))
    assert db.session.query(Ticket).one().kind == kind


def test_a_confidential_complaint_about_an_office_keeps_all_its_wishes(
    member: FlaskClient, db: SQLAlchemy
) -> None:
    write(
        member, address("complain", "1403"), about_department="jfj", confidential="y", about_leader="y",
        share_outside="yes",
    )  # fmt: skip
    send(member, the_draft(db))
    ticket = db.session.query(Ticket).one()
    assert ticket.sensitive
    assert ticket.confidential
    assert ticket.about_leader
    assert ticket.share_outside
    assert ticket.about_department_id is not None


def test_no_consent_is_taken_unless_it_was_given(member: FlaskClient, db: SQLAlchemy) -> None:
    write(member, share_outside="")
    send(member, the_draft(db))
    assert not db.session.query(Ticket).one().share_outside


# Afterwards --------------------------------------------------------------------------------------


def test_the_confirmation_has_number_code_and_a_picture_that_tracks(
    member: FlaskClient, db: SQLAlchemy
) -> None:
    write(member)
    page = member.get(send(member, the_draft(db)).headers["Location"], headers=ENGLISH)
    ticket = db.session.query(Ticket).one()
    said = words(page)
    assert ticket.number in said
    assert ticket.tracking_code in said
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page.text
    assert "style=" not in page.text
    assert "will accept your matter" in said
    assert f"/portal/m/{ticket.number}/receipt" in page.text


@pytest.mark.parametrize(("stage", "title"), [("submitted", "submission"), ("working", "acceptance")])
def test_the_receipt_is_one_of_submission_or_acceptance(
    member: FlaskClient, cast: Cast, stage: str, title: str
) -> None:
    ticket = cast.ticket(stage)
    said = words(member.get(f"/portal/m/{ticket.number}/receipt", headers=ENGLISH))
    assert f"Receipt of {title}" in said
    assert f"Tracking code {ticket.tracking_code}" in said
    assert cast.enterprise.enterprise.credit_code in said
    assert "Submitted 23 November 2026, 10:00" in said
    assert "Answered at the latest 30 November 2026, 17:30" in said
    assert "12345" in said


@pytest.mark.parametrize("username", ["enterprise2", "officer", "handler", "leader"])
def test_nobody_else_gets_the_receipt(client: FlaskClient, cast: Cast, username: str) -> None:
    ticket = cast.ticket("working")
    sign_in(client, username)
    for page in ("sent", "receipt"):
        assert client.get(f"/portal/m/{ticket.number}/{page}").status_code in (403, 404)
