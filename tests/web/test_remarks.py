"""What a matter's page says on top: whose words the next step answers, and which form stands open."""

import re
from datetime import timedelta

from flask.testing import FlaskClient

from servicedesk.models import Ticket
from tests.cast import Cast
from tests.factories import NOW, RESULT, assignment_of, step, submitted
from tests.web.pages import ENGLISH, sign_in, words


def remark(page: str) -> str:
    """What stands in the box below the next step."""
    found = re.search(r'<div class="remark">(.*?)</ol>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


def desk_page(client: FlaskClient, ticket: Ticket) -> str:
    sign_in(client, "officer")
    return client.get(f"/desk/t/{ticket.number}", headers=ENGLISH).text


def open_form(page: str) -> str:
    """The address of the form that stands open."""
    found = re.search(r'id="first-step".*?<form method="post" action="([^"]+)"', page, re.DOTALL)
    return found[1] if found else ""


def test_a_handler_reads_why_the_result_came_back_and_mends_it(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("in_review", NOW - timedelta(hours=2))
    step(cast.officer, ticket, "send_back", reason="请写明拨付日期。")
    sign_in(client, "handler")
    page = client.get(f"/department/a/{assignment_of(ticket).id}", headers=ENGLISH)
    assert "请写明拨付日期。" in remark(page.text)
    assert "A result that was sent back" in words(page)
    assert re.search(rf'<textarea[^>]+name="measures"[^>]*>\s*{RESULT["measures"]}', page.text)
    assert re.search(rf'name="solved_when"[^>]*value="{RESULT["solved_when"]}"', page.text)


def test_a_new_result_takes_the_remark_away(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("in_review", NOW - timedelta(hours=2))
    assert remark(desk_page(client, ticket)) == ""


def test_after_a_discontent_judgement_the_officer_reads_it_and_decides(
    client: FlaskClient, cast: Cast
) -> None:
    ticket = cast.ticket("in_callback", NOW - timedelta(hours=2))
    step(cast.enterprise, ticket, "judge", solved="no", satisfaction=2, comment="资金没有到账。")
    page = desk_page(client, ticket)
    assert "资金没有到账。" in remark(page)
    assert "周敏 decides: it is done again, or closed with a reason." in page
    assert open_form(page) == f"/matters/{ticket.number}/redo"


def test_a_call_in_vain_is_counted_and_asks_for_another(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("in_callback", NOW - timedelta(hours=2))
    step(cast.officer, ticket, "callback", reached=False)
    page = desk_page(client, ticket)
    assert "Nobody was reached 1 time; after 3 times in vain the matter closes unanswered." in page
    assert open_form(page) == f"/matters/{ticket.number}/callback"
    assert remark(page) == ""


def test_a_clue_of_misconduct_is_handed_over_there(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("accepted", kind="report")
    page = desk_page(client, ticket)
    assert open_form(page) == f"/matters/{ticket.number}/hand_to_inspector"
    assert "hands the matter to a department" not in page


def test_the_wish_to_reopen_stands_on_top_of_the_closed_matter(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("closed", NOW - timedelta(hours=2))
    step(cast.enterprise, ticket, "ask_reopen", reason="到账金额少了五万元。")
    assert "到账金额少了五万元。" in remark(desk_page(client, ticket))


def test_what_was_chosen_in_an_extra_field_is_said_in_words(client: FlaskClient, cast: Cast) -> None:
    ticket = submitted(cast.enterprise, category="0501", fields={"need": "outage"})
    page = desk_page(client, ticket)
    assert "<dd>outage</dd>" not in page
    assert "<dd>Outage</dd>" in page


def test_a_stale_page_says_what_happened_since_and_not_what_was_before(
    client: FlaskClient, cast: Cast
) -> None:
    ticket = cast.ticket("submitted", NOW - timedelta(hours=2))
    step(cast.enterprise, ticket, "give_info", text="补充在受理之前。")
    seen = ticket.version
    step(cast.officer2, ticket, "accept")
    step(cast.officer2, ticket, "note", text="受理之后的备注。", visible=False)
    sign_in(client, "officer")
    refused = client.post(f"/matters/{ticket.number}/accept", data={"version": seen}, headers=ENGLISH)
    assert refused.status_code == 409
    said = words(refused).split("This has happened meanwhile")[1]
    assert "受理之后的备注。" in said
    assert "accepted the matter" in said
    assert "补充在受理之前。" not in said
