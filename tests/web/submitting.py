"""Submitting in tests as a member's browser does it: the details, the draft that comes of them, sending."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from servicedesk.models import Draft
from tests.web.pages import ENGLISH

WRITTEN = {
    "title": "三号车间停电",
    "description": "今早七点起停电,生产线全部停下。",
    "contact_name": "陈静",
    "contact_phone": "138 1234 5678",
    "contact_email": "",
    "share_outside": "no",
}


def address(entry: str = "apply", category: str = "0501", draft: int | None = None) -> str:
    found = f"/portal/submit/details?entry={entry}&category={category}"
    return f"{found}&draft={draft}" if draft else found


def write(member: FlaskClient, where: str = "", do: str = "check", **changes: Any) -> TestResponse:
    return member.post(
        where or address(),
        data={**WRITTEN, "do": do, **changes},
        headers=ENGLISH,
        content_type="multipart/form-data",
    )


def send(member: FlaskClient, draft: "Kept", once: str = "once-1") -> TestResponse:
    return member.post(f"/portal/submit/{draft.id}/check", data={"once": once})


@dataclass(frozen=True)
class Kept:
    """What stays known of a draft when it is no more."""

    id: int
    content: dict[str, Any]


def the_draft(db: SQLAlchemy) -> Kept:
    db.session.expire_all()
    draft = db.session.query(Draft).one()
    return Kept(draft.id, draft.content)
