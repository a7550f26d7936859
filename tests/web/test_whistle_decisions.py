"""Whistles among the decisions that wait, and recording from paper on their page."""

import io
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from servicedesk.models import Whistle
from tests.cast import Cast
from tests.operations.matters import at
from tests.operations.whistles import REASON, blown
from tests.web.pages import ENGLISH, sign_in, words


@pytest.fixture(autouse=True)
def at_work() -> Any:
    with time_machine.travel(at("11-23 15:30"), tick=False):
        yield


def test_a_leader_finds_whistles_among_what_waits(client: FlaskClient, cast: Cast) -> None:
    stand = blown(cast, "desk_lead", "key", [cast.ticket("working")])
    sign_in(client, "leader")
    page = client.get("/decisions/", headers=ENGLISH)
    assert "Whistle to be approved" in words(page)
    assert REASON in words(page)
    assert f"/whistles/{stand.whistle.number}" in page.text


def test_the_desk_lead_records_what_was_decided_on_paper(client: FlaskClient, cast: Cast, db: Any) -> None:
    number = blown(cast, "desk_lead", "key", [cast.ticket("working")]).whistle.number
    sign_in(client, "desk_lead")
    assert number in client.get("/decisions/others", headers=ENGLISH).text
    page = client.get(f"/whistles/{number}", headers=ENGLISH)
    assert "Record a decision made on paper" in words(page)
    given = {"paper-decided_by": "leader", "paper-decided_at": "2026-11-23T11:00", "approve": "1"}
    missing = client.post(f"/whistles/{number}/paper", data=given, headers=ENGLISH)
    assert missing.status_code == 422
    scan = {"paper-scan": (io.BytesIO(b"%PDF-1.4\n%EOF\n"), "批示.pdf")}
    address = f"/whistles/{number}/paper"
    answer = client.post(address, data=given | scan, content_type="multipart/form-data")
    assert answer.status_code == 303, words(answer)
    assert db.session.query(Whistle).one().state == "blown"
    assert "Recorded from paper" in words(client.get(f"/whistles/{number}", headers=ENGLISH))
    again = client.post(address, data=given, headers=ENGLISH)
    assert (again.status_code, "nothing to record here" in words(again)) == (409, True)
