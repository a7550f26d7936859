"""Redo and reopening: a new cycle under the limits of a redo, beside the clocks of the old one."""

from datetime import timedelta
from typing import Any

import pytest

from servicedesk.models import Ticket
from servicedesk.rules.refusals import NotNow, NotYours
from tests.cast import Cast
from tests.factories import NOW, RESULT, assignment_of, events_of, submitted
from tests.operations.matters import (
    CONTACT,
    HAPPY,
    REASON,
    UNHAPPY,
    act,
    at,
    clock_of,
    clocks_of,
    live,
    outcomes,
    results_of,
    share_of,
    told,
)

# The old cycle ended on Monday; the redo begins on Tuesday at ten.
TUESDAY = at("11-24 10:00")
LIMITS = {
    "sign": "11-24 12:00",
    "contact": "11-24 16:00",
    "resolve": "11-27 17:30",
    "promise": "11-27 17:30",
}


def unhappy(cast: Cast, **changes: Any) -> Ticket:
    """A matter whose result did not help."""
    # A consultation's result reaches the enterprise without a review.
    stage = "in_review" if changes.get("kind") == "consultation" else "in_callback"
    ticket = cast.ticket(stage, **changes)
    return act(cast, ticket, "enterprise", "judge", at("11-23 15:00"), **UNHAPPY)


def answered(cast: Cast) -> Ticket:
    """A matter that the desk answered at once."""
    ticket = cast.ticket("submitted")
    return act(cast, ticket, "officer", "answer", NOW, text="请到窗口领取。")


def redone(cast: Cast, **changes: Any) -> Ticket:
    return act(cast, unhappy(cast, **changes), "officer", "redo", TUESDAY, **REASON)


def test_a_redo_goes_back_to_its_lead(cast: Cast) -> None:
    ticket = redone(cast)
    share = assignment_of(ticket)
    assert (ticket.state, share.state, ticket.cycle, share.cycle) == ("in_progress", "to_sign", 2, 2)
    assert share.responsible_id == cast.department_head.id
    assert (share.dispatched_at, share.signed_at, share.contacted_at, share.submitted_at) == (
        TUESDAY, None, None, None
    )  # fmt: skip
    assert (ticket.tries, ticket.closed_at) == (0, None)
    assert events_of(ticket)[-1].payload["cycle"] == 2
    assert "enterprise" in told(ticket, "redo")
    assert told(ticket, "redo") & {"handler", "department_head"}


@pytest.mark.parametrize("kind", ["request", "consultation", "complaint"])
def test_a_redo_has_limits_of_its_own(cast: Cast, kind: str) -> None:
    ticket = redone(cast, kind=kind)
    assert live(ticket) == dict.fromkeys(LIMITS, "running")
    assert {kind: clock_of(ticket, kind, 2).due_at for kind in LIMITS} == {
        kind: at(due) for kind, due in LIMITS.items()
    }
    assert clock_of(ticket, "promise", 2).started_at == TUESDAY


def test_an_urgent_redo_stays_urgent(cast: Cast) -> None:
    ticket = redone(cast, urgent=True)
    assert clock_of(ticket, "sign", 2).due_at == at("11-24 10:10")
    assert clock_of(ticket, "promise", 2).due_at == at("11-25 10:00")


def test_the_clocks_of_the_old_cycle_stay_as_they_were(cast: Cast) -> None:
    ticket = unhappy(cast)
    before = [(clock.kind, clock.state, clock.due_at, clock.stopped_at) for clock in clocks_of(ticket)]
    act(cast, ticket, "officer", "redo", TUESDAY, **REASON)
    after = [(clock.kind, clock.state, clock.due_at, clock.stopped_at) for clock in clocks_of(ticket, 1)]
    assert after == before


def test_a_redo_without_a_judgement_takes_the_callback_clock_with_it(cast: Cast) -> None:
    ticket = act(cast, cast.ticket("in_callback"), "officer", "redo", TUESDAY, **REASON)
    assert outcomes(ticket, 1)["callback"] == "cancelled"


def test_a_consultation_done_again_is_reviewed(cast: Cast) -> None:
    ticket = redone(cast, kind="consultation")
    act(cast, ticket, "handler", "finish", at("11-24 11:00"), **RESULT)
    assert ticket.state == "in_review"


def test_the_second_cycle_walks_to_its_close(cast: Cast) -> None:
    ticket = redone(cast)
    act(cast, ticket, "department_head", "sign", at("11-24 10:30"))
    act(cast, ticket, "department_head", "contact", at("11-24 11:00"), **CONTACT)
    act(cast, ticket, "department_head", "submit", at("11-24 16:00"), **RESULT)
    act(cast, ticket, "officer", "pass_review", at("11-25 09:00"))
    # What was judged in the first cycle is no try in the second.
    with pytest.raises(NotNow):
        act(cast, ticket, "officer", "close", at("11-25 09:00"), **REASON)
    act(cast, ticket, "enterprise", "judge", at("11-25 10:00"), **HAPPY)
    assert (ticket.state, set(outcomes(ticket, 2).values())) == ("closed", {"met"})
    assert assignment_of(ticket).handler_id == cast.department_head.id
    assert [result.cycle for result in results_of(ticket)] == [1, 2]


def test_three_new_tries_in_a_new_cycle(cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    for _ in range(2):
        act(cast, ticket, "officer", "callback", NOW, reached=False)
    act(cast, ticket, "officer", "redo", TUESDAY, **REASON)
    act(cast, ticket, "handler", "finish", TUESDAY, **RESULT)
    act(cast, ticket, "officer", "pass_review", TUESDAY)
    act(cast, ticket, "officer", "callback", TUESDAY, reached=False)
    assert (ticket.state, ticket.tries) == ("in_callback", 1)


def test_a_matter_without_a_lead_goes_back_to_the_desk(cast: Cast) -> None:
    ticket = act(cast, answered(cast), "officer", "redo", TUESDAY, **REASON)
    assert (ticket.state, ticket.cycle, share_of(ticket)) == ("accepted", 2, None)
    assert live(ticket) == {"dispatch": "running", "promise": "running"}
    # A redo says nothing about dispatching; the kind does.
    assert clock_of(ticket, "dispatch").due_at == at("11-24 12:00")
    assert clock_of(ticket, "promise", 2).due_at == at("11-27 17:30")
    act(cast, ticket, "officer", "dispatch", at("11-24 10:00"), lead="jfj")
    assert clock_of(ticket, "sign").due_at == at("11-24 12:00")
    assert clock_of(ticket, "resolve").due_at == at("11-27 17:30")
    assert assignment_of(ticket).cycle == 2


@pytest.mark.parametrize(
    ("hotline", "promised"),
    [("2026-11-23T17:30:00+08:00", "11-27 17:30"), ("2026-11-25T12:00:00+08:00", "11-25 12:00")],
    ids=["one that has passed does not make it late at once", "one still ahead caps it as well"],
)
def test_what_a_hotlines_limit_means_for_a_redo(cast: Cast, hotline: str, promised: str) -> None:
    firm = cast.enterprise.enterprise
    assert firm is not None
    ticket = submitted(
        cast.officer,
        enterprise={"credit_code": firm.credit_code, "name": firm.name},
        channel="hotline",
        external_due=hotline,
    )
    act(cast, ticket, "officer", "answer", NOW, text="请到窗口领取。")
    act(cast, ticket, "officer", "redo", TUESDAY, **REASON)
    assert clock_of(ticket, "promise", 2).due_at == at(promised)


def test_a_closed_matter_is_reopened_within_thirty_days(cast: Cast) -> None:
    ticket = cast.ticket("closed")
    last = NOW + timedelta(days=30)
    act(cast, ticket, "enterprise", "ask_reopen", last, **REASON)
    assert (ticket.state, ticket.cycle, told(ticket, "ask_reopen")) == (
        "closed", 1, {"officer", "desk_lead"}
    )  # fmt: skip
    act(cast, ticket, "officer", "reopen", last, **REASON)
    assert (ticket.state, assignment_of(ticket).state, ticket.cycle) == ("in_progress", "to_sign", 2)
    assert live(ticket) == dict.fromkeys(LIMITS, "running")
    assert ticket.closed_at is None


def test_after_thirty_days_it_is_a_new_matter(cast: Cast) -> None:
    ticket = cast.ticket("closed")
    late = NOW + timedelta(days=30, seconds=1)
    for who, action in (("enterprise", "ask_reopen"), ("officer", "reopen")):
        with pytest.raises(NotNow):
            act(cast, ticket, who, action, late, **REASON)
    assert (ticket.state, ticket.cycle) == ("closed", 1)


def test_what_the_desk_answered_reopens_at_the_desk(cast: Cast) -> None:
    ticket = answered(cast)
    act(cast, ticket, "enterprise", "judge", NOW, **HAPPY)
    act(cast, ticket, "officer", "reopen", TUESDAY, **REASON)
    assert (ticket.state, live(ticket)) == ("accepted", {"dispatch": "running", "promise": "running"})


def test_praise_that_is_reopened_is_signed_once_more(cast: Cast) -> None:
    ticket = cast.ticket("to_sign", kind="praise", category="1502")
    act(cast, ticket, "handler", "sign", NOW)
    act(cast, ticket, "officer", "reopen", TUESDAY, **REASON)
    assert (assignment_of(ticket).state, live(ticket)) == ("to_sign", {})
    act(cast, ticket, "handler", "sign", TUESDAY)
    assert ticket.state == "closed"


def test_the_enterprise_asks_and_the_desk_decides(cast: Cast) -> None:
    ticket = cast.ticket("closed")
    with pytest.raises(NotYours):
        act(cast, ticket, "enterprise", "reopen", TUESDAY, **REASON)
    with pytest.raises(NotYours):
        act(cast, ticket, "officer", "ask_reopen", TUESDAY, **REASON)
