"""Instructions, urging and supervising through the API."""

from tests.api.answers import faults, problem
from tests.api.conftest import As
from tests.api.test_openapi import answered
from tests.cast import Cast

WORD = {"text": "请两部门会商。", "due_on": "2026-11-25", "departments": ["jfj", "rsj"]}


def test_a_leader_instructs_and_a_department_reports_back(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("working")
    answer = as_("leader").act(ticket, "instruct", **WORD).get_json()
    assert [
        (one["department"]["code"], one["state"], one["due_at"], one["by"]) for one in answer["instructions"]
    ] == [
        ("jfj", "open", "2026-11-25T17:30:00+08:00", "林志远"),
        ("rsj", "open", "2026-11-25T17:30:00+08:00", "林志远"),
    ]
    limits = [clock for clock in answer["clocks"] if clock["kind"] == "instruction"]
    assert [clock["department"]["code"] for clock in limits] == ["jfj", "rsj"]
    document = as_("leader").get("/openapi.json").get_json()
    described = answered(document, "/tickets/{number}/actions/instruct", "post")
    assert faults(document, described, answer) == []

    seen = as_("handler2").get(f"/tickets/{ticket.number}").get_json()
    assert [action["name"] for action in seen["actions"]] == ["report_back"]
    answer = as_("handler2").act(ticket, "report_back", text="已会商。").get_json()
    assert [one["state"] for one in answer["instructions"]] == ["open", "reported"]
    assert answer["instructions"][1]["report"] == "已会商。"
    problem(as_("handler2").act(ticket, "report_back", text="再报。"), 409, "not_now")
    # Nothing of it is for the enterprise.
    theirs = as_("enterprise").get(f"/tickets/{ticket.number}").get_json()
    assert (theirs["instructions"], theirs["card"]) == ([], None)
    events = as_("enterprise").get(f"/tickets/{ticket.number}/events").get_json()["items"]
    assert not {"instruct", "report_back"} & {event["action"] for event in events}


def test_what_is_wrong_is_named_and_who_may_not_is_refused(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("working")
    answer = as_("leader").act(ticket, "instruct", **WORD | {"due_on": "2026-11-20", "departments": ["jfj"]})
    assert set(problem(answer, 422, "invalid")["errors"]) == {"due_on"}
    answer = as_("leader").act(ticket, "instruct", **WORD | {"departments": ["nowhere"]})
    assert set(problem(answer, 422, "invalid")["errors"]) == {"departments"}
    problem(as_("officer").act(ticket, "instruct", **WORD), 403, "not_yours")
    problem(as_("handler").act(ticket, "report_back", text="无。"), 403, "not_yours")
    problem(as_("handler3").act(ticket, "report_back", text="无。"), 404, "not_found")


def test_urging_and_supervising(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("working")
    assert as_("officer").act(ticket, "urge", text="请抓紧。").status_code == 200
    refused = problem(as_("officer").act(ticket, "urge", text="请抓紧。"), 409, "not_now")
    assert "already" in refused["detail"] or "已于" in refused["detail"]
    answer = as_("supervisor").act(ticket, "supervise", card="red", text="逾期未办。").get_json()
    assert answer["card"] == {"colour": "red", "since": "2026-11-23T10:00:00+08:00", "clock": None}
    answer = as_("supervisor").act(ticket, "supervise", card="green", text="逾期未办。")
    assert set(problem(answer, 422, "invalid")["errors"]) == {"card"}
    problem(as_("officer").act(ticket, "supervise", card="red", text="逾期未办。"), 403, "not_yours")
