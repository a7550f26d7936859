"""No page of the staff runs more than twelve statements, however much it shows."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.operations.attachments import attach
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
    return {"number": ticket.number, "share": assignment_of(ticket).id, "accepted": accepted.number}


@pytest.mark.parametrize(
    ("username", "address"),
    [
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
    ],
)
def test_a_page_runs_few_statements(
    client: FlaskClient, db: SQLAlchemy, busy: dict[str, Any], username: str, address: str
) -> None:
    sign_in(client, username)
    db.session.remove()
    with counted(db) as statements:
        assert client.get(address.format(**busy)).status_code == 200
    assert len(statements) <= MOST, "\n".join(statements)
