"""Bad input is named by its field, in a clear sentence, and changes nothing."""

from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from servicedesk.models import Event, Ticket
from tests.api.answers import problem
from tests.api.conftest import As
from tests.cast import Cast
from tests.factories import matter

NO_OBJECTS = [
    b"",
    b"{",
    b"[]",
    b'"text"',
    b"null",
    b"\xff\xfe",
    b'{"a": NaN}',
    b'{"title": "\\ud800"}',
    b"[" * 100_000,
    b'{"limit": ' + b"9" * 5000 + b"}",
]


@pytest.mark.parametrize("body", NO_OBJECTS)
def test_a_body_that_is_no_json_object_is_refused(as_: As, body: bytes) -> None:
    officer = as_("officer")
    response = officer.client.post("/api/v1/tickets", data=body, headers=officer.headers)
    problem(response, 400, "bad_json")


def test_a_step_without_fields_needs_no_body(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("in_review")
    officer = as_("officer")
    done = officer.client.post(
        f"/api/v1/tickets/{ticket.number}/actions/pass_review", headers=officer.headers
    )
    assert done.status_code == 200


BAD_SUBMISSIONS: list[tuple[dict[str, Any], str]] = [
    ({"kind": None}, "kind"),
    ({"kind": "wish"}, "kind"),
    ({"category": "9999"}, "category"),
    ({"category": "01"}, "category"),
    ({"category": "\x00"}, "category"),
    ({"category": ["0103"]}, "category"),
    ({"title": ""}, "title"),
    ({"title": "长" * 101}, "title"),
    ({"title": 7}, "title"),
    ({"description": "长" * 4001}, "description"),
    ({"urgent": "perhaps"}, "urgent"),
    ({"channel": "pigeon"}, "channel"),
    ({"external_due": "2026-11-25T17:30"}, "external_due"),
    ({"external_due": "0001-01-01T00:00:00+14:00"}, "external_due"),
    ({"contact": {"name": "陈静", "phone": "123"}}, "contact.phone"),
    ({"contact": {"name": "陈静", "email": "nobody"}}, "contact.email"),
    ({"contact": {"phone": "13812345678"}}, "contact.name"),
    ({"contact": "陈静"}, "contact"),
    ({"enterprise": {"credit_code": "91340207MA8T10003A"}}, "enterprise.credit_code"),
    ({"enterprise": {"name": "某公司"}}, "enterprise.credit_code"),
    ({"enterprise": []}, "enterprise.credit_code"),
    ({"enterprise": {"credit_code": "91340207MA8T10003G"}}, "enterprise.name"),
    ({"about_department": "nobody"}, "about_department"),
    ({"fields": {"colour": "red"}}, "fields.colour"),
    ({"fields": []}, "fields"),
    ({"colour": "red"}, "colour"),
]


@pytest.mark.parametrize(("change", "field"), BAD_SUBMISSIONS, ids=[str(c)[:40] for c, _ in BAD_SUBMISSIONS])
def test_bad_input_is_named_by_its_field_and_makes_nothing(
    as_: As, db: SQLAlchemy, change: dict[str, Any], field: str
) -> None:
    known = {"enterprise": {"credit_code": "91340207MA8T1037X9", "name": "样例江北智能装备有限公司"}}
    refused = problem(as_("officer").post("/tickets", matter(**known) | change), 422, "invalid")
    assert list(refused["errors"]) == [field]
    assert all(sentence for sentence in refused["errors"][field])
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == 0


def test_every_wrong_field_is_named_at_once(as_: As) -> None:
    refused = problem(as_("enterprise").post("/tickets", {"kind": "wish"}), 422, "invalid")
    assert set(refused["errors"]) == {"kind", "category", "title", "description"}


def test_a_refused_step_changes_nothing(as_: As, cast: Cast, db: SQLAlchemy) -> None:
    enterprise, ticket = as_("enterprise"), cast.ticket("in_callback")
    before = db.session.scalar(select(func.count()).select_from(Event))
    for wrong in ({"satisfaction": 6}, {"solved": "perhaps"}, {"version": "soon"}, {"colour": "red"}):
        given = {"solved": "yes", "satisfaction": 5} | wrong
        refused = problem(enterprise.act(ticket, "judge", **given), 422, "invalid")
        assert list(refused["errors"]) == list(wrong)
    assert db.session.scalar(select(func.count()).select_from(Event)) == before


def test_only_ones_own_enterprise_and_only_enterprises_and_the_desk_submit(as_: As, cast: Cast) -> None:
    other = {"credit_code": cast.enterprise2.enterprise.credit_code}
    problem(as_("enterprise").post("/tickets", matter(enterprise=other)), 422, "invalid")
    problem(as_("handler").post("/tickets", matter()), 403, "not_yours")


QUERIES = [
    "state=open",
    "kind=wish",
    "channel=pigeon",
    "category=9999",
    "department=nobody",
    "urgent=perhaps",
    "overdue=2",
    "from=yesterday",
    "to=2026-13-01",
    "from=0001-01-01",
    "order=oldest",
    "limit=0",
    "limit=201",
    "limit=many",
    "limit=--3",
    "cursor=nonsense",
    "cursor=W10",
    "cursor=%00",
    "category=%00",
    "colour=red",
    "limit=1&limit=2",
    "figure=happiness",
    "part=numerator",
    "figure=sign_on_time&period=soon",
    "figure=sign_on_time&by=colour",
    "figure=sign_on_time&as_of=soon",
]


@pytest.mark.parametrize("query", QUERIES)
def test_a_list_refuses_what_it_does_not_know(as_: As, query: str) -> None:
    officer = as_("officer")
    response = officer.client.get(f"/api/v1/tickets?{query}", headers=officer.headers)
    named = query.split("&")[-1].split("=")[0]
    expected = {"part": "figure"}.get(named, named)
    assert list(problem(response, 422, "invalid")["errors"]) == [expected]
