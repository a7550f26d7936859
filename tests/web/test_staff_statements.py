"""No page of the staff runs more than twelve statements, however much it shows."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from servicedesk.operations.attachments import attach
from servicedesk.operations.steps import act_on_ticket
from servicedesk.operations.whistles import blow
from tests.cast import STAGES, Cast
from tests.factories import NOW, RESULT, assignment_of, share_step, step
from tests.rules.documents import PDF
from tests.statements import MOST, counted
from tests.web.pages import sign_in

pytestmark = pytest.mark.database("sqlite")


@pytest.fixture
def busy(cast: Cast) -> dict[str, Any]:
    """A desk with matters at every stage, one of them done twice and now waiting for a callback."""
    for n in range(40):
        cast.ticket(STAGES[n % len(STAGES)], NOW - timedelta(days=n))
    ticket = cast.ticket("in_callback")
    attach(cast.enterprise, NOW, ticket.number, BytesIO(PDF), "来函.pdf")
    step(cast.enterprise, ticket, "judge", solved="no", satisfaction=1)
    step(cast.officer, ticket, "redo", reason="没有解决。")
    share_step(cast.handler, ticket, "finish", **RESULT)
    step(cast.officer, ticket, "pass_review")
    accepted = cast.ticket("accepted")
    # The department's own page shows what it is called to and what it has to report.
    for _ in range(2):
        called = cast.ticket("working").number
        blow(
            cast.officer,
            NOW,
            {"kind": "emergency", "reason": "请到场。", "tickets": [called], "departments": ["jfj"]},
        )
        given = {"text": "请查清。", "due_on": "2026-11-27", "departments": ["jfj"]}
        act_on_ticket(cast.leader, NOW, called, "instruct", given)
    return {"number": ticket.number, "share": assignment_of(ticket).id, "accepted": accepted.number}


PAGES = (
    ("officer", "/desk/"),
    ("officer", "/desk/?queue=overdue"),
    ("officer", "/desk/?queue=in_progress"),
    ("officer", "/desk/callbacks"),
    ("officer", "/desk/t/{number}"),
    ("officer", "/desk/t/{accepted}"),
    ("officer", "/desk/record"),
    ("officer", "/desk/members"),
    ("officer", "/desk/search?q=QS"),
    ("officer", "/matters/{accepted}/dispatch"),
    ("officer", "/matters/{number}/papers/handover"),
    ("supervisor", "/desk/"),
    ("leader", "/desk/t/{number}"),
    ("handler", "/department/"),
    ("handler", "/department/?queue=done"),
    ("handler", "/department/a/{share}"),
    ("department_head", "/duty/"),
    ("desk_lead", "/duty/roster"),
    ("officer", "/duty/handover"),
    ("leader", "/board/"),
    ("leader", "/board/?by=category"),
    ("admin", "/admin/"),
    ("officer", "/account/messages"),
)


def test_no_page_runs_more_statements_than_a_few(app: Flask, db: SQLAlchemy, busy: dict[str, Any]) -> None:
    # All pages together, because making the matters takes longest.
    for username, address in PAGES:
        client = app.test_client()
        sign_in(client, username)
        db.session.remove()
        with counted(db) as statements:
            assert client.get(address.format(**busy)).status_code == 200, address
        assert len(statements) <= MOST, "\n".join([address, *statements])
