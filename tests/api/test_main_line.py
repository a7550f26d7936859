"""The main line through the API: what each role does, and what each sees of it."""

from typing import Any

import pytest

from tests.api.conftest import As
from tests.cast import Cast
from tests.factories import RESULT, make_person, matter

OFFICERS_MATTER = {
    "kind": "request",
    "category": "停车",
    "title": "厂区周边无处停放",
    "description": "园区南门早高峰货车沿路停放。",
    "channel": "phone",
    "enterprise": {"credit_code": "91340207MA8T10003G", "name": "样例北湾传动部件有限公司"},
}


def ok(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.text
    return response.get_json()


def names(actions: list[dict[str, Any]]) -> list[str]:
    return [action["name"] for action in actions]


def test_a_matter_walks_from_the_enterprise_to_a_measured_close(as_: As) -> None:
    enterprise, officer, handler = as_("enterprise"), as_("officer"), as_("handler")
    new = ok(enterprise.post("/tickets", matter()), 201)
    assert (new["state"], [clock["kind"] for clock in new["clocks"]]) == ("submitted", ["accept"])
    assert new["clocks"][0] == {
        "kind": "accept", "due_at": "2026-11-23T12:00:00+08:00", "provisional": False
    }  # fmt: skip
    assert new["promise_estimate"] == {"due_at": "2026-11-30T17:30:00+08:00", "provisional": False}

    number = new["number"]
    accepted = ok(officer.act(number, "accept"))
    assert (accepted["state"], accepted["officer"]) == ("accepted", "周敏")
    dispatched = ok(officer.act(number, "dispatch", lead=accepted["proposal"]["lead"]["code"], note="请优先"))
    share = dispatched["assignments"][0]
    assert (dispatched["state"], share["state"], share["department"]["code"]) == (
        "in_progress",
        "to_sign",
        "jfj",
    )

    path = f"/assignments/{share['id']}/actions"
    signed = ok(handler.post(f"{path}/sign"))
    assert signed["assignments"][0]["handler"] == "李强"
    ok(handler.post(f"{path}/contact", {"how": "phone", "person": "陈静", "text": "已了解情况。"}))
    ok(handler.post(f"{path}/progress", {"text": "正在核对。"}))
    submitted = ok(handler.post(f"{path}/submit", RESULT))
    assert submitted["state"] == "in_review"
    assert ok(enterprise.get(f"/tickets/{number}"))["results"] == []

    passed = ok(officer.act(number, "pass_review"))
    assert passed["state"] == "in_callback"
    mine = ok(enterprise.get(f"/tickets/{number}"))
    assert mine["results"][0]["text"] == RESULT["measures"]
    closed = ok(enterprise.act(number, "judge", solved="yes", satisfaction=5))
    assert (closed["state"], closed["judgements"][0]["satisfaction"]) == ("closed", 5)
    assert {clock["kind"]: clock["state"] for clock in closed["clocks"]} == {
        "accept": "met", "promise": "met", "callback": "met"
    }  # fmt: skip


def test_an_officer_records_for_an_enterprise_that_is_not_known_yet(as_: As) -> None:
    new = ok(as_("officer").post("/tickets", OFFICERS_MATTER), 201)
    ticket = ok(as_("officer").get(f"/tickets/{new['number']}"))
    assert ticket["enterprise"]["name"] == "样例北湾传动部件有限公司"
    assert (ticket["channel"], ticket["recorded_by"], ticket["submitter"]) == ("phone", "周敏", None)
    assert ticket["proposal"]["lead"] == {"code": "cgj", "name": "城市管理局"}
    assert "园区配套" in ticket["proposal"]["reason"]


def test_everything_in_one_form_on_the_spot(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("to_sign")
    done = ok(as_("handler").act_on_share(ticket, "finish", **RESULT))
    assert (done["state"], done["assignments"][0]["state"]) == ("in_review", "submitted")


def test_the_actions_say_which_fields_they_take(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    actions = ok(as_("enterprise").get(f"/tickets/{ticket.number}"))["actions"]
    judge = next(action for action in actions if action["name"] == "judge")
    assert judge["fields"] == [
        {"name": "solved", "type": "choice", "required": True, "choices": ["yes", "partly", "no"]},
        {"name": "satisfaction", "type": "int", "required": True, "least": 1, "most": 5},
        {"name": "comment", "type": "long", "required": False, "longest": 4000},
    ]


def test_each_reader_gets_the_actions_that_are_theirs(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("working")
    seen = {
        name: ok(as_(name).get(f"/tickets/{ticket.number}")) for name in ("enterprise", "officer", "handler")
    }
    assert names(seen["enterprise"]["actions"]) == ["give_info", "withdraw", "urge"]
    assert seen["enterprise"]["assignments"][0]["actions"] == []
    assert names(seen["handler"]["actions"]) == ["request_tracking", "request_exclusion"]
    assert names(seen["handler"]["assignments"][0]["actions"]) == [
        "hand_over", "contact", "progress", "ask", "request_extension", "request_suspension", "submit",
        "finish",
    ]  # fmt: skip


def test_what_happens_next_names_who_has_it(as_: As, cast: Cast) -> None:
    step = ok(as_("enterprise").get(f"/tickets/{cast.ticket('working').number}"))["next"]
    assert (step["who"], step["clock"]) == ("department", None)
    assert "经济发展局 李强" in step["text"]


def test_the_limits_inside_the_zone_are_not_told_to_the_enterprise(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("in_review")
    mine = ok(as_("enterprise").get(f"/tickets/{ticket.number}"))
    assert {clock["kind"] for clock in mine["clocks"]} == {"accept", "promise"}
    assert mine["next_due_at"] is None
    theirs = ok(as_("officer").get(f"/tickets/{ticket.number}"))
    assert {"sign", "contact", "resolve", "review"} <= {clock["kind"] for clock in theirs["clocks"]}
    assert theirs["next_due_at"] is not None


def test_the_note_to_the_department_is_not_for_the_enterprise(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    ok(as_("officer").act(ticket, "dispatch", lead="jfj", note="内部提示"))
    for path in (f"/tickets/{ticket.number}", f"/tickets/{ticket.number}/events"):
        assert "内部提示" not in as_("enterprise").get(path).text
        assert "内部提示" in as_("handler").get(path).text


@pytest.mark.parametrize(
    ("reader", "share_outside", "gets"),
    [("officer", False, True), ("leader", False, False), ("utility", False, False), ("utility", True, True)],
)
def test_contact_data_goes_to_those_who_may_have_it(
    as_: As, cast: Cast, reader: str, share_outside: bool, gets: bool
) -> None:
    make_person("handler", username="utility", department="gdgs")
    ticket = cast.ticket(
        "accepted", contact={"name": "陈静", "phone": "13800138000", "share_outside": share_outside}
    )
    ok(as_("officer").act(ticket, "dispatch", lead="gdgs"))
    answer = as_(reader).get(f"/tickets/{ticket.number}")
    assert (ok(answer)["contact"] is not None) is gets
    assert ("13800138000" in as_(reader).get(f"/tickets/{ticket.number}/events").text) is gets


def test_the_tracking_code_is_for_the_enterprise_and_the_desk(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("working")
    codes = {name: ok(as_(name).get(f"/tickets/{ticket.number}"))["tracking_code"] for name in (
        "enterprise", "officer", "handler", "leader"
    )}  # fmt: skip
    assert codes == {
        "enterprise": ticket.tracking_code, "officer": ticket.tracking_code, "handler": None, "leader": None
    }  # fmt: skip


def test_a_complaint_about_the_desk_is_told_to_its_recorder_once_and_then_only_to_the_supervisor(
    as_: As,
) -> None:
    about = OFFICERS_MATTER | {"kind": "complaint", "about_department": "qyfw"}
    new = ok(as_("officer").post("/tickets", about), 201)
    assert as_("officer").get(f"/tickets/{new['number']}").status_code == 404
    assert ok(as_("supervisor").get(f"/tickets/{new['number']}"))["about_department"]["code"] == "qyfw"


def test_a_confidential_matter_comes_to_its_department_as_the_desks_text(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("accepted", confidential=True)
    refused = as_("officer").act(ticket, "dispatch", lead="jfj")
    assert refused.status_code == 422
    assert list(refused.get_json()["errors"]) == ["handover_text"]
    text = "请核实奖补资金拨付进度。"
    ok(as_("officer").act(ticket, "dispatch", lead="jfj", handover_text=text))
    seen = ok(as_("handler").get(f"/tickets/{ticket.number}"))
    assert seen["reach"] == "redacted"
    assert seen["assignments"][0]["handover_text"] == text
    hidden = ("title", "description", "enterprise", "contact", "kind", "channel", "submitted_at", "submitter")
    assert {name: seen[name] for name in hidden} == dict.fromkeys(hidden)
    assert (seen["files"], seen["judgements"], seen["fields"]) == ([], [], {})


def test_a_clue_of_misconduct_is_never_dispatched(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("accepted", kind="report")
    refused = as_("officer").act(ticket, "dispatch", lead="jfj")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "not_now")
    assert ok(as_("officer").act(ticket, "hand_to_inspector"))["reach"] == "receipt"
    assert ok(as_("inspector").get(f"/tickets/{ticket.number}"))["title"] == ticket.title
