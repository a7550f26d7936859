"""The ways that leave the main line, and what each does to the clocks."""

from typing import Any

import pytest

from servicedesk.models import Ticket
from servicedesk.queries.limits import limits
from servicedesk.queries.standing import standing
from servicedesk.rules.refusals import Invalid, NotNow
from tests.cast import REFUSAL, Cast
from tests.factories import NOW, RESULT, assignment_of, department_of, events_of, make_person, submitted
from tests.operations.matters import (
    CONTACT,
    HAPPY,
    REASON,
    TEXT,
    act,
    at,
    clock_of,
    live,
    outcomes,
    results_of,
    share_of,
    told,
)

ANSWER = {"text": "凭备案表到窗口即可领取。"}
IN_VAIN = {"reached": False}


def test_a_refused_matter_ends_with_its_accept_clock(cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    act(cast, ticket, "officer", "refuse", at("11-23 11:00"), **REFUSAL)
    assert (ticket.state, ticket.closed_at, outcomes(ticket)) == (
        "refused", at("11-23 11:00"), {"accept": "met"}
    )  # fmt: skip
    assert told(ticket, "refuse") == {"enterprise"}
    assert events_of(ticket)[-1].texts == REFUSAL


def test_asking_for_facts_lets_the_time_stand_still(cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    act(cast, ticket, "officer", "ask_info", at("11-23 10:30"), **TEXT)
    assert (ticket.state, live(ticket), told(ticket, "ask_info")) == (
        "awaiting_info", {"accept": "paused"}, {"enterprise"}
    )  # fmt: skip
    assert clock_of(ticket, "accept").next_at is None
    act(cast, ticket, "enterprise", "give_info", at("11-23 14:30"), **TEXT)
    accept = clock_of(ticket, "accept")
    assert (ticket.state, accept.state, accept.due_at) == ("submitted", "running", at("11-23 16:00"))
    assert accept.original_due_at == at("11-23 12:00")
    assert ticket.next_due_at == at("11-23 16:00")
    assert told(ticket, "give_info") == {"officer"}


@pytest.mark.parametrize(
    ("action", "given", "state"), [("accept", {}, "accepted"), ("refuse", REFUSAL, "refused")]
)
def test_after_five_working_days_of_silence_the_desk_decides(
    cast: Cast, action: str, given: dict[str, Any], state: str
) -> None:
    ticket = cast.ticket("submitted")
    act(cast, ticket, "officer", "ask_info", at("11-23 10:30"), **TEXT)
    with pytest.raises(NotNow):
        act(cast, ticket, "officer", action, at("11-30 17:30"), **given)
    act(cast, ticket, "officer", action, at("12-01 08:30"), **given)
    accept = clock_of(ticket, "accept")
    # It ended when the enterprise was asked: the silence is not the desk's.
    assert (ticket.state, accept.state, accept.stopped_at) == (state, "met", at("11-23 10:30"))


def test_silence_is_counted_anew_when_the_desk_asks_again(cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    act(cast, ticket, "officer", "ask_info", at("11-23 10:30"), **TEXT)
    act(cast, ticket, "enterprise", "give_info", at("11-27 10:30"), **TEXT)
    act(cast, ticket, "officer", "ask_info", at("11-27 11:00"), **TEXT)
    with pytest.raises(NotNow):
        act(cast, ticket, "officer", "accept", at("12-01 08:30"))


def test_an_answer_at_once_makes_the_promise_and_keeps_it(cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    act(cast, ticket, "officer", "answer", at("11-23 10:30"), **ANSWER)
    assert (ticket.state, outcomes(ticket)) == (
        "in_callback", {"accept": "met", "promise": "met", "callback": "running"}
    )  # fmt: skip
    promise = clock_of(ticket, "promise")
    assert promise.started_at == promise.stopped_at == ticket.reached_at == at("11-23 10:30")
    (result,) = results_of(ticket)
    assert (result.text, result.department_id) == (ANSWER["text"], department_of("qyfw").id)
    assert told(ticket, "answer") == {"enterprise"}


def test_an_answer_after_acceptance_keeps_the_promise_that_was_made(cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    act(cast, ticket, "officer2", "answer", at("11-23 11:00"), **ANSWER)
    assert outcomes(ticket) == {"accept": "met", "dispatch": "met", "promise": "met", "callback": "running"}
    assert clock_of(ticket, "promise").started_at == NOW
    assert ticket.officer_id == cast.officer.id


def test_everything_on_the_spot(cast: Cast) -> None:
    ticket = cast.ticket("to_sign")
    act(cast, ticket, "handler", "finish", at("11-23 11:00"), **RESULT)
    share = share_of(ticket)
    assert share is not None
    assert (ticket.state, share.state, share.handler_id) == ("in_review", "submitted", cast.handler.id)
    assert share.signed_at == share.contacted_at == share.submitted_at == at("11-23 11:00")
    assert outcomes(ticket) == {
        "accept": "met", "dispatch": "met", "promise": "running", "sign": "met", "contact": "met",
        "resolve": "paused", "review": "running",
    }  # fmt: skip


def test_finishing_what_was_signed_keeps_signature_and_first_contact(cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", "contact", at("11-23 10:30"), **CONTACT)
    act(cast, ticket, "department_head", "finish", at("11-23 11:00"), **RESULT)
    share = share_of(ticket)
    assert share is not None
    assert (share.signed_at, share.contacted_at) == (NOW, at("11-23 10:30"))
    assert share.handler_id == cast.handler.id


def test_a_consultation_reaches_the_enterprise_without_a_review(cast: Cast) -> None:
    ticket = cast.ticket("working", kind="consultation")
    act(cast, ticket, "handler", "submit", at("11-23 15:00"), **RESULT)
    assert (ticket.state, assignment_of(ticket).state, ticket.reached_at) == (
        "in_callback", "done", at("11-23 15:00")
    )  # fmt: skip
    assert outcomes(ticket) == dict.fromkeys(
        ("accept", "dispatch", "promise", "sign", "contact", "resolve"), "met"
    ) | {"callback": "running"}
    assert results_of(ticket)[0].reached_at == at("11-23 15:00")


def test_praise_ends_when_its_department_signs_it(cast: Cast) -> None:
    ticket = cast.ticket("to_sign", kind="praise", category="1502")
    assert outcomes(ticket) == {"accept": "met", "dispatch": "met"}
    act(cast, ticket, "handler", "sign", at("11-23 11:00"))
    assert (ticket.state, assignment_of(ticket).state, ticket.closed_at) == (
        "closed", "done", at("11-23 11:00")
    )  # fmt: skip
    assert outcomes(ticket) == {"accept": "met", "dispatch": "met"}


def test_praise_needs_no_result_and_is_never_called_back(cast: Cast) -> None:
    ticket = cast.ticket("to_sign", kind="praise", category="1502")
    with pytest.raises(NotNow):
        act(cast, ticket, "handler", "finish", at("11-23 11:00"), **RESULT)
    assert "finish" not in standing(ticket, cast.handler, limits(NOW), NOW).assignment_actions(
        assignment_of(ticket)
    )


def test_thanks_for_praise_end_it(cast: Cast) -> None:
    ticket = cast.ticket("submitted", kind="praise", category="1502")
    act(cast, ticket, "officer", "answer", at("11-23 11:00"), text="谢谢。")
    assert (ticket.state, ticket.closed_at, outcomes(ticket)) == (
        "closed", at("11-23 11:00"), {"accept": "met"}
    )  # fmt: skip


@pytest.mark.parametrize(
    "stage", ["submitted", "awaiting_info", "accepted", "to_sign", "working", "in_review", "in_callback"]
)
def test_the_enterprise_may_withdraw_as_long_as_the_matter_is_open(cast: Cast, stage: str) -> None:
    ticket = cast.ticket(stage)
    running = live(ticket)
    before = outcomes(ticket)
    act(cast, ticket, "enterprise", "withdraw", at("11-23 11:00"), **REASON)
    share = share_of(ticket)
    assert (ticket.state, share.state if share else "cancelled") == ("withdrawn", "cancelled")
    # What had ended stays as it was.
    assert outcomes(ticket) == before | dict.fromkeys(running, "cancelled")
    assert ticket.closed_at == at("11-23 11:00")
    assert told(ticket, "withdraw") <= {"officer", "officer2", "handler", "department_head"}
    assert told(ticket, "withdraw")


def test_withdrawing_does_not_undo_a_breach(cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    act(cast, ticket, "enterprise", "withdraw", at("11-23 15:00"), **REASON)
    accept = clock_of(ticket, "accept")
    assert (accept.state, accept.breached_at) == ("cancelled", at("11-23 12:00"))


def test_the_third_call_in_vain_closes_the_matter_unanswered(cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    for hour, tries in ((11, 1), (14, 2)):
        act(cast, ticket, "officer", "callback", at(f"11-23 {hour}:00"), **IN_VAIN)
        assert (ticket.state, ticket.tries, live(ticket)) == ("in_callback", tries, {"callback": "running"})
    act(cast, ticket, "officer2", "callback", at("11-23 16:00"), **IN_VAIN)
    stand = standing(ticket, cast.officer, limits(NOW), NOW)
    assert (ticket.state, ticket.closed_at, outcomes(ticket)["callback"]) == (
        "closed", at("11-23 16:00"), "met"
    )  # fmt: skip
    assert [(j.reached, j.solved, j.satisfaction) for j in stand.judgements] == [(False, None, None)] * 3


@pytest.mark.parametrize(
    ("given", "state", "clock"),
    [
        ({"reached": True, **HAPPY}, "closed", "met"),
        ({"reached": True, "solved": "yes", "satisfaction": 2}, "in_callback", "met"),
        ({"reached": True, "solved": "no", "satisfaction": 5}, "in_callback", "met"),
        ({"reached": True}, "in_callback", "met"),
        # Not reached: what is said about satisfaction is nobody's.
        ({"reached": False, **HAPPY}, "in_callback", "running"),
    ],
)
def test_a_call_ends_as_the_enterprise_answers(
    cast: Cast, given: dict[str, Any], state: str, clock: str
) -> None:
    ticket = cast.ticket("in_callback")
    act(cast, ticket, "officer", "callback", at("11-23 11:00"), **given)
    assert (ticket.state, outcomes(ticket)["callback"]) == (state, clock)


@pytest.mark.parametrize("half", ["solved", "satisfaction"])
def test_half_an_answer_is_refused(cast: Cast, half: str) -> None:
    ticket = cast.ticket("in_callback")
    with pytest.raises(Invalid) as refused:
        act(cast, ticket, "officer", "callback", NOW, reached=True, **{half: HAPPY[half]})
    assert list(refused.value.errors) == [{"solved": "satisfaction", "satisfaction": "solved"}[half]]
    assert (ticket.state, ticket.tries) == ("in_callback", 0)


def test_an_officer_closes_only_what_was_asked_about(cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    with pytest.raises(NotNow):
        act(cast, ticket, "officer", "close", at("11-23 11:00"), **REASON)
    act(cast, ticket, "officer", "callback", at("11-23 11:00"), **IN_VAIN)
    act(cast, ticket, "officer", "close", at("11-23 11:30"), **REASON)
    assert (ticket.state, outcomes(ticket)["callback"]) == ("closed", "cancelled")
    assert told(ticket, "close") == {"enterprise"}


def callers(cast: Cast, ticket: Ticket) -> set[str]:
    """Who may call back."""
    in_force = limits(NOW)
    return {
        name
        for name, person in cast.everybody().items()
        if "callback" in standing(ticket, person, in_force, NOW).ticket_actions()
    }


@pytest.mark.parametrize(
    ("lead", "handled_by", "may_call"),
    [
        ("jfj", "handler", {"officer", "officer2", "desk_lead"}),
        ("qyfw", "officer", {"officer2", "desk_lead", "supervisor"}),
        ("dcs", "supervisor", {"leader"}),
    ],
)
def test_who_handled_never_calls_back(cast: Cast, lead: str, handled_by: str, may_call: set[str]) -> None:
    other_supervisor = make_person("supervisor", department="dcs")
    ticket = cast.ticket("accepted")
    act(cast, ticket, "officer", "dispatch", NOW, lead=lead)
    act(cast, ticket, handled_by, "finish", NOW, **RESULT)
    act(cast, ticket, "officer", "pass_review", NOW)
    assert callers(cast, ticket) == may_call
    also = standing(ticket, other_supervisor, limits(NOW), NOW).ticket_actions()
    assert ("callback" in also) == (lead != "jfj")


def test_who_only_accepted_dispatched_and_reviewed_may_call(cast: Cast) -> None:
    assert "officer" in callers(cast, cast.ticket("in_callback"))


@pytest.mark.parametrize(
    ("changes", "desk"),
    [
        ({"confidential": True}, "officer"),
        ({"kind": "report", "category": "1406"}, "officer"),
        ({"kind": "complaint", "about_department": "jsj"}, "officer"),
        ({"kind": "complaint", "about_leader": True}, "officer"),
        ({"kind": "complaint", "about_department": "qyfw"}, "supervisor"),
    ],
)
def test_what_is_kept_at_the_desk_is_answered_there_and_never_dispatched(
    cast: Cast, changes: dict[str, Any], desk: str
) -> None:
    ticket = submitted(cast.enterprise, **changes)
    act(cast, ticket, desk, "accept", NOW)
    before = ticket.event_count
    with pytest.raises(NotNow) as refused:
        act(cast, ticket, desk, "dispatch", NOW, lead="jfj")
    assert "dispatch" not in refused.value.actions
    assert (ticket.state, ticket.event_count, share_of(ticket)) == ("accepted", before, None)
    act(cast, ticket, desk, "answer", NOW, **ANSWER)
    assert callers(cast, ticket) == (
        {"supervisor"} if desk == "supervisor" else {"officer", "officer2", "desk_lead"}
    )


def test_an_officer_who_sees_that_it_is_a_report_keeps_it_at_the_desk(cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    act(cast, ticket, "officer", "accept", NOW, kind="report")
    with pytest.raises(NotNow):
        act(cast, ticket, "officer", "dispatch", NOW, lead="jfj")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"lead": "no such"}, "lead"),
        ({}, "lead"),
        ({"lead": "jfj", "assists": ["rsj"]}, "assists"),
        ({"lead": "jfj", "colour": "red"}, "colour"),
    ],
)
def test_a_wrong_dispatch_names_the_field_and_changes_nothing(
    cast: Cast, given: dict[str, Any], field: str
) -> None:
    ticket = cast.ticket("accepted")
    before = (ticket.version, ticket.event_count, outcomes(ticket))
    with pytest.raises(Invalid) as refused:
        act(cast, ticket, "officer", "dispatch", NOW, **given)
    assert list(refused.value.errors) == [field]
    assert (ticket.version, ticket.event_count, outcomes(ticket), share_of(ticket)) == (*before, None)


# as submitted, what the officer says, and the limits of promise, resolve and sign that follow
POLICIES: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    ({}, {}, "11-30 17:30", "11-23 16:00"),
    ({"kind": "consultation"}, {}, "11-24 17:30", "11-23 12:00"),
    ({"kind": "complaint"}, {}, "11-30 17:30", "11-23 16:00"),
    ({}, {"complex": True}, "12-14 17:30", "11-23 16:00"),
    ({"kind": "suggestion"}, {"complex": True}, "12-14 17:30", "11-23 16:00"),
    # Complaints and consultations have no longer limits.
    ({"kind": "complaint"}, {"complex": True}, "11-30 17:30", "11-23 16:00"),
    ({}, {"urgent": True}, "11-24 10:00", "11-23 10:10"),
    ({}, {"urgent": True, "complex": True}, "11-24 10:00", "11-23 10:10"),
    ({"urgent": True}, {}, "11-24 10:00", "11-23 10:10"),
    ({"urgent": True}, {"urgent": False}, "11-30 17:30", "11-23 16:00"),
    ({}, {"kind": "consultation"}, "11-24 17:30", "11-23 12:00"),
]


@pytest.mark.parametrize(("changes", "given", "promise", "sign"), POLICIES)
def test_limits_are_those_of_what_the_officer_accepts(
    cast: Cast, changes: dict[str, Any], given: dict[str, Any], promise: str, sign: str
) -> None:
    ticket = cast.ticket("submitted", **changes)
    # What the enterprise proposes as urgent is accepted as such, or not.
    assert clock_of(ticket, "accept").due_at == at("11-23 10:10" if changes.get("urgent") else "11-23 12:00")
    act(cast, ticket, "officer", "accept", NOW, **given)
    act(cast, ticket, "officer", "dispatch", NOW, lead="jfj")
    assert clock_of(ticket, "promise").due_at == clock_of(ticket, "resolve").due_at == at(promise)
    assert clock_of(ticket, "sign").due_at == at(sign)


@pytest.mark.parametrize(("category", "is_complex"), [("0401", True), ("0103", False)])
def test_some_categories_are_complex_by_themselves(cast: Cast, category: str, is_complex: bool) -> None:
    assert cast.ticket("accepted", category=category).complex == is_complex
    ticket = cast.ticket("submitted", category=category)
    act(cast, ticket, "officer", "accept", NOW, complex=not is_complex)
    assert ticket.complex != is_complex


@pytest.mark.parametrize(
    ("external_due", "due"),
    [("2026-11-25T12:00:00+08:00", "11-25 12:00"), ("2026-12-25T12:00:00+08:00", "11-30 17:30")],
)
def test_a_hotlines_own_limit_caps_promise_and_resolve_and_nothing_else(
    cast: Cast, external_due: str, due: str
) -> None:
    firm = cast.enterprise.enterprise
    assert firm is not None
    ticket = submitted(
        cast.officer,
        enterprise={"credit_code": firm.credit_code, "name": firm.name},
        channel="hotline",
        external_due=external_due,
    )
    act(cast, ticket, "officer", "accept", NOW)
    act(cast, ticket, "officer", "dispatch", NOW, lead="jfj")
    assert clock_of(ticket, "promise").due_at == clock_of(ticket, "resolve").due_at == at(due)
    assert clock_of(ticket, "contact").cap is None


def test_a_limit_in_a_year_without_a_notice_is_provisional(cast: Cast) -> None:
    near = cast.ticket("accepted", at("11-23 10:00"))
    far = cast.ticket("accepted", at("12-30 10:00"))
    assert not clock_of(near, "promise").provisional
    assert clock_of(far, "promise").provisional
    assert not clock_of(far, "accept").provisional
