"""Asking for more time: when, how much, who decides, and what it does to the limits."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from servicedesk.extensions import db
from servicedesk.models import Person, Ticket
from servicedesk.operations.steps import act_on_request
from servicedesk.operations.sweep import sweep
from servicedesk.rules.refusals import Invalid, NotFound, NotNow, NotYours
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import NOW, RESULT, events_of, make_person, submitted
from tests.operations.matters import MORE_TIME, act, at, clock_of, decide, outcomes, request_of, told

LIMIT = at("11-30 17:30")
"""Five working days after NOW."""


def asked(cast: Cast, ticket: Ticket, when: datetime = NOW, who: str = "handler", **changes: Any) -> Ticket:
    """More time is asked for, which waits for a decision then."""
    act(cast, ticket, who, "request_extension", when, **(MORE_TIME | changes))
    return ticket


def recorded(cast: Cast, external_due: datetime) -> Ticket:
    """A matter that came through the hotline with a limit of its own, and is being worked on."""
    firm = cast.enterprise.enterprise
    assert firm is not None
    ticket = submitted(
        cast.officer, channel="hotline", external_due=external_due.isoformat(),
        enterprise={"credit_code": firm.credit_code},
    )  # fmt: skip
    act(cast, ticket, "officer", "accept", NOW)
    act(cast, ticket, "officer", "dispatch", NOW, lead="jfj")
    return act(cast, ticket, "handler", "sign", NOW)


def test_what_is_asked_for_waits_and_moves_nothing(cast: Cast) -> None:
    ticket = asked(cast, cast.ticket("working"))
    request = request_of(ticket)
    assert (request.kind, request.state, request.params) == ("extension", "pending", {"days": 3})
    assert (request.decider, request.asked_by_id, request.asked_at) == ("desk_lead", cast.handler.id, NOW)
    assert clock_of(ticket, "resolve").due_at == LIMIT
    assert clock_of(ticket, "decide").due_at == at("11-23 16:00")
    assert told(ticket, "request_extension") == {"desk_lead"}
    assert not events_of(ticket)[-1].visible


def test_what_is_granted_moves_the_limit_and_the_promise_and_keeps_the_original(cast: Cast) -> None:
    ticket = asked(cast, cast.ticket("working"))
    decide(cast, ticket, "desk_lead", "approve", NOW, reason="同意。")
    for kind in ("resolve", "promise"):
        clock = clock_of(ticket, kind)
        assert (clock.due_at, clock.original_due_at, clock.limit_no) == (at("12-03 17:30"), LIMIT, 2)
    assert outcomes(ticket)["decide"] == "met"
    request = request_of(ticket)
    assert (request.state, request.decided_by_id, request.decision) == (
        "approved", cast.desk_lead.id, "同意。"
    )  # fmt: skip
    assert told(ticket, "approve_extension") == {"handler", "enterprise"}


def test_the_enterprise_reads_the_sentence_written_for_it_and_nothing_else(cast: Cast) -> None:
    ticket = asked(cast, cast.ticket("working"))
    decide(cast, ticket, "desk_lead", "approve", NOW, reason="内部意见。")
    event = events_of(ticket)[-1]
    assert event.visible
    assert event.texts == {"decision": "内部意见。", "for_enterprise": MORE_TIME["for_enterprise"]}
    assert event.payload["days"] == 3


def test_fewer_days_may_be_granted_and_never_more(cast: Cast) -> None:
    ticket = asked(cast, cast.ticket("working"))
    with pytest.raises(Invalid) as refused:
        decide(cast, ticket, "desk_lead", "approve", NOW, days=4)
    assert set(refused.value.errors) == {"days"}
    decide(cast, ticket, "desk_lead", "approve", NOW, days=1)
    assert clock_of(ticket, "resolve").due_at == at("12-01 17:30")
    assert request_of(ticket).params == {"days": 3, "granted": 1}


def test_a_refusal_needs_a_reason_and_leaves_the_limit(cast: Cast) -> None:
    ticket = asked(cast, cast.ticket("working"))
    with pytest.raises(Invalid):
        decide(cast, ticket, "desk_lead", "refuse", NOW)
    decide(cast, ticket, "desk_lead", "refuse", NOW, reason="理由不足。")
    assert (request_of(ticket).state, clock_of(ticket, "resolve").due_at) == ("refused", LIMIT)
    assert told(ticket, "refuse_extension") == {"handler"}
    assert not events_of(ticket)[-1].visible


@pytest.mark.parametrize(
    ("when", "possible"),
    [("11-27 17:30", True), ("11-27 17:31", False), ("11-30 17:31", False)],
    ids=["a working day before", "later", "after the limit"],
)
def test_it_is_asked_for_a_working_day_before_the_limit(cast: Cast, when: str, possible: bool) -> None:
    ticket = cast.ticket("working")
    if possible:
        assert request_of(asked(cast, ticket, at(when))).state == "pending"
        return
    with pytest.raises(NotNow):
        asked(cast, ticket, at(when))


@pytest.mark.parametrize(
    ("kind", "changes", "days"),
    [("consultation", {}, 1), ("request", {"urgent": True}, 1), ("request", {}, 6)],
    ids=["a consultation", "an urgent matter", "longer than allowed"],
)
def test_the_policy_says_whether_and_how_long(
    cast: Cast, kind: str, changes: dict[str, Any], days: int
) -> None:
    ticket = cast.ticket("working", kind=kind, **changes)
    with pytest.raises(Invalid if days > 5 else NotNow):
        asked(cast, ticket, days=days)


def test_one_more_is_a_leaders_and_then_there_is_none(cast: Cast) -> None:
    ticket = asked(cast, cast.ticket("working"))
    decide(cast, ticket, "desk_lead", "approve", NOW)
    asked(cast, ticket)
    assert request_of(ticket).decider == "leader"
    with pytest.raises(NotYours):
        decide(cast, ticket, "desk_lead", "approve", NOW)
    decide(cast, ticket, "leader", "approve", NOW)
    assert clock_of(ticket, "resolve").due_at == at("12-08 17:30")
    assert clock_of(ticket, "resolve").original_due_at == LIMIT
    with pytest.raises(NotNow):
        asked(cast, ticket)


def test_a_second_one_cannot_be_asked_for_while_one_waits(cast: Cast) -> None:
    ticket = asked(cast, cast.ticket("working"))
    with pytest.raises(NotNow):
        asked(cast, ticket, who="department_head")


@pytest.mark.parametrize("who", ["handler", "officer", "leader", "supervisor"])
def test_only_who_holds_the_role_decides(cast: Cast, who: str) -> None:
    ticket = asked(cast, cast.ticket("working"))
    with pytest.raises(NotYours):
        decide(cast, ticket, who, "approve", NOW)


@pytest.mark.parametrize("who", ["enterprise", "handler2", "admin"])
def test_for_others_there_is_no_request(cast: Cast, who: str) -> None:
    ticket = asked(cast, cast.ticket("working"))
    with pytest.raises(NotFound):
        decide(cast, ticket, who, "approve", NOW)


def test_what_the_desk_lead_asks_for_a_leader_decides(cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    act(cast, ticket, "officer", "dispatch", NOW, lead="qyfw")
    act(cast, ticket, "desk_lead", "sign", NOW)
    asked(cast, ticket, who="desk_lead")
    assert told(ticket, "request_extension") == {"leader"}
    with pytest.raises(NotYours):
        decide(cast, ticket, "desk_lead", "approve", NOW)
    decide(cast, ticket, "leader", "approve", NOW)


def test_after_the_limit_it_can_only_be_refused(cast: Cast) -> None:
    ticket = asked(cast, cast.ticket("working"), at("11-27 17:00"))
    late = at("11-30 17:31")
    with pytest.raises(NotNow) as refused:
        decide(cast, ticket, "desk_lead", "approve", late)
    assert refused.value.actions == ("refuse",)
    decide(cast, ticket, "desk_lead", "refuse", late, reason="时限已过。")


def test_a_matter_that_became_urgent_is_not_extended_any_more(cast: Cast) -> None:
    ticket = asked(cast, cast.ticket("working"))
    act(cast, ticket, "officer", "set_urgent", NOW, urgent=True, reason="停产。")
    with pytest.raises(NotNow):
        decide(cast, ticket, "desk_lead", "approve", NOW)


@pytest.mark.parametrize(("due", "possible"), [("11-30 12:00", False), ("12-01 12:00", True)])
def test_a_limit_from_outside_is_never_exceeded(cast: Cast, due: str, possible: bool) -> None:
    ticket = recorded(cast, at(due))
    if not possible:
        with pytest.raises(NotNow, match="outside"):
            asked(cast, ticket)
        return
    decide(cast, asked(cast, ticket), "desk_lead", "approve", NOW)
    assert clock_of(ticket, "resolve").due_at == clock_of(ticket, "promise").due_at == at(due)


def test_a_breach_stays_a_fact_through_an_extension(cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    act(cast, ticket, "officer", "dispatch", at("11-27 10:00"), lead="jfj")
    act(cast, ticket, "handler", "sign", at("11-27 10:00"))
    decide(cast, asked(cast, ticket, at("12-01 10:00")), "desk_lead", "approve", at("12-01 10:00"))
    promise = clock_of(ticket, "promise")
    assert (promise.breached_at, promise.due_at) == (LIMIT, at("12-03 17:30"))
    act(cast, ticket, "handler", "submit", at("12-02 10:00"), **RESULT)
    act(cast, ticket, "officer", "pass_review", at("12-02 10:00"))
    assert (outcomes(ticket)["promise"], outcomes(ticket)["resolve"]) == ("missed", "met")


def test_the_ladder_begins_anew_for_the_new_limit(cast: Cast) -> None:
    ticket = cast.ticket("working")
    sweep(at("11-27 10:00"))
    before = clock_of(ticket, "resolve").steps_taken
    decide(cast, asked(cast, ticket, at("11-27 10:00")), "desk_lead", "approve", at("11-27 10:00"))
    clock = clock_of(ticket, "resolve")
    assert (before, clock.steps_taken, clock.next_at) == (1, 0, at("11-27 14:45"))
    sweep(at("11-27 15:00"))
    assert clock_of(ticket, "resolve").steps_taken == 1


@pytest.mark.parametrize(
    ("who", "action", "given"),
    [("handler", "submit", RESULT), ("enterprise", "withdraw", {"reason": "已解决。"})],
)
def test_what_is_asked_lapses_when_the_work_has_ended(
    cast: Cast, who: str, action: str, given: dict[str, Any]
) -> None:
    ticket = asked(cast, cast.ticket("working"))
    act(cast, ticket, who, action, NOW, **given)
    assert (request_of(ticket).state, request_of(ticket).decided_by_id) == ("lapsed", None)
    assert outcomes(ticket)["decide"] == "cancelled"
    with pytest.raises(NotNow, match="lapsed"):
        decide(cast, ticket, "desk_lead", "approve", NOW)


def test_two_decide_at_the_same_moment_and_one_is_told_what_the_other_did(app: Flask, cast: Cast) -> None:
    other = make_person("desk_lead", name="冯立", department="qyfw")
    request = request_of(asked(cast, cast.ticket("working"))).id
    ids = (cast.desk_lead.id, other.id)
    db.session.commit()

    def deciding(who: int, action: str) -> Any:
        return lambda: (
            act_on_request(db.session.get_one(Person, who), NOW, request, action, {"reason": "如此。"}).number
        )

    results = at_once(app, deciding(ids[0], "approve"), deciding(ids[1], "refuse"))
    (refused,) = [result for result in results if isinstance(result, Exception)]
    first = results.index(next(result for result in results if isinstance(result, str)))
    assert isinstance(refused, NotNow)
    assert str(refused) == ("郑华 has approved", "冯立 has refused")[first] + " this request already."
