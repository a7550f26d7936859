"""Submitting, steps 1 and 2: choosing what it is about, and writing with drafts and files."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Attachment, Draft, Ticket
from tests.cast import Cast
from tests.rules.documents import PDF, png
from tests.web.pages import ENGLISH, sign_in, words
from tests.web.submitting import WRITTEN, address, send, the_draft, write


@pytest.fixture
def member(client: FlaskClient, cast: Cast) -> FlaskClient:
    """The browser of a verified member."""
    sign_in(client, "enterprise")
    return client


# What --------------------------------------------------------------------------------------------


def test_a_stranger_is_asked_to_sign_in_and_comes_back(client: FlaskClient, cast: Cast) -> None:
    there = client.get("/portal/submit?entry=ask").headers["Location"]
    assert there.startswith("/login?next=")
    answer = sign_in(client, "enterprise", next="/portal/submit?entry=ask")
    assert answer.headers["Location"] == "/portal/submit?entry=ask"


def test_staff_are_told_that_these_pages_are_not_theirs(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "handler")
    assert client.get("/portal/submit").status_code == 403
    assert client.get("/portal/").status_code == 403


def test_plain_words_come_first_then_the_categories(member: FlaskClient) -> None:
    assert "I want to complain" in words(member.get("/portal/submit", headers=ENGLISH))
    page = member.get("/portal/submit?entry=complain", headers=ENGLISH)
    groups = re.findall(r'<summary><span class="category-name">([^<]+)', page.text)
    assert groups[0] == "Complaints about the business environment"
    assert len(groups) == 15
    assert "/portal/submit/details?entry=complain&amp;category=1503" in page.text


@pytest.mark.parametrize("words_", ["停电", "power cut", "厂区停电了怎么办"])
def test_a_category_is_found_by_searching_without_any_script(member: FlaskClient, words_: str) -> None:
    page = member.get("/portal/submit", query_string={"entry": "apply", "q": words_}, headers=ENGLISH)
    found = page.text[page.text.index('id="found"') :]
    assert "entry=apply&amp;category=0501" in found[: found.index("</div>")]


def test_a_search_that_finds_nothing_says_what_to_do(member: FlaskClient) -> None:
    page = member.get("/portal/submit?entry=apply&q=<script>", headers=ENGLISH)
    assert 'Nothing fits "<script>".' in words(page)
    assert '"<script>"' not in page.text


@pytest.mark.parametrize(
    "where",
    [
        "entry=shout&category=0501",
        "entry=apply&category=0000",
        "entry=apply&category=05",
        "category=0501",
        "",
    ],
)
def test_an_address_that_names_no_category_leads_back_to_choosing(member: FlaskClient, where: str) -> None:
    answer = member.get(f"/portal/submit/details?{where}")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/portal/submit")


# Details -----------------------------------------------------------------------------------------


def test_the_form_knows_the_contact_and_asks_what_the_category_needs(member: FlaskClient) -> None:
    page = member.get(address(), headers=ENGLISH)
    assert 'value="陈静"' in page.text
    assert 'value="138 1234 5678"' in page.text
    assert 'name="extra_account"' in page.text
    assert "about_department" not in page.text
    assert "about_department" in member.get(address("complain", "1403")).text


def test_opening_the_form_keeps_nothing(member: FlaskClient, db: SQLAlchemy) -> None:
    member.get(address())
    assert db.session.query(Draft).count() == 0


def test_what_is_missing_is_said_and_what_was_typed_is_kept_as_a_draft(
    member: FlaskClient, db: SQLAlchemy
) -> None:
    answer = write(member, title="", contact_phone="12")
    assert answer.status_code == 422
    assert 'href="#title"' in answer.text
    assert 'id="contact_phone-error"' in answer.text
    assert "今早七点起停电" in answer.text
    assert the_draft(db).content["description"] == WRITTEN["description"]
    assert db.session.query(Ticket).count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "停" * 101}, "title"),
        ({"description": "停" * 4001}, "description"),
        ({"contact_email": "nobody@"}, "contact_email"),
        ({"contact_name": " "}, "contact_name"),
        ({"extra_need": "nothing known"}, "extra_need"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(member: FlaskClient, changes: Any, field: str) -> None:
    answer = write(member, **changes)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_a_number_that_is_none_is_said_beside_its_field(member: FlaskClient) -> None:
    answer = write(member, address(category="0601"), extra_amount="many")
    assert 'id="extra_amount-error"' in answer.text
    assert 'value="many"' in answer.text


def test_a_draft_waits_among_my_matters_and_can_be_thrown_away(member: FlaskClient, db: SQLAlchemy) -> None:
    answer = write(member, do="later", title="")
    assert answer.headers["Location"] == "/portal/"
    page = member.get("/portal/", headers=ENGLISH)
    assert "Draft without a title" in words(page)
    draft = the_draft(db)
    assert f"draft={draft.id}" in page.text
    kept = member.get(address(draft=draft.id))
    assert "今早七点起停电" in kept.text
    member.post(f"/portal/drafts/{draft.id}/discard")
    assert db.session.query(Draft).count() == 0


def test_a_double_click_makes_one_draft(member: FlaskClient, db: SQLAlchemy) -> None:
    for _ in range(2):
        write(member, do="later", once="first-page")
    assert db.session.query(Draft).count() == 1


def test_anothers_draft_does_not_exist(member: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    write(member, do="later")
    draft = the_draft(db)
    other = member.application.test_client()
    sign_in(other, "enterprise2")
    for where in (
        address(draft=draft.id),
        f"/portal/submit?draft={draft.id}",
        f"/portal/submit/{draft.id}/check",
    ):
        assert other.get(where).status_code == 404
    assert write(other, address(draft=draft.id)).status_code == 404
    assert other.post(f"/portal/drafts/{draft.id}/discard").status_code == 404
    assert send(other, draft).status_code == 404


def test_files_are_kept_with_the_draft_and_can_be_removed(member: FlaskClient, db: SQLAlchemy) -> None:
    answer = write(member, do="files", files=[(BytesIO(png()), "现场.png"), (BytesIO(PDF), "来函.pdf")])
    assert answer.headers["Location"].endswith("#files")
    draft = the_draft(db)
    page = member.get(address(draft=draft.id))
    assert "现场.png" in page.text
    assert "三号车间停电" in page.text
    first = db.session.query(Attachment).order_by(Attachment.id).first()
    write(member, address(draft=draft.id), remove=str(first.id), title="改过的标题")
    assert [file.name for file in db.session.query(Attachment)] == ["来函.pdf"]
    assert the_draft(db).content["title"] == "改过的标题"


def test_a_file_that_cannot_be_taken_is_named_and_the_others_are_kept(
    member: FlaskClient, db: SQLAlchemy
) -> None:
    answer = write(
        member, do="files", files=[(BytesIO(b"MZ" + bytes(99)), "坏.exe"), (BytesIO(PDF), "好.pdf")]
    )
    assert answer.status_code == 422
    assert "坏.exe: " in words(answer)
    assert "好.pdf" in answer.text
    assert [file.name for file in db.session.query(Attachment)] == ["好.pdf"]


def test_changing_the_category_keeps_what_was_typed(member: FlaskClient, db: SQLAlchemy) -> None:
    write(member, do="later", extra_account="3400123")
    draft = the_draft(db)
    page = member.get(address("ask", "0301", draft.id))
    assert "三号车间停电" in page.text
    write(member, address("ask", "0301", draft.id), do="later")
    content = the_draft(db).content
    assert (content["kind"], content["category"], content["fields"]) == (
        "consultation",
        "0301",
        {"project_code": ""},
    )
