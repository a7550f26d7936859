"""Returns through the API: asked for, upheld with the next lead, refused, disputed, ruled on."""

from typing import Any

import pytest

from tests.api.answers import faults, problem
from tests.api.conftest import As
from tests.api.test_openapi import answered
from tests.cast import Cast
from tests.operations.matters import NOT_OURS

NO = {"reason": "属贵局职责。"}
OURS_NOT = {"reason": "职责清单中没有此项。"}


def asked(as_: As, ticket: Any) -> int:
    """The id of a return that waits for a decision."""
    answer = as_("handler").act_on_share(ticket, "return", **NOT_OURS)
    assert answer.status_code == 200, answer.text
    return int(answer.get_json()["requests"][-1]["id"])


def decided(as_: As, who: str, request: int, action: str, **given: Any) -> dict[str, Any]:
    answer = as_(who).post(f"/requests/{request}/actions/{action}", given)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def test_a_return_is_answered_with_all_that_a_decision_needs(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("to_sign")
    seen = as_("handler").get(f"/tickets/{ticket.number}").get_json()
    assert "return" in [one["name"] for one in seen["assignments"][0]["actions"]]
    assert "派单规则" in seen["assignments"][0]["routing"]
    request = asked(as_, ticket)
    (item,) = as_("desk_lead").get("/requests", state="pending").get_json()["items"]
    assert (item["id"], item["kind"], item["params"]) == (request, "return", {"proposed": "jsj"})
    assert (item["reason"], item["basis"]) == (NOT_OURS["reason"], NOT_OURS["basis"])
    assert [one["name"] for one in item["actions"]] == ["approve", "refuse"]
    seen = as_("handler").get(f"/tickets/{ticket.number}").get_json()
    assert seen["assignments"][0]["state"] == "return_asked"
    paused = [clock["kind"] for clock in seen["clocks"] if clock["state"] == "paused"]
    assert sorted(paused) == ["contact", "resolve", "sign"]
    assert (seen["next"]["who"], seen["next"]["clock"]) == ("desk", "decide")
    outside = as_("enterprise").get(f"/tickets/{ticket.number}").get_json()
    assert (outside["requests"], outside["assignments"][0]["routing"]) == ([], None)


def test_upheld_with_the_next_lead_it_is_dispatched_at_once(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("to_sign")
    body = decided(as_, "desk_lead", asked(as_, ticket), "approve", lead="jsj")
    assert (body["state"], body["params"]) == ("approved", {"proposed": "jsj", "returns": 1, "lead": "jsj"})
    seen = as_("officer").get(f"/tickets/{ticket.number}").get_json()
    assert [(one["department"]["code"], one["state"]) for one in seen["assignments"]] == [
        ("jfj", "returned"),
        ("jsj", "to_sign"),
    ]
    problem(as_("handler").get(f"/tickets/{ticket.number}"), 404, "not_found")
    assert as_("handler").get("/requests").get_json()["items"] == []


def test_a_refusal_is_disputed_and_ruled_on(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("to_sign")
    request = asked(as_, ticket)
    decided(as_, "desk_lead", request, "refuse", **NO)
    (item,) = as_("handler").get("/requests", state="refused").get_json()["items"]
    assert [one["name"] for one in item["actions"]] == ["dispute"]
    body = decided(as_, "handler", request, "dispute", **OURS_NOT)
    assert (body["state"], body["decider"], body["decided_by"]) == ("disputed", "leader", None)
    assert body["dispute"] == {
        "by": "李强", "at": "2026-11-23T10:00:00+08:00", "reason": OURS_NOT["reason"],
        "refused_by": "郑华", "refused_at": "2026-11-23T10:00:00+08:00", "refusal": NO["reason"],
    }  # fmt: skip
    assert body["due_at"] == "2026-11-24T17:30:00+08:00"
    (item,) = as_("leader").get("/requests", state="disputed").get_json()["items"]
    assert [(one["name"], [field["name"] for field in one["fields"]][:2]) for one in item["actions"]] == [
        ("rule", ["department", "reason"])
    ]
    answer = as_("desk_lead").post(f"/requests/{request}/actions/rule", {"department": "jsj", "reason": "x"})
    problem(answer, 403, "not_yours")
    body = decided(as_, "leader", request, "rule", department="jfj", reason="裁定。")
    assert (body["state"], body["decided_by"], body["actions"]) == ("refused", "林志远", [])
    answer = as_("handler").post(f"/requests/{request}/actions/dispute", OURS_NOT)
    assert problem(answer, 409, "not_now")["actions"] == []
    answer = as_("handler").act_on_share(ticket, "return", **NOT_OURS)
    assert "return" not in [one["name"] for one in problem(answer, 409, "not_now")["actions"]]


@pytest.mark.parametrize(
    ("action", "given", "field"),
    [
        ("approve", {"lead": "jfj"}, "lead"),
        ("approve", {"lead": "nobody"}, "lead"),
        ("approve", {"days": 1}, "days"),
        ("refuse", {}, "reason"),
    ],
)
def test_a_wrong_decision_names_its_field(
    as_: As, cast: Cast, action: str, given: dict[str, Any], field: str
) -> None:
    request = asked(as_, cast.ticket("to_sign"))
    answer = as_("desk_lead").post(f"/requests/{request}/actions/{action}", given)
    assert list(problem(answer, 422, "invalid")["errors"]) == [field]


@pytest.mark.database("sqlite")
def test_returns_are_answered_as_described(as_: As, cast: Cast, app: Any) -> None:
    document = app.test_client().get("/api/v1/openapi.json").get_json()
    ticket = cast.ticket("to_sign")
    request = asked(as_, ticket)
    for who, action, given in (
        ("desk_lead", "refuse", NO),
        ("handler", "dispute", OURS_NOT),
        ("leader", "rule", {"department": "jsj", "reason": "裁定。"}),
    ):
        body = decided(as_, who, request, action, **given)
        described = answered(document, f"/requests/{{request_id}}/actions/{action}", "post")
        assert faults(document, described, body) == []
    body = as_("desk_lead").get(f"/tickets/{ticket.number}").get_json()
    assert faults(document, answered(document, "/tickets/{number}"), body) == []
