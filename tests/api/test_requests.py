"""Requests through the API: asked for, listed, decided once."""

import io
from typing import Any

import pytest

from tests.api.answers import faults, problem
from tests.api.conftest import As
from tests.api.test_openapi import answered
from tests.cast import Cast
from tests.factories import NOW, RESULT
from tests.operations.matters import HEARING, MORE_TIME, act, decide


def asked(as_: As, ticket: Any, **changes: Any) -> int:
    """The id of an extension that waits for a decision."""
    answer = as_("handler").act_on_share(ticket, "request_extension", **(MORE_TIME | changes))
    assert answer.status_code == 200, answer.text
    return int(answer.get_json()["requests"][-1]["id"])


def test_a_request_is_answered_with_all_that_a_decision_needs(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("working")
    request = asked(as_, ticket)
    (item,) = as_("desk_lead").get("/requests", state="pending").get_json()["items"]
    actions = item.pop("actions")
    assert [(one["name"], [field["name"] for field in one["fields"]]) for one in actions] == [
        ("approve", ["days", "reason", "lead", "decided_by", "decided_at", "paper"]),
        ("refuse", ["reason", "decided_by", "decided_at", "paper"]),
    ]
    share = as_("officer").get(f"/tickets/{ticket.number}").get_json()["assignments"][0]["id"]
    assert item == {
        "id": request, "kind": "extension", "state": "pending", "ticket": ticket.number, "assignment": share,
        "department": {"code": "jfj", "name": "经济发展局"}, "params": {"days": 3},
        "reason": MORE_TIME["reason"], "basis": None,
        "for_enterprise": MORE_TIME["for_enterprise"], "asked_by": "李强",
        "asked_at": "2026-11-23T10:00:00+08:00", "decider": "desk_lead",
        "due_at": "2026-11-23T16:00:00+08:00", "provisional": False, "decided_by": None, "decided_at": None,
        "decision": None, "recorded_by": None, "recorded_at": None, "paper": None, "dispute": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("who", "seen", "actions"),
    [
        ("officer", 1, []),
        ("leader", 1, []),
        ("handler", 1, []),
        ("desk_lead", 1, ["approve", "refuse"]),
        ("handler2", 0, []),
        ("admin", 0, []),
        ("enterprise", 0, []),
    ],
)
def test_who_may_know_of_it_and_who_decides(
    as_: As, cast: Cast, who: str, seen: int, actions: list[str]
) -> None:
    ticket = cast.ticket("working")
    request = asked(as_, ticket)
    items = as_(who).get("/requests").get_json()["items"]
    assert [[one["name"] for one in item["actions"]] for item in items] == [actions] * seen
    if who == "desk_lead":
        return
    answer = as_(who).post(f"/requests/{request}/actions/approve", {})
    if seen:
        assert problem(answer, 403, "not_yours")["actions"] == []
    else:
        problem(answer, 404, "not_found")


def test_the_enterprise_is_not_told_what_is_asked_for(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("working")
    asked(as_, ticket)
    body = as_("enterprise").get(f"/tickets/{ticket.number}").get_json()
    assert body["requests"] == []
    assert MORE_TIME["reason"] not in as_("enterprise").get(f"/tickets/{ticket.number}/events").text


def test_an_approval_answers_the_request_and_moves_the_limits(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("working")
    request = asked(as_, ticket)
    body = as_("desk_lead").post(f"/requests/{request}/actions/approve", {"days": 2}).get_json()
    assert (body["state"], body["decided_by"], body["params"]) == (
        "approved", "郑华", {"days": 3, "granted": 2}
    )  # fmt: skip
    assert body["actions"] == []
    seen = as_("enterprise").get(f"/tickets/{ticket.number}").get_json()
    (promise,) = [clock for clock in seen["clocks"] if clock["kind"] == "promise"]
    assert promise["original_due_at"] == "2026-11-30T17:30:00+08:00"
    assert promise["due_at"] == "2026-12-02T17:30:00+08:00"
    events = as_("enterprise").get(f"/tickets/{ticket.number}/events").get_json()["items"]
    assert events[-1]["action"] == "approve_extension"
    assert events[-1]["texts"] == {"for_enterprise": MORE_TIME["for_enterprise"]}


def test_a_decision_is_made_once_however_often_it_is_sent(as_: As, cast: Cast) -> None:
    request = asked(as_, cast.ticket("working"))
    path = f"/requests/{request}/actions/refuse"
    first, again = (
        as_("desk_lead").post(path, {"reason": "理由不足。"}, Idempotency_Key="once") for _ in range(2)
    )
    assert (first.status_code, first.get_json()) == (200, again.get_json())
    late = problem(as_("desk_lead").post(path, {"reason": "理由不足。"}), 409, "not_now")
    assert late["actions"] == []
    assert "郑华" in late["detail"]


@pytest.mark.parametrize(
    ("action", "given", "field"),
    [
        ("approve", {"days": 4}, "days"),
        ("approve", {"days": 0}, "days"),
        ("approve", {"lead": "rsj"}, "lead"),
        ("refuse", {}, "reason"),
        ("refuse", {"reason": "x" * 4001}, "reason"),
    ],
)
def test_a_wrong_decision_names_its_field_and_changes_nothing(
    as_: As, cast: Cast, action: str, given: dict[str, Any], field: str
) -> None:
    request = asked(as_, cast.ticket("working"))
    answer = as_("desk_lead").post(f"/requests/{request}/actions/{action}", given)
    assert list(problem(answer, 422, "invalid")["errors"]) == [field]
    (item,) = as_("desk_lead").get("/requests", state="pending").get_json()["items"]
    assert item["id"] == request


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"days": 6}, "days"),
        ({"days": "many"}, "days"),
        ({"days": None}, "days"),
        ({"reason": ""}, "reason"),
        ({"for_enterprise": None}, "for_enterprise"),
    ],
)
def test_what_is_asked_for_wrongly_names_its_field(
    as_: As, cast: Cast, given: dict[str, Any], field: str
) -> None:
    ticket = cast.ticket("working")
    answer = as_("handler").act_on_share(ticket, "request_extension", **(MORE_TIME | given))
    assert list(problem(answer, 422, "invalid")["errors"]) == [field]
    assert as_("handler").get("/requests").get_json()["items"] == []


def test_a_suspended_share_says_until_when_and_resumes(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("working")
    answer = as_("handler").act_on_share(ticket, "request_suspension", **HEARING)
    request = answer.get_json()["requests"][-1]
    assert request["params"] == {"code": "hearing", "until": "2026-12-04T02:00:00+00:00"}
    as_("desk_lead").post(f"/requests/{request['id']}/actions/approve", {})
    seen = as_("handler").get(f"/tickets/{ticket.number}").get_json()
    (share,) = seen["assignments"]
    assert (share["state"], share["suspended_until"]) == ("suspended", "2026-12-04T10:00:00+08:00")
    assert [one["name"] for one in share["actions"]] == ["hand_over", "progress", "ask", "resume"]
    assert (seen["next"]["who"], seen["next"]["clock"]) == ("department", None)
    refused = problem(as_("handler").act_on_share(ticket, "submit", **RESULT), 409, "not_now")
    assert [one["name"] for one in refused["actions"]] == ["hand_over", "progress", "ask", "resume"]
    (share,) = as_("handler").act_on_share(ticket, "resume").get_json()["assignments"]
    assert (share["state"], share["suspended_until"]) == ("working", None)


def test_pages_go_on_where_the_last_one_ended(as_: As, cast: Cast) -> None:
    requests = [asked(as_, cast.ticket("working")) for _ in range(5)]
    found: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = as_("officer").get("/requests", limit=2, **cursor).get_json()
        found += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert found == requests[::-1]


@pytest.mark.parametrize("query", [{"state": "open"}, {"cursor": "x"}, {"limit": "0"}, {"kind": "x"}])
def test_a_wrong_query_is_refused(as_: As, query: dict[str, str]) -> None:
    assert set(problem(as_("officer").get("/requests", **query), 422, "invalid")["errors"]) == set(query)


@pytest.mark.database("sqlite")
def test_requests_are_answered_as_described(as_: As, cast: Cast, app: Any) -> None:
    document = app.test_client().get("/api/v1/openapi.json").get_json()
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", "request_extension", NOW, **MORE_TIME)
    decide(cast, ticket, "desk_lead", "approve", NOW)
    act(cast, ticket, "handler", "request_suspension", NOW, **HEARING)
    for path, described in (("/requests", "/requests"), (f"/tickets/{ticket.number}", "/tickets/{number}")):
        body = as_("desk_lead").get(path).get_json()
        assert faults(document, answered(document, described), body) == []
    waiting = as_("desk_lead").get("/requests", state="pending").get_json()["items"][0]["id"]
    body = as_("desk_lead").post(f"/requests/{waiting}/actions/approve", {}).get_json()
    assert faults(document, answered(document, "/requests/{request_id}/actions/approve", "post"), body) == []


def test_a_reopening_is_asked_for_by_the_enterprise_and_approving_it_reopens(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("closed")
    answer = as_("enterprise").act(ticket, "ask_reopen", reason="到账金额少了五万元。").get_json()
    (request,) = answer["requests"]
    assert (request["kind"], request["state"], request["decider"]) == ("reopening", "pending", "desk")
    assert request["due_at"] == "2026-11-23T16:00:00+08:00"
    assert [clock["kind"] for clock in answer["clocks"] if clock["state"] == "running"] == ["decide"]
    assert answer["state"] == "closed"
    decided = as_("officer").post(f"/requests/{request['id']}/actions/approve", {"reason": "内部意见。"})
    assert decided.get_json()["state"] == "approved"
    answer = as_("enterprise").get(f"/tickets/{ticket.number}").get_json()
    assert (answer["state"], answer["requests"]) == ("in_progress", [])


def test_a_decision_on_paper_is_recorded(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("working")
    request = asked(as_, ticket)
    lead = as_("desk_lead")
    form = {"file": (io.BytesIO(b"%PDF-1.4\n%EOF\n"), "批示.pdf"), "internal": "true"}
    file = lead.client.post(
        f"/api/v1/tickets/{ticket.number}/files", data=form, headers=lead.headers
    ).get_json()
    told = {"decided_by": "desk_lead", "decided_at": "2026-11-23T10:00:00+08:00", "paper": file["id"]}
    assert file["internal"]
    answer = lead.post(f"/requests/{request}/actions/approve", told | {"paper": 10**30})
    assert set(problem(answer, 422, "invalid")["errors"]) == {"paper"}
    answer = lead.post(f"/requests/{request}/actions/approve", told).get_json()
    assert (answer["state"], answer["decided_by"], answer["recorded_by"]) == ("approved", "郑华", "郑华")
    assert answer["paper"] == file["id"]
    event = lead.get(f"/tickets/{ticket.number}/events").get_json()["items"][-1]
    assert (event["payload"]["decided_by"], event["payload"]["paper"]) == ("desk_lead", file["id"])
    seen = as_("enterprise").get(f"/tickets/{ticket.number}/events").get_json()["items"][-1]
    assert not {"decided_by", "paper"} & seen["payload"].keys()
