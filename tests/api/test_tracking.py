"""Tracking through the API."""

from tests.api.answers import faults, problem
from tests.api.conftest import As
from tests.api.test_openapi import answered
from tests.cast import Cast
from tests.operations.matters import request_of

WHY = {"reason": "须待年度计划下达。", "feedback_at": "2026-12-01T17:00+08:00"}
TOLD = {"text": "计划已上报。", "next_feedback_at": "2026-12-21T17:00+08:00"}


def test_a_matter_is_asked_for_approved_and_followed(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("working")
    asked = as_("handler").act(ticket, "request_tracking", **WHY).get_json()
    assert [(one["kind"], one["decider"], one["params"]) for one in asked["requests"]] == [
        ("tracking", "leader", {"feedback_at": "2026-12-01T09:00:00+00:00"})
    ]
    path = f"/requests/{request_of(ticket).id}/actions/approve"
    problem(as_("desk_lead").post(path, {}), 403, "not_yours")
    assert as_("leader").post(path, {}).status_code == 200

    answer = as_("handler").act(ticket, "feedback", **TOLD).get_json()
    limits = {(clock["kind"], clock["state"]): clock["due_at"] for clock in answer["clocks"]}
    assert limits["feedback", "running"] == answer["next_due_at"] == "2026-12-21T17:00:00+08:00"
    assert {("promise", "transferred"), ("resolve", "transferred"), ("feedback", "met")} <= set(limits)
    assert (answer["state"], answer["next"]["clock"]) == ("tracking", "feedback")
    document = as_("handler").get("/openapi.json").get_json()
    described = answered(document, "/tickets/{number}/actions/feedback", "post")
    assert faults(document, described, answer) == []

    theirs = as_("enterprise").get(f"/tickets/{ticket.number}").get_json()
    assert {clock["kind"] for clock in theirs["clocks"]} == {"accept", "promise", "feedback"}
    events = as_("enterprise").get(f"/tickets/{ticket.number}/events").get_json()["items"]
    assert {"approve_tracking", "feedback"} <= {event["action"] for event in events}
    assert "request_tracking" not in {event["action"] for event in events}
    listed = as_("leader").get("/tickets", state="tracking").get_json()["items"]
    assert [one["number"] for one in listed] == [ticket.number]
    explained = as_("enterprise").get(f"/clocks/{theirs['clocks'][-1]['id']}/explain").get_json()
    assert explained["due_at"] == "2026-12-21T17:00:00+08:00"


def test_what_is_wrong_is_named(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("working")
    late = as_("handler").act(ticket, "request_tracking", **WHY | {"feedback_at": "2026-11-20T17:00+08:00"})
    assert set(problem(late, 422, "invalid")["errors"]) == {"feedback_at"}
    problem(as_("handler").act(ticket, "feedback", **TOLD), 409, "not_now")
    problem(as_("officer").act(ticket, "feedback", **TOLD), 403, "not_yours")
