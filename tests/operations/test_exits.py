"""The ways that leave the main line, and what each does to the clocks."""

from typing import Any

import pytest

from servicedesk.rules.refusals import Invalid, NotNow
from tests.cast import REFUSAL, Cast
from tests.factories import (
    NOW,
    RESULT,
    assignment_of,
    department_of,
    events_of,
    standing_of,
)
from tests.operations.matters import (
    CONTACT,
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
    assert "finish" not in standing_of(ticket, cast.handler).assignment_actions(assignment_of(ticket))


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


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"lead": "no such"}, "lead"),
        ({}, "lead"),
        ({"lead": "jfj", "assists": ["no such"]}, "assists"),
        ({"lead": "jfj", "assists": ["rsj", "jfj"]}, "assists"),
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
