"""Tracking: what takes longer than any limit is followed, round after round, until it has a result."""

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Message, Ticket
from servicedesk.operations.attachments import attach
from servicedesk.operations.checking import check
from servicedesk.operations.steps import act_on_assignment
from servicedesk.operations.suspensions import resume_ended
from servicedesk.operations.sweep import sweep
from servicedesk.queries.behind import sizes_behind
from servicedesk.queries.counted import Question
from servicedesk.queries.figures import figures
from servicedesk.rules.refusals import Invalid, NotNow, NotYours
from tests.cast import Cast
from tests.factories import NOW, RESULT, events_of
from tests.operations.matters import (
    HEARING,
    MORE_TIME,
    REASON,
    UNHAPPY,
    act,
    at,
    clock_of,
    clocks_of,
    decide,
    live,
    outcomes,
    request_of,
    share_of,
    told,
)

WHY = {"reason": "涉及上级规划调整,须待年度计划下达。", "feedback_at": "2026-12-21T17:00+08:00"}
FIRST, LATER = at("12-21 17:00"), at("11-24 10:00")
AFTER_THE_LIMIT = at("12-02 10:00")
NEXT = {"text": "规划调整方案已报省厅。", "next_feedback_at": "2027-01-20T17:00+08:00"}


def asked(cast: Cast, when: datetime = LATER, **changes: Any) -> Ticket:
    """A matter of which the lead asks that it is tracked."""
    return act(cast, cast.ticket("working"), "handler", "request_tracking", when, **(WHY | changes))


def tracked(cast: Cast, when: datetime = LATER) -> Ticket:
    """One that a leader has agreed to track."""
    return decide(cast, asked(cast, when), "leader", "approve", when, reason="同意。")


def until(ticket: Ticket, kind: str) -> str:
    """The moment that a message of this kind names."""
    found = select(Message.params).where(Message.ticket_id == ticket.id, Message.kind == kind)
    return str(db.session.scalars(found).one()["until"])


def rounds(ticket: Ticket) -> list[tuple[str, datetime]]:
    """Each promised moment, and what became of it."""
    return [(clock.state, clock.due_at) for clock in clocks_of(ticket) if clock.kind == "feedback"]


def test_a_leader_decides_on_it_and_only_the_lead_asks(cast: Cast) -> None:
    with pytest.raises(NotYours):
        act(cast, cast.ticket("working"), "officer", "request_tracking", LATER, **WHY)
    ticket = asked(cast)
    request = request_of(ticket)
    assert (request.kind, request.decider, request.params) == (
        "tracking", "leader", {"feedback_at": FIRST.isoformat()}
    )  # fmt: skip
    assert (told(ticket, "request_tracking"), ticket.state) == ({"leader"}, "in_progress")
    with pytest.raises(NotYours):
        decide(cast, ticket, "desk_lead", "approve", LATER)
    with pytest.raises(NotNow):
        act(cast, ticket, "department_head", "request_tracking", LATER, **WHY)


def test_what_nobody_has_signed_for_is_not_tracked(cast: Cast) -> None:
    with pytest.raises(NotNow):
        act(cast, cast.ticket("to_sign"), "handler", "request_tracking", LATER, **WHY)


@pytest.mark.parametrize("moment", ["2026-11-24T10:00+08:00", "2027-12-21T17:00+08:00"])
def test_feedback_is_promised_for_a_moment_that_comes_soon_enough(cast: Cast, moment: str) -> None:
    with pytest.raises(Invalid) as refused:
        asked(cast, feedback_at=moment)
    assert set(refused.value.errors) == {"feedback_at"}


def test_approved_before_the_limit_the_promise_gives_way_to_the_first_round(cast: Cast) -> None:
    ticket = tracked(cast)
    share = share_of(ticket)
    assert share is not None
    assert (ticket.state, share.state) == ("tracking", "working")
    assert (outcomes(ticket)["promise"], outcomes(ticket)["resolve"]) == ("transferred", "transferred")
    assert live(ticket) == {"contact": "running", "feedback": "running"}
    assert ticket.next_due_at == FIRST
    assert clock_of(ticket, "feedback").department_id == share.department_id
    assert told(ticket, "approve_tracking") == {"handler", "department_head", "officer", "enterprise"}
    assert events_of(ticket)[-1].visible


def test_approved_after_the_limit_the_breach_stays(cast: Cast) -> None:
    ticket = tracked(cast, AFTER_THE_LIMIT)
    for kind in ("promise", "resolve"):
        clock = clock_of(ticket, kind)
        assert (clock.state, clock.breached_at) == ("missed", clock.due_at), kind
    assert live(ticket)["feedback"] == "running"


def test_a_refusal_leaves_the_limits_as_they_were(cast: Cast) -> None:
    ticket = decide(cast, asked(cast), "leader", "refuse", LATER, reason="请在时限内办结。")
    assert (ticket.state, live(ticket)["promise"]) == ("in_progress", "running")
    assert told(ticket, "refuse_tracking") == {"handler"}


def test_a_moment_that_has_passed_cannot_be_approved_any_more(cast: Cast) -> None:
    ticket = asked(cast, feedback_at="2026-11-25T10:00+08:00")
    with pytest.raises(NotNow):
        decide(cast, ticket, "leader", "approve", at("11-25 10:00"))


def test_each_feedback_promises_the_next_and_a_missed_round_stays_missed(cast: Cast) -> None:
    ticket = tracked(cast)
    late = at("12-22 10:00")
    assert sweep(late).fired
    assert told(ticket, "ring_yellow") == {"department_head", "desk_lead"}
    act(cast, ticket, "handler", "feedback", late, **NEXT)
    assert rounds(ticket) == [("missed", FIRST), ("running", at("2027-01-20 17:00"))]
    assert told(ticket, "feedback") == {"officer", "enterprise"}
    assert (ticket.state, ticket.next_due_at) == ("tracking", at("2027-01-20 17:00"))
    assert check(now=late).differences == []


def test_it_ends_with_a_result(cast: Cast) -> None:
    ticket, when = tracked(cast), at("12-21 10:00")
    act(cast, ticket, "handler", "submit", when, **RESULT)
    assert (ticket.state, rounds(ticket), live(ticket)) == (
        "in_review",
        [("met", FIRST)],
        {"review": "running"},
    )
    act(cast, ticket, "officer", "pass_review", when)
    act(cast, ticket, "enterprise", "judge", when, solved="yes", satisfaction=5)
    assert (ticket.state, outcomes(ticket)["promise"]) == ("closed", "transferred")
    assert check(now=when).differences == []


def test_a_result_that_is_sent_back_is_tracked_on(cast: Cast) -> None:
    ticket = tracked(cast)
    for when, promised in [("12-01 10:00", FIRST), ("12-21 17:10", at("12-22 17:30"))]:
        act(cast, ticket, "handler", "submit", at(when), **RESULT)
        act(cast, ticket, "officer", "send_back", at(when), **REASON)
        assert (ticket.state, ticket.next_due_at) == ("tracking", promised)
    assert [state for state, _ in rounds(ticket)] == ["met", "missed", "running"]
    assert check(now=at("12-22 10:00")).differences == []


def test_a_redo_has_limits_again_and_may_be_tracked_again(cast: Cast) -> None:
    ticket, when = tracked(cast), at("12-21 10:00")
    act(cast, ticket, "handler", "submit", when, **RESULT)
    act(cast, ticket, "officer", "pass_review", when)
    act(cast, ticket, "enterprise", "judge", when, **UNHAPPY)
    act(cast, ticket, "officer", "redo", when, **REASON)
    assert (ticket.state, live(ticket)["promise"]) == ("in_progress", "running")
    act(cast, ticket, "handler", "sign", when)
    act(
        cast, ticket, "handler", "request_tracking", when, **(WHY | {"feedback_at": "2027-01-20T17:00+08:00"})
    )
    decide(cast, ticket, "leader", "approve", when)
    assert outcomes(ticket, 2)["promise"] == "transferred"
    assert check(now=when).differences == []


def test_instead_of_a_limit_nothing_is_extended_or_suspended(cast: Cast) -> None:
    ticket = cast.ticket("working", LATER)
    act(cast, ticket, "handler", "request_extension", LATER, **MORE_TIME)
    extension = request_of(ticket)
    act(cast, ticket, "handler", "request_suspension", LATER, **HEARING)
    suspension = request_of(ticket)
    act(cast, ticket, "handler", "request_tracking", LATER, **WHY)
    decide(cast, ticket, "leader", "approve", LATER)
    assert (extension.state, suspension.state) == ("lapsed", "lapsed")
    assert set(live(ticket)) == {"contact", "feedback"}
    for action, given in (("request_extension", MORE_TIME), ("request_suspension", HEARING)):
        with pytest.raises(NotNow, match="being tracked"):
            act(cast, ticket, "handler", action, LATER, **given)


def test_what_stood_still_goes_on_when_it_is_tracked(cast: Cast) -> None:
    ticket = cast.ticket("working", NOW)
    act(cast, ticket, "handler", "request_suspension", NOW, **HEARING)
    decide(cast, ticket, "desk_lead", "approve", NOW)
    act(cast, ticket, "handler", "request_tracking", LATER, **WHY)
    decide(cast, ticket, "leader", "approve", LATER)
    share = share_of(ticket)
    assert share is not None
    assert (share.state, share.suspended_until) == ("working", None)
    assert (outcomes(ticket)["promise"], live(ticket)["contact"]) == ("transferred", "running")
    assert resume_ended(at("12-07 10:00")) == 0
    assert check(now=LATER).differences == []


def test_who_helps_keeps_its_part_and_may_have_it_suspended(cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    act(cast, ticket, "officer", "dispatch", NOW, lead="jfj", assists=["rsj"])
    act(cast, ticket, "handler", "sign", NOW)
    act(cast, ticket, "handler", "request_tracking", NOW, **WHY)
    decide(cast, ticket, "leader", "approve", NOW)
    part = share_of(ticket)
    assert part is not None
    for action, given in (("sign", {}), ("request_suspension", HEARING)):
        act_on_assignment(cast.handler2, NOW, part.id, action, given)
    act(cast, ticket, "officer", "note", NOW, text="已电话了解。")
    decide(cast, ticket, "desk_lead", "approve", NOW)
    assert (part.state, live(ticket)["part"], live(ticket)["feedback"]) == ("suspended", "paused", "running")
    assert check(now=NOW).differences == []


def test_withdrawing_ends_it(cast: Cast) -> None:
    ticket = act(cast, tracked(cast), "enterprise", "withdraw", LATER, **REASON)
    assert (rounds(ticket)[0][0], live(ticket)) == ("cancelled", {})
    with pytest.raises(NotYours):
        act(cast, ticket, "handler", "feedback", LATER, **NEXT)


def test_another_category_or_urgency_leaves_the_promised_moment(cast: Cast) -> None:
    ticket = tracked(cast)
    act(cast, ticket, "officer", "set_urgent", LATER, urgent=True, **REASON)
    act(cast, ticket, "officer", "recategorise", LATER, category="0501", **REASON)
    assert (ticket.state, rounds(ticket)) == ("tracking", [("running", FIRST)])
    assert outcomes(ticket)["promise"] == "transferred"
    assert check(now=LATER).differences == []


def test_what_is_joined_to_it_hears_the_same(cast: Cast) -> None:
    main, other = asked(cast), cast.ticket("accepted", LATER)
    act(cast, other, "officer", "join", LATER, into=main.number)
    decide(cast, main, "leader", "approve", LATER)
    late_comer = cast.ticket("accepted", LATER)
    act(cast, late_comer, "officer", "join", LATER, into=main.number)
    act(cast, main, "handler", "feedback", LATER, **NEXT)
    for ticket in (other, late_comer):
        assert outcomes(ticket)["promise"] == "transferred"
        assert [event.action for event in events_of(ticket)][-2:] == ["main_tracked", "main_feedback"]
        assert told(ticket, "main_feedback") == {"enterprise"}
        assert events_of(ticket)[-1].texts["text"] == NEXT["text"]
        assert until(ticket, "main_tracked") == FIRST.isoformat()
        assert until(ticket, "main_feedback") == at("2027-01-20 17:00").isoformat()
    act(cast, other, "officer", "unjoin", LATER)
    assert live(other)["promise"] == "running"
    with pytest.raises(NotNow):
        act(cast, main, "officer", "join", LATER, into=other.number)
    assert check(now=LATER).differences == []


def test_what_a_leader_agreed_to_on_paper_holds_from_then_on(cast: Cast) -> None:
    ticket = asked(cast, at("11-27 10:00"))
    scan = attach(
        cast.desk_lead, NOW, ticket.number, io.BytesIO(b"%PDF-1.4\n%EOF\n"), "批示.pdf", internal=True
    )
    paper = {"decided_by": "leader", "decided_at": "2026-11-30T10:00+08:00", "paper": scan.id}
    decide(cast, ticket, "desk_lead", "approve", AFTER_THE_LIMIT, **paper)
    assert outcomes(ticket)["promise"] == "transferred"
    assert clock_of(ticket, "feedback").started_at == at("11-30 10:00")
    assert check(now=AFTER_THE_LIMIT).differences == []


def test_what_was_moved_to_tracking_in_time_stands_beside_the_figures(cast: Cast) -> None:
    tracked(cast)
    tracked(cast, AFTER_THE_LIMIT)
    span = ("2026", at("01-01 00:00"), at("2027-01-01 00:00"))
    question = Question(cast.leader.actor(), [span], AFTER_THE_LIMIT)
    found = {one.name: one for one in figures(question)}
    for name in ("promise_kept_rate", "resolved_on_time"):
        figure = found[name]
        assert (figure.numerator, figure.denominator, figure.excluded) == (0, 1, [("tracking", 1)]), name
        assert sizes_behind(question, name, None)["excluded"] == 1
    before = figures(Question(cast.leader.actor(), [span], LATER - timedelta(seconds=1)))
    assert not any(one.excluded for one in before)
