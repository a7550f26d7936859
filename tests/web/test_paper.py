"""Recording on pages what was decided on paper."""

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from servicedesk.models import Ticket
from servicedesk.operations.attachments import attach
from tests.cast import Cast
from tests.factories import NOW
from tests.operations.matters import MORE_TIME, act, decide, request_of
from tests.web.pages import ENGLISH, sign_in, words

pytestmark = [pytest.mark.database("sqlite"), pytest.mark.usefixtures("at_work")]


def asked(cast: Cast, action: str = "request_extension", **given: Any) -> Ticket:
    """A matter about which a request waits for a decision."""
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", action, NOW, **(given or MORE_TIME))
    return ticket


def test_the_desk_lead_records_from_paper_and_adds_the_scan_with_it(client: FlaskClient, cast: Cast) -> None:
    ticket = asked(cast)
    decide(cast, ticket, "desk_lead", "approve", NOW)
    act(cast, ticket, "handler", "request_extension", NOW, **MORE_TIME)
    address = f"/decisions/{request_of(ticket).id}"
    sign_in(client, "desk_lead")
    page = words(client.get(address, headers=ENGLISH))
    assert "Record a decision made on paper" in page
    assert "林志远" in page
    typed = {
        "paper-decided_by": "leader", "paper-decided_at": "2026-11-23T10:30", "paper-days": "2",
        "paper-reason": "同意两天。", "approve": "1", "paper-once": "one",
    }  # fmt: skip
    answer = client.post(f"{address}/paper", data=typed, headers=ENGLISH)
    assert answer.status_code == 422
    assert "同意两天。" in answer.text
    assert "A decision that is recorded cannot lie in the future." not in words(answer)
    pdf = {"paper-scan": (io.BytesIO(b"%PDF-1.4\n%EOF\n"), "批示.pdf")}
    answer = client.post(f"{address}/paper", data=typed | pdf, headers=ENGLISH)
    assert answer.status_code == 422
    assert "cannot lie in the future" in words(answer)
    assert "批示.pdf" in words(answer)
    paper = re.search(r'<option selected value="(\d+)">批示.pdf', answer.text)
    assert paper
    typed |= {"paper-decided_at": "2026-11-23T10:00", "paper-paper": paper[1]}
    assert client.post(f"{address}/paper", data=typed).status_code == 303
    request = request_of(ticket)
    assert (request.state, request.params["granted"], request.decided_by_id) == (
        "approved",
        2,
        cast.leader.id,
    )
    page = words(client.get(f"/desk/t/{ticket.number}", headers=ENGLISH))
    assert "Decided on paper; recorded by 郑华 on Mon 23 Nov, 10:00." in page
    assert "林志远 approved the extension" in page


def test_the_enterprise_sees_who_decided_and_not_the_scan(client: FlaskClient, cast: Cast) -> None:
    ticket = asked(cast)
    scan = attach(
        cast.desk_lead, NOW, ticket.number, io.BytesIO(b"%PDF-1.4\n%EOF\n"), "批示.pdf", internal=True
    )
    decide(
        cast, ticket, "desk_lead", "approve", NOW,
        decided_by="desk_lead", decided_at=NOW.isoformat(), paper=scan.id,
    )  # fmt: skip
    sign_in(client, "enterprise")
    page = words(client.get(f"/portal/m/{ticket.number}", headers=ENGLISH))
    assert "approved the extension" in page
    assert "批示.pdf" not in page
    assert "paper" not in page
    assert client.get(f"/files/{scan.id}").status_code == 404


def test_the_desk_lead_finds_what_others_decide(client: FlaskClient, cast: Cast) -> None:
    ticket = asked(cast)
    decide(cast, ticket, "desk_lead", "approve", NOW)
    act(cast, ticket, "handler", "request_extension", NOW, **MORE_TIME)
    sign_in(client, "desk_lead")
    assert "Nothing waits for your decision" in words(client.get("/decisions/", headers=ENGLISH))
    page = words(client.get("/decisions/others", headers=ENGLISH))
    assert "Extension by 3 working days" in page
    assert "Zone leader decides." in page


def test_others_record_nothing_and_have_no_such_list(client: FlaskClient, cast: Cast) -> None:
    ticket = asked(cast)
    sign_in(client, "leader")
    assert client.get("/decisions/others").status_code == 403
    address = f"/decisions/{request_of(ticket).id}"
    assert "made on paper" not in words(client.get(address, headers=ENGLISH))
    assert client.post(f"{address}/paper", data={"approve": "1"}).status_code == 409


def test_a_leaders_ruling_on_paper_is_recorded(client: FlaskClient, cast: Cast) -> None:
    ticket = cast.ticket("to_sign")
    act(cast, ticket, "handler", "return", NOW, reason="不属本局职责。", basis="三定方案。", proposed="rsj")
    decide(cast, ticket, "desk_lead", "refuse", NOW, reason="属于你局职责。")
    decide(cast, ticket, "handler", "dispute", NOW, reason="请领导裁定。")
    sign_in(client, "desk_lead")
    address = f"/decisions/{request_of(ticket).id}"
    assert "Who leads the matter?" in words(client.get(address, headers=ENGLISH))
    typed = {
        "paper-decided_by": "leader", "paper-decided_at": "2026-11-23T10:00", "paper-department": "rsj",
        "paper-reason": "由人社局主办。", "rule": "1",
        "paper-scan": (io.BytesIO(b"%PDF-1.4\n%EOF\n"), "裁定.pdf"),
    }  # fmt: skip
    answer = client.post(f"{address}/paper", data=typed, headers=ENGLISH)
    assert answer.status_code == 303, words(answer)
    request = request_of(ticket)
    assert (request.state, request.decided_by_id) == ("approved", cast.leader.id)
