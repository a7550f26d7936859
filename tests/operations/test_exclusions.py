"""Exclusions: asked for by the lead, decided by somebody else; out of the figures from the decision on."""

import io
from datetime import datetime, timedelta
from typing import Any

import pytest

from servicedesk.extensions import db
from servicedesk.models import Ticket
from servicedesk.operations import checking
from servicedesk.operations.attachments import attach
from servicedesk.queries.counted import Question
from servicedesk.queries.figures import figures
from servicedesk.rules.figure_definitions import BY_NAME
from servicedesk.rules.figures import Figure
from servicedesk.rules.refusals import Invalid, NotNow, NotYours
from tests.cast import Cast
from tests.factories import NOW, events_of
from tests.operations.matters import REASON, act, at, clock_of, decide, live, outcomes, request_of, told

WHY = {"reason_code": "no_demand", "reason": "企业已书面说明没有该项诉求。"}
FOLLOWED = {"reason": "须待省级批复。", "feedback_at": "2026-12-07T17:30+08:00"}
LIMITS_AND_RESULTS = ("promise", "contact", "sign", "resolve", "results")
OUT = {"promise_kept_rate", "resolved_on_time", "resolved_on_time_strict", "resolution_rate"}
OUT |= {"satisfaction_rate"}


def asked(cast: Cast, stage: str = "closed", **changes: Any) -> Ticket:
    """A matter of which the lead asks that it counts in no figure."""
    return act(cast, cast.ticket(stage, **changes), "handler", "request_exclusion", NOW, **WHY)


def figures_at(cast: Cast, as_of: datetime) -> dict[str, Figure]:
    """The year's figures as of a moment."""
    span = ("2026", at("01-01 00:00"), at("2027-01-01 00:00"))
    return {one.name: one for one in figures(Question(cast.leader.actor(), [span], as_of))}


@pytest.mark.parametrize("stage", ["to_sign", "working", "in_review", "in_callback", "closed"])
def test_the_lead_asks_at_any_time_after_the_dispatch(cast: Cast, stage: str) -> None:
    ticket = asked(cast, stage)
    request = request_of(ticket)
    assert (request.kind, request.params, request.assignment_id) == (
        "exclusion", {"reason_code": "no_demand"}, None
    )  # fmt: skip
    assert (request.decider, told(ticket, "request_exclusion")) == ("desk_lead", {"desk_lead"})
    assert live(ticket)["decide"] == "running"
    assert not events_of(ticket)[-1].visible


@pytest.mark.parametrize("who", ["enterprise", "officer", "desk_lead", "leader"])
def test_nobody_else_asks(cast: Cast, who: str) -> None:
    with pytest.raises(NotYours):
        act(cast, cast.ticket("closed"), who, "request_exclusion", NOW, **WHY)


def test_a_department_that_helps_does_not_ask(cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    act(cast, ticket, "officer", "dispatch", NOW, lead="jfj", assists=["rsj"])
    with pytest.raises(NotYours):
        act(cast, ticket, "handler2", "request_exclusion", NOW, **WHY)
    act(cast, ticket, "handler", "request_exclusion", NOW, **WHY)


def test_the_reason_is_one_of_the_codes(cast: Cast) -> None:
    ticket = cast.ticket("closed")
    with pytest.raises(Invalid) as refused:
        act(cast, ticket, "handler", "request_exclusion", NOW, reason_code="tired", reason="累。")
    assert set(refused.value.errors) == {"reason_code"}


def test_tracking_is_a_reason_only_for_what_was_tracked(cast: Cast) -> None:
    tracking = {"reason_code": "tracking", "reason": "已转入跟踪办理。"}
    with pytest.raises(Invalid) as refused:
        act(cast, cast.ticket("closed"), "handler", "request_exclusion", NOW, **tracking)
    assert set(refused.value.errors) == {"reason_code"}
    ticket = act(cast, cast.ticket("working"), "handler", "request_tracking", NOW, **FOLLOWED)
    decide(cast, ticket, "leader", "approve", NOW)
    act(cast, ticket, "handler", "request_exclusion", NOW, **tracking)
    assert request_of(ticket).kind == "exclusion"


def test_who_asks_does_not_decide(cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    act(cast, ticket, "officer", "dispatch", NOW, lead="qyfw")
    act(cast, ticket, "desk_lead", "request_exclusion", NOW, **WHY)
    assert request_of(ticket).decider == "leader"
    with pytest.raises(NotYours):
        decide(cast, ticket, "desk_lead", "approve", NOW)


def test_once_asked_or_granted_it_is_not_asked_for_again(cast: Cast) -> None:
    ticket = asked(cast)
    with pytest.raises(NotNow):
        act(cast, ticket, "department_head", "request_exclusion", NOW, **WHY)
    decide(cast, ticket, "desk_lead", "approve", NOW, reason="属实。")
    with pytest.raises(NotNow):
        act(cast, ticket, "handler", "request_exclusion", NOW, **WHY)
    assert told(ticket, "approve_exclusion") == {"handler"}


def test_it_waits_on_while_the_matter_moves(cast: Cast) -> None:
    ticket = asked(cast, "in_callback")
    act(cast, ticket, "enterprise", "judge", NOW, solved="yes", satisfaction=5)
    assert (ticket.state, request_of(ticket).state) == ("closed", "pending")
    assert live(ticket) == {"decide": "running"}


def test_a_withdrawn_matter_leaves_nothing_to_exclude(cast: Cast) -> None:
    ticket = act(cast, asked(cast, "working"), "enterprise", "withdraw", NOW, **REASON)
    assert (request_of(ticket).state, outcomes(ticket)["decide"]) == ("lapsed", "cancelled")


def test_it_stands_out_of_the_figures_from_the_decision_on_with_its_reason(cast: Cast) -> None:
    ticket, other = asked(cast), cast.ticket("closed")
    later = NOW + timedelta(hours=1)
    decide(cast, ticket, "desk_lead", "approve", later)
    assert (ticket.excluded_at, ticket.excluded_reason) == (later, "no_demand")
    before, now = figures_at(cast, later - timedelta(seconds=1)), figures_at(cast, later)
    assert other.state == "closed"
    for name, figure in before.items():
        if BY_NAME[name].source not in LIMITS_AND_RESULTS or name == "composite":
            continue
        assert (figure.numerator, figure.denominator, figure.excluded) == (2, 2, []), name
        if name in OUT:
            assert (now[name].numerator, now[name].denominator) == (1, 1), name
            assert list(now[name].excluded) == [("no_demand", 1)], name
        else:
            assert (now[name].denominator, list(now[name].excluded)) == (2, []), name


def test_a_refusal_leaves_it_where_it_was(cast: Cast) -> None:
    ticket = asked(cast)
    decide(cast, ticket, "desk_lead", "refuse", NOW, reason="理由不足。")
    assert ticket.excluded_at is None
    assert figures_at(cast, NOW)["promise_kept_rate"].denominator == 1


def test_what_was_decided_on_paper_counts_from_that_moment(cast: Cast) -> None:
    ticket = asked(cast)
    content = io.BytesIO(b"%PDF-1.4\n%EOF\n")
    scan = attach(cast.desk_lead, NOW, ticket.number, content, "批示.pdf", internal=True)
    paper = {"decided_by": "desk_lead", "decided_at": "2026-11-23T11:00+08:00", "paper": scan.id}
    decide(cast, ticket, "desk_lead", "approve", at("11-24 10:00"), **paper)
    assert ticket.excluded_at == at("11-23 11:00")


def test_the_events_alone_say_all_of_it(cast: Cast) -> None:
    asked(cast)
    ticket = asked(cast, "working")
    decide(cast, ticket, "desk_lead", "approve", NOW)
    assert clock_of(ticket, "decide").state == "met"
    ticket.excluded_reason = "repeat"
    db.session.commit()
    (difference,) = checking.check(now=NOW, mend=True).differences
    assert (difference.what, difference.rebuilt) == ("excluded_reason", "no_demand")
    assert checking.check(now=NOW).differences == []
