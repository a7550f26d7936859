"""Lists: what is narrowed, in which order, and pages without gaps or repetition."""

from datetime import timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from time_machine import Traveller

from tests.api.conftest import As, Caller
from tests.cast import Cast
from tests.factories import NOW, submitted


def numbers(caller: Caller, **query: Any) -> list[str]:
    response = caller.get("/tickets", **query)
    assert response.status_code == 200, response.text
    return [item["number"] for item in response.get_json()["items"]]


def pages(caller: Caller, **query: Any) -> list[list[str]]:
    """All pages of a list, one after the other."""
    found, cursor = [], None
    while True:
        response = caller.get("/tickets", **query, **({"cursor": cursor} if cursor else {}))
        body = response.get_json()
        found.append([item["number"] for item in body["items"]])
        cursor = body["next"]
        if cursor is None:
            return found


def test_the_newest_comes_first(as_: As, cast: Cast) -> None:
    made = [submitted(cast.enterprise, NOW + timedelta(minutes=n)).number for n in range(3)]
    assert numbers(as_("enterprise")) == made[::-1]


@pytest.mark.parametrize("order", ["newest", "due"])
def test_pages_have_no_gaps_and_nothing_twice_while_new_tickets_arrive(
    as_: As, cast: Cast, order: str
) -> None:
    # Several of the same second, and of the same limit.
    made = [submitted(cast.enterprise, NOW + timedelta(seconds=n // 3)).number for n in range(10)]
    officer = as_("officer")
    first = officer.get("/tickets", limit=4, order=order).get_json()
    submitted(cast.enterprise2, NOW + timedelta(hours=1))
    seen = [item["number"] for item in first["items"]]
    while first["next"]:
        first = officer.get("/tickets", limit=4, order=order, cursor=first["next"]).get_json()
        seen += [item["number"] for item in first["items"]]
    assert [number for number in seen if number in made] == (made[::-1] if order == "newest" else made)
    assert len(seen) == len(set(seen)) == (10 if order == "newest" else 11)


def test_a_page_that_ends_with_the_list_has_no_next(as_: As, cast: Cast) -> None:
    for _ in range(4):
        submitted(cast.enterprise)
    assert [len(page) for page in pages(as_("officer"), limit=2)] == [2, 2]


def test_a_cursor_belongs_to_its_order(as_: As, cast: Cast) -> None:
    for _ in range(2):
        submitted(cast.enterprise)
    cursor = as_("officer").get("/tickets", limit=1).get_json()["next"]
    assert as_("officer").get("/tickets", limit=1, order="due", cursor=cursor).status_code == 422


def test_the_next_limit_comes_first_and_what_has_none_last(as_: As, cast: Cast) -> None:
    closed, later = cast.ticket("closed"), cast.ticket("working")
    soon = submitted(cast.enterprise, urgent=True)
    assert numbers(as_("officer"), order="due") == [soon.number, later.number, closed.number]


FILTERED: list[tuple[dict[str, Any], set[str]]] = [
    ({"state": "submitted"}, {"new", "urgent"}),
    ({"state": "submitted,closed"}, {"new", "urgent", "closed"}),
    ({"state": ["submitted", "closed"]}, {"new", "urgent", "closed"}),
    ({"kind": "complaint"}, {"urgent"}),
    ({"category": "0103"}, {"new", "working"}),
    ({"category": "奖补兑现"}, {"new", "working"}),
    ({"category": "01"}, {"new", "working", "closed"}),
    ({"category": "政策兑现,供电"}, {"new", "working", "closed", "urgent"}),
    ({"department": "jfj"}, {"working", "closed"}),
    ({"department": "rsj"}, set()),
    ({"channel": "phone"}, {"urgent"}),
    ({"urgent": "true"}, {"urgent"}),
    ({"urgent": "false"}, {"new", "working", "closed"}),
    ({"overdue": "true"}, {"urgent"}),
    ({"overdue": "false"}, {"new", "working", "closed"}),
    ({"overdue": "true", "state": "submitted", "order": "due"}, {"urgent"}),
    ({"q": "断电"}, {"urgent"}),
    ({"q": "qs20261123-"}, {"new", "working", "closed", "urgent"}),
    ({"q": "12345-"}, {"urgent"}),
    ({"q": "新辰"}, {"urgent"}),
    ({"q": "100%"}, set()),
    ({"q": "_"}, set()),
    ({"from": "2026-11-23", "to": "2026-11-23"}, {"new", "working", "closed", "urgent"}),
    ({"to": "2026-11-22"}, set()),
    ({"from": "2026-11-24"}, set()),
    ({"from": "2026-11-23T10:00:01+08:00"}, {"new"}),
    ({"to": "2026-11-23T10:00:00+08:00"}, {"working", "closed", "urgent"}),
    ({"enterprise": "91340207MA8T10003G"}, set()),
    ({"kind": "", "q": " ", "urgent": ""}, {"new", "working", "closed", "urgent"}),
]


@pytest.mark.parametrize(("query", "expected"), FILTERED, ids=[str(query) for query, _ in FILTERED])
def test_a_list_is_narrowed(
    as_: As, cast: Cast, at_work: Traveller, query: dict[str, Any], expected: set[str]
) -> None:
    urgent = {"urgent": True, "kind": "complaint", "category": "供电", "title": "一号厂房突然断电"}
    outside = {"channel": "phone", "external_ref": "12345-7", "enterprise": {
        "credit_code": cast.enterprise2.enterprise.credit_code
    }}  # fmt: skip
    made = {
        "closed": cast.ticket("closed", category="0101"),
        "working": cast.ticket("working"),
        "urgent": submitted(cast.officer, NOW, **urgent, **outside),
        "new": submitted(cast.enterprise, NOW + timedelta(minutes=30)),
    }
    at_work.move_to(NOW + timedelta(minutes=31))
    name_of = {ticket.number: name for name, ticket in made.items()}
    assert {name_of[number] for number in numbers(as_("officer"), **query)} == expected


def test_an_enterprise_is_found_by_its_credit_code(as_: As, cast: Cast) -> None:
    submitted(cast.enterprise2)
    mine = submitted(cast.enterprise)
    code = cast.enterprise.enterprise.credit_code
    assert numbers(as_("officer"), enterprise=code.lower()) == [mine.number]


def test_everybody_lists_what_they_may_see_and_nothing_else(as_: As, cast: Cast) -> None:
    working, kept = cast.ticket("working"), cast.ticket("accepted", confidential=True)
    other = submitted(cast.enterprise2)
    seen = {name: set(numbers(as_(name))) for name in cast.everybody()}
    everything = {working.number, kept.number, other.number}
    ordinary = {working.number, other.number}
    assert seen == {
        "enterprise": {working.number, kept.number},
        "enterprise2": {other.number},
        "officer": everything, "officer2": everything, "desk_lead": everything,
        "handler": {working.number}, "department_head": {working.number},
        "handler2": set(), "handler3": set(),
        "leader": ordinary, "supervisor": ordinary,
        "inspector": set(), "admin": set(),
    }  # fmt: skip


def test_an_item_says_what_a_list_needs(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("working")
    (item,) = as_("handler").get("/tickets").get_json()["items"]
    assert item["lead"] == {"code": "jfj", "name": "经济发展局"}
    assert item["category"]["name"] == "奖补兑现"
    assert item["submitted_at"] == "2026-11-23T10:00:00+08:00"
    assert item["overdue"] is False
    assert item["number"] == ticket.number
    assert "contact" not in item


def test_the_enterprise_is_not_told_limits_inside_the_zone(as_: As, cast: Cast, at_work: Traveller) -> None:
    cast.ticket("accepted")
    at_work.move_to(NOW + timedelta(days=3))
    assert len(numbers(as_("officer"), overdue="true")) == 1
    assert numbers(as_("enterprise"), overdue="true") == []
    (item,) = as_("enterprise").get("/tickets").get_json()["items"]
    assert (item["next_due_at"], item["overdue"]) == (None, False)


def test_events_come_in_pages_oldest_first(as_: As, cast: Cast, db: SQLAlchemy) -> None:
    ticket = cast.ticket("closed")
    actions, cursor = [], None
    while True:
        query = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        body = as_("officer").get(f"/tickets/{ticket.number}/events", **query).get_json()
        actions += [event["action"] for event in body["items"]]
        cursor = body["next"]
        if cursor is None:
            break
    assert actions == ["submit_ticket", "accept", "dispatch", "sign", "submit", "pass_review", "judge"]


def test_the_enterprise_reads_the_events_that_are_meant_for_it(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("in_review")
    items = as_("enterprise").get(f"/tickets/{ticket.number}/events").get_json()["items"]
    assert [event["action"] for event in items] == ["submit_ticket", "accept", "dispatch", "sign"]
    assert items[0]["texts"]["contact_phone"] == "+8613812345678"
    assert items[1]["by"] == "周敏"
    assert items[1]["department"] == {"code": "qyfw", "name": "企业服务中心"}
    assert all("digests" not in event["payload"] for event in items)
