"""No page of an enterprise runs more than twelve statements, however much it shows."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk.operations.attachments import attach, attach_to_draft
from servicedesk.operations.drafts import save_draft
from tests.cast import STAGES, Cast
from tests.factories import NOW, matter, share_step, step
from tests.rules.documents import PDF
from tests.statements import MOST, counted
from tests.web.pages import sign_in

pytestmark = pytest.mark.database("sqlite")


@pytest.fixture
def busy(cast: Cast, db: SQLAlchemy) -> dict[str, Any]:
    """A member with matters at every stage, one of them long and done twice, and a draft with a file."""
    for n in range(25):
        cast.ticket(STAGES[n % len(STAGES)], NOW - timedelta(days=n))
    ticket = cast.ticket("in_callback")
    attach(cast.enterprise, NOW, ticket.number, BytesIO(PDF), "来函.pdf")
    step(cast.enterprise, ticket, "judge", solved="no", satisfaction=1)
    step(cast.officer, ticket, "redo", reason="没有解决。")
    share_step(cast.handler, ticket, "sign")
    share_step(cast.handler, ticket, "ask", text="请问什么时候方便?")
    draft = save_draft(
        cast.enterprise, NOW, matter(about_department="jfj", kind="complaint", category="1403")
    )
    attach_to_draft(cast.enterprise, NOW, draft.id, BytesIO(PDF), "来函.pdf")
    return {"number": ticket.number, "draft": draft.id, "code": ticket.tracking_code}


PAGES = (
    "/",
    "/promises",
    "/help",
    "/track?number={number}&code={code}",
    "/portal/",
    "/portal/?show=open",
    "/portal/?show=ended",
    "/portal/submit?entry=apply&q=停电",
    "/portal/submit?draft={draft}",
    "/portal/submit/details?draft={draft}&complete=1",
    "/portal/submit/{draft}/check",
    "/portal/m/{number}",
    "/portal/m/{number}/sent",
    "/portal/m/{number}/receipt",
    "/portal/company",
)


def test_no_page_runs_more_statements_than_a_few(
    client: FlaskClient, db: SQLAlchemy, busy: dict[str, Any]
) -> None:
    # All pages together, because making the matters takes longest.
    sign_in(client, "enterprise")
    for address in PAGES:
        db.session.remove()
        with counted(db) as statements:
            assert client.get(address.format(**busy)).status_code == 200, address
        assert len(statements) <= MOST, "\n".join([address, *statements])
