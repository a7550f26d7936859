"""The page on which the desk lead records a leader's instruction."""

import io
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from servicedesk.models import Instruction
from tests.cast import Cast
from tests.operations.matters import at
from tests.web.pages import ENGLISH, sign_in, words


@pytest.fixture(autouse=True)
def at_work() -> Any:
    with time_machine.travel(at("11-23 15:30"), tick=False):
        yield


def test_an_instruction_on_paper_is_recorded(client: FlaskClient, cast: Cast, db: Any) -> None:
    number = cast.ticket("working").number
    sign_in(client, "desk_lead")
    address = f"/instructions/record/{number}"
    assert address in client.get(f"/desk/t/{number}").text
    assert "Which leader?" in words(client.get(address, headers=ENGLISH))
    given = {
        "decided_by": "leader", "decided_at": "2026-11-23T11:00", "text": "请抓紧办理。",
        "due_on": "2026-11-27", "departments": ["jsj"],
    }  # fmt: skip
    missing = client.post(address, data=given, headers=ENGLISH)
    assert (missing.status_code, "请抓紧办理。" in missing.text) == (422, True)
    scan = {"scan": (io.BytesIO(b"%PDF-1.4\n%EOF\n"), "批示.pdf")}
    answer = client.post(address, data=given | scan, content_type="multipart/form-data")
    assert answer.status_code == 303, words(answer)
    assert db.session.query(Instruction).one().by_id == cast.leader.id
    assert "Recorded from paper" in words(client.get(f"/desk/t/{number}", headers=ENGLISH))


def test_officers_record_none(client: FlaskClient, cast: Cast) -> None:
    number = cast.ticket("working").number
    sign_in(client, "officer")
    assert client.get(f"/instructions/record/{number}").status_code == 403
    assert "/instructions/record/" not in client.get(f"/desk/t/{number}").text
