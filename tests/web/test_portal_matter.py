"""One matter on the enterprise's page: what next, what to do, the result, facts and files."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Attachment, Ticket
from tests.cast import REFUSAL, STAGES, Cast
from tests.factories import NOW, RESULT, share_step, step, submitted
from tests.rules.documents import PDF
from tests.web.pages import ENGLISH, sign_in, words


@pytest.fixture
def member(client: FlaskClient, cast: Cast) -> FlaskClient:
    """The browser of a verified member."""
    sign_in(client, "enterprise")
    return client


def page_of(member: FlaskClient, ticket: Ticket) -> str:
    answer = member.get(f"/portal/m/{ticket.number}", headers=ENGLISH)
    assert answer.status_code == 200
    return answer.text


def said(member: FlaskClient, ticket: Ticket) -> str:
    return words(member.get(f"/portal/m/{ticket.number}", headers=ENGLISH))


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [
        ("submitted", "The service centre will accept your matter, or answer it at once."),
        ("awaiting_info", "The service centre 周敏 needs some facts from you."),
        ("accepted", "The service centre 周敏 will hand your matter to the department in charge."),
        ("to_sign", "Economic Development Bureau has your matter and will take it up."),
        ("working", "Economic Development Bureau 李强 will get in touch with you."),
        ("in_review", "The service centre 周敏 checks the result"),
        (
            "in_callback",
            "You have the result. Please judge it; otherwise the service centre 周敏 will call you.",
        ),
        ("closed", "you can ask to reopen it within 30 days."),
        ("refused", "The desk could not accept the matter."),
        ("withdrawn", "You have withdrawn the matter."),
    ],
)
def test_what_happens_next_is_said_with_who_does_it(
    member: FlaskClient, cast: Cast, stage: str, sentence: str
) -> None:
    ticket = cast.ticket(stage, NOW - timedelta(hours=1))
    assert sentence in said(member, ticket)


@pytest.mark.parametrize("stage", STAGES)
def test_the_page_offers_what_is_possible_and_nothing_else(
    member: FlaskClient, cast: Cast, stage: str
) -> None:
    ticket = cast.ticket(stage)
    page = page_of(member, ticket)
    offered = set(re.findall(rf"/matters/{ticket.number}/([a-z_]+)", page)) - {"files", "papers"}
    ended = stage in ("refused", "withdrawn", "closed")
    wanted = set() if ended else {"give_info", "withdraw", "urge"}
    wanted |= {"in_callback": {"judge"}, "closed": {"ask_reopen"}}.get(stage, set())
    assert offered == wanted
    assert (f"/matters/{ticket.number}/files" in page) == (not ended)


def test_the_limits_inside_are_not_shown(member: FlaskClient, cast: Cast) -> None:
    found = said(member, cast.ticket("working"))
    assert "Promised answer" in found
    for inside in ("Signing", "First contact", "Dispatch "):
        assert inside not in found


def test_the_question_stands_on_top_and_is_answered_there(member: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("awaiting_info")
    assert "You are asked 请补充项目备案号。" in said(member, ticket)
    page = page_of(member, ticket)
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)[1]
    answer = member.post(
        f"/matters/{ticket.number}/give_info", data={"text": "备案号 2026-001", "version": version}
    )
    assert answer.headers["Location"] == f"/portal/m/{ticket.number}"
    found = said(member, ticket)
    assert "You are asked" not in found
    assert "备案号 2026-001" in found


def test_a_departments_question_waits_too_until_it_is_answered(member: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("working")
    share_step(cast.handler, ticket, "ask", text="报关单号是多少?")
    assert "You are asked 报关单号是多少?" in said(member, ticket)
    step(cast.enterprise, ticket, "give_info", text="2233")
    assert "You are asked" not in said(member, ticket)


def test_a_result_is_shown_when_it_has_reached_the_enterprise(member: FlaskClient, cast: Cast) -> None:
    assert RESULT["measures"] not in said(member, cast.ticket("in_review"))
    found = said(member, cast.ticket("in_callback"))
    assert RESULT["measures"] in found
    assert "Economic Development Bureau 李强" in found


def test_whoever_is_not_content_finds_a_whole_form(member: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    ticket = cast.ticket("in_callback")
    assert page_of(member, ticket).count('<label class="face ') == 5
    member.post(
        f"/matters/{ticket.number}/judge", data={"solved": "yes", "satisfaction": "4", "comment": "很快"}
    )
    db.session.expire_all()
    assert ticket.state == "closed"
    found = said(member, ticket)
    assert "Your judgement Satisfied , Solved 很快" in found


def test_whoever_is_not_content_is_thanked_and_may_judge_again(member: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    step(cast.enterprise, ticket, "judge", solved="no", satisfaction=1)
    found = said(member, ticket)
    assert "Thank you for your judgement; the service centre 周敏 decides what follows from it." in found
    assert "Judge again" in found


def test_a_half_filled_judgement_is_refused_beside_its_field(member: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    answer = member.post(f"/matters/{ticket.number}/judge", data={"solved": "yes"}, headers=ENGLISH)
    assert answer.status_code == 422
    assert "satisfaction-error" in answer.text


def test_a_refusal_says_why_and_the_legal_way(member: FlaskClient, cast: Cast) -> None:
    found = said(member, cast.ticket("refused"))
    assert f"Why it was not accepted {REFUSAL['reason']}" in found
    assert f"Where you can turn instead {REFUSAL['legal_route']}" in found
    assert "Notice of non-acceptance" in found


def test_files_are_added_on_the_page_until_it_ends(member: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    ticket = cast.ticket("working")
    where = f"/matters/{ticket.number}/files"
    assert where in page_of(member, ticket)
    member.post(where, data={"files": (BytesIO(PDF), "来函.pdf")}, content_type="multipart/form-data")
    assert db.session.query(Attachment).one().name == "来函.pdf"
    assert "来函.pdf" in said(member, ticket)


def test_the_extra_fields_are_shown_with_their_labels(member: FlaskClient, cast: Cast) -> None:
    ticket = submitted(cast.enterprise, category="0501", fields={"account": "3400123"})
    assert "Power account number 3400123" in said(member, ticket)


def test_other_readers_are_led_to_their_own_page(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("working")
    for username in ("officer", "handler", "leader"):
        reader = client.application.test_client()
        sign_in(reader, username)
        answer = reader.get(f"/portal/m/{ticket.number}")
        assert answer.status_code == 302, username
        assert not answer.headers["Location"].startswith("/portal"), username
    stranger = client.application.test_client()
    sign_in(stranger, "enterprise2")
    assert stranger.get(f"/portal/m/{ticket.number}").status_code == 404


def test_a_colleagues_matter_is_the_members_too(member: FlaskClient, cast: Cast) -> None:
    code = cast.enterprise.enterprise.credit_code
    ticket = submitted(cast.officer, title="电话代录的", channel="phone", enterprise={"credit_code": code})
    assert "By phone" in said(member, ticket) or "Phone" in said(member, ticket)


def test_a_long_text_is_folded_but_there_in_full(member: FlaskClient, cast: Cast) -> None:
    text = "厂区北侧雨水管网堵塞。" * 360
    page = page_of(member, cast.ticket("submitted", description=text[:4000]))
    assert '<details class="fold-text' in page
    assert text[:4000] in page


def test_before_acceptance_the_page_says_by_when_there_is_an_answer(member: FlaskClient, cast: Cast) -> None:
    assert "Answered at the latest Mon 30 Nov, 17:30" in said(member, cast.ticket("submitted"))
    assert "Answered at the latest" not in said(member, cast.ticket("accepted"))


def test_a_clue_of_misconduct_is_not_said_to_go_to_a_department(member: FlaskClient, cast: Cast) -> None:
    page = said(member, cast.ticket("accepted", kind="report"))
    assert "The service centre 周敏 will hand your matter over to the inspector's office." in page


def test_who_has_asked_to_reopen_reads_that_the_desk_decides(member: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("closed", NOW - timedelta(hours=2))
    step(cast.enterprise, ticket, "ask_reopen", reason="到账金额少了五万元。")
    assert "You have asked to reopen the matter; the service centre 周敏 decides" in said(member, ticket)


def test_one_tap_judges(member: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    ticket = cast.ticket("in_callback", NOW - timedelta(hours=2))
    tap = re.search(r'<div class="faces one-tap".*?<form.*?>(.*?)</form>', page_of(member, ticket), re.DOTALL)
    assert tap
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', tap[1]))
    member.post(f"/matters/{ticket.number}/judge", data=sent)
    assert db.session.get(Ticket, ticket.id, populate_existing=True).state == "closed"  # type: ignore[union-attr]


def test_a_withdrawn_matter_shows_no_promise(member: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("in_callback", NOW - timedelta(hours=2))
    step(cast.enterprise, ticket, "withdraw", reason="问题已经解决。")
    assert "Promised answer" not in said(member, ticket)
