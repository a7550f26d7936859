"""Whistles through the API: blown, approved, reported in to, met, closed and graded."""

from typing import Any

import pytest

from tests.api.answers import faults, problem
from tests.api.conftest import As
from tests.api.test_openapi import answered, document  # noqa: F401
from tests.cast import Cast

pytestmark = pytest.mark.database("sqlite")
REASON = "厂区东侧有异味,需立即排查。"


def blown(as_: As, ticket: Any, who: str = "officer", kind: str = "emergency", **changes: Any) -> Any:
    body = {"kind": kind, "reason": REASON, "tickets": [ticket.number], "departments": ["rsj", "jsj"]}
    return as_(who).post("/whistles", body | changes)


def test_from_blow_to_grades(as_: As, cast: Cast, document: dict[str, Any]) -> None:  # noqa: F811
    ticket = cast.ticket("working")
    answer = blown(as_, ticket)
    assert answer.status_code == 201, answer.text
    whistle = answer.get_json()
    assert (whistle["number"], whistle["state"], whistle["tickets"]) == (
        "SH20261123-0001", "blown", [ticket.number]
    )  # fmt: skip
    assert [(call["department"]["code"], call["state"], call["due_at"]) for call in whistle["calls"]] == [
        ("rsj", "called", "2026-11-23T10:30:00+08:00"),
        ("jsj", "called", "2026-11-23T10:30:00+08:00"),
    ]
    number, (first, second) = whistle["number"], [call["id"] for call in whistle["calls"]]
    described = answered(document, "/whistles/{whistle}")

    def act(who: str, address: str, **given: Any) -> dict[str, Any]:
        done = as_(who).post(address, given)
        assert done.status_code == 200, done.text
        assert faults(document, described, done.get_json()) == []
        return dict(done.get_json())

    act("leader", f"/whistles/{number}/actions/ratify")
    act("handler2", f"/calls/{first}/actions/report_in", how="on_site", person="赵蕾", rank="科长")
    act("handler3", f"/whistles/{number}/actions/note", text="已到东门。")
    problem(as_("officer").post(f"/calls/{first}/actions/score", {"grade": 4}), 409, "not_now")
    act("officer", f"/whistles/{number}/actions/close", text="已处置。")
    errors = problem(as_("officer").post(f"/calls/{second}/actions/score", {"grade": 1}), 422, "invalid")
    assert set(errors["errors"]) == {"reason"}
    act("officer", f"/calls/{second}/actions/score", grade=1, reason="未到。")
    found = act("handler3", f"/calls/{second}/actions/answer", text="当时在另一现场。")
    assert [(call["state"], call["grade"]) for call in found["calls"]] == [
        ("reported_in", None),
        ("absent", 1),
    ]
    assert [note["text"] for note in found["notes"]] == ["已到东门。"]


def test_a_key_whistle_is_asked_for_approved_and_met(as_: As, cast: Cast) -> None:
    asked = blown(as_, cast.ticket("working"), "desk_lead", "key").get_json()
    assert (asked["state"], {call["due_at"] for call in asked["calls"]}) == ("asked", {None})
    number = asked["number"]
    problem(as_("desk_lead").post(f"/whistles/{number}/actions/approve"), 403, "not_yours")
    problem(as_("handler2").post(f"/whistles/{number}/actions/approve"), 404, "not_found")
    approved = as_("leader").post(f"/whistles/{number}/actions/approve").get_json()
    assert {call["due_at"] for call in approved["calls"]} == {"2026-11-24T12:00:00+08:00"}
    problem(as_("leader").post(f"/whistles/{number}/actions/approve"), 409, "not_now")
    minute = {"text": "出具方案。", "department": "jsj", "due_on": "2026-11-27"}
    wrong = {"at": "2026-11-23T10:00:00+08:00", "minutes": [minute | {"text": ""}]}
    refused = as_("desk_lead").post(f"/whistles/{number}/actions/hold_meeting", wrong)
    assert set(problem(refused, 422, "invalid")["errors"]) == {"minutes.0.text"}
    held = as_("desk_lead").post(
        f"/whistles/{number}/actions/hold_meeting", {"at": "2026-11-23T10:00:00+08:00", "minutes": [minute]}
    )
    assert held.status_code == 200, held.text
    assert [one["department"]["code"] for one in held.get_json()["minutes"]] == ["jsj"]


@pytest.mark.parametrize(
    ("who", "changes", "status"),
    [
        ("handler", {}, 403),
        ("enterprise", {}, 403),
        ("officer", {"kind": "key"}, 403),
        ("officer", {"kind": "loud"}, 422),
        ("officer", {"departments": []}, 422),
        ("officer", {"departments": "rsj"}, 422),
        ("officer", {"tickets": ["QS20000101-0001"]}, 422),
        ("officer", {"tickets": [], "place": ""}, 422),
        ("officer", {"reason": ""}, 422),
        ("officer", {"meet_at": "tomorrow"}, 422),
    ],
)
def test_what_cannot_be_blown_is_refused_and_changes_nothing(
    as_: As, cast: Cast, who: str, changes: dict[str, Any], status: int
) -> None:
    answer = blown(as_, cast.ticket("working"), who, **changes)
    assert answer.status_code == status, answer.text
    assert as_("officer").get("/whistles").get_json()["items"] == []


def test_who_sees_a_whistle_in_lists_and_alone(as_: As, cast: Cast) -> None:
    number = blown(as_, cast.ticket("working")).get_json()["number"]
    sees = {"officer", "officer2", "desk_lead", "leader", "supervisor", "handler2", "handler3"}
    for who in cast.everybody():
        listed = [item["number"] for item in as_(who).get("/whistles", state="blown").get_json()["items"]]
        assert listed == ([number] if who in sees else []), who
        assert as_(who).get(f"/whistles/{number}").status_code == (200 if who in sees else 404), who


def test_the_same_key_blows_once(as_: As, cast: Cast) -> None:
    body = {
        "kind": "emergency", "reason": REASON, "departments": ["jsj"],
        "tickets": [cast.ticket("working").number],
    }  # fmt: skip
    numbers = {
        as_("officer").post("/whistles", body, Idempotency_Key="once").get_json()["number"] for _ in range(2)
    }
    assert len(numbers) == 1


def test_who_is_called_reads_the_matter_and_does_nothing_to_it(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("working")
    assert as_("handler2").get(f"/tickets/{ticket.number}").status_code == 404
    blown(as_, ticket)
    found = as_("handler2").get(f"/tickets/{ticket.number}").get_json()
    assert (found["actions"], found["assignments"][0]["actions"]) == ([], [])
    kinds = {clock["kind"]: clock["department"] for clock in found["clocks"] if clock["kind"] == "report_in"}
    assert kinds["report_in"]["code"] in ("rsj", "jsj")
    clock = next(clock for clock in found["clocks"] if clock["kind"] == "report_in")
    assert as_("handler2").get(f"/clocks/{clock['id']}/explain").status_code == 200
