"""Calling back: how often, by whom, and how the matter ends then."""

from typing import Any

import pytest

from servicedesk.models import Ticket
from servicedesk.rules.refusals import Invalid, NotNow
from tests.cast import Cast
from tests.factories import NOW, RESULT, make_person, standing_of, submitted
from tests.operations.matters import HAPPY, REASON, act, at, live, outcomes, told

IN_VAIN = {"reached": False}


def test_the_third_call_in_vain_closes_the_matter_unanswered(cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    for hour, tries in ((11, 1), (14, 2)):
        act(cast, ticket, "officer", "callback", at(f"11-23 {hour}:00"), **IN_VAIN)
        assert (ticket.state, ticket.tries, live(ticket)) == ("in_callback", tries, {"callback": "running"})
    act(cast, ticket, "officer2", "callback", at("11-23 16:00"), **IN_VAIN)
    stand = standing_of(ticket, cast.officer)
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
    return {
        name
        for name, person in cast.everybody().items()
        if "callback" in standing_of(ticket, person).ticket_actions()
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
    also = standing_of(ticket, other_supervisor).ticket_actions()
    assert ("callback" in also) == (lead != "jfj")


def test_who_only_accepted_dispatched_and_reviewed_may_call(cast: Cast) -> None:
    assert "officer" in callers(cast, cast.ticket("in_callback"))


@pytest.mark.parametrize(
    ("changes", "desk", "may_call"),
    [
        ({"confidential": True}, "officer", {"officer", "officer2", "desk_lead"}),
        ({"kind": "complaint", "about_department": "qyfw"}, "supervisor", {"supervisor"}),
    ],
)
def test_what_the_desk_answered_itself_is_called_back_by_those_who_do_the_desks_steps(
    cast: Cast, changes: dict[str, Any], desk: str, may_call: set[str]
) -> None:
    ticket = submitted(cast.enterprise, **changes)
    act(cast, ticket, desk, "answer", NOW, text="请到窗口领取。")
    assert callers(cast, ticket) == may_call
