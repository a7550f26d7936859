"""Returning a matter, disputing the refusal, ruling on it: when, by whom, and what becomes of the limits."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Assignment, Clock, Message, Person
from servicedesk.operations.steps import act_on_request
from servicedesk.queries.categories import proposal_for
from servicedesk.queries.requests import find_request
from servicedesk.rules.refusals import Invalid, NotFound, NotNow, NotYours
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import NOW, RESULT, events_of, make_person, standing_of
from tests.operations.matters import (
    NOT_OURS,
    act,
    at,
    clock_of,
    clocks_of,
    decide,
    live,
    outcomes,
    request_of,
    returned,
    share_of,
    told,
)
from tests.operations.returning import NO, asked, disputed, lead_of, no_difference, states

# Asking


def test_what_is_to_be_returned_stands_still_while_the_promise_runs(cast: Cast) -> None:
    ticket = asked(cast)
    request = request_of(ticket)
    assert (request.kind, request.params, request.basis) == ("return", {"proposed": "jsj"}, NOT_OURS["basis"])
    assert (request.decider, request.asked_by_id) == ("desk_lead", cast.handler.id)
    assert states(ticket) == ("in_progress", "return_asked", "pending")
    assert live(ticket) == {
        "promise": "running", "sign": "paused", "contact": "paused", "resolve": "paused", "decide": "running",
    }  # fmt: skip
    assert clock_of(ticket, "decide").due_at == at("11-23 16:00")
    assert told(ticket, "return") == {"desk_lead"}
    event = events_of(ticket)[-1]
    assert (event.action, event.visible, event.payload["proposed"]) == ("return", False, "jsj")
    assert event.texts == {"reason": NOT_OURS["reason"], "basis": NOT_OURS["basis"]}
    no_difference()


def test_an_urgent_one_is_decided_within_half_an_hour(cast: Cast) -> None:
    assert clock_of(asked(cast, urgent=True), "decide").due_at == at("11-23 10:30")


def test_praise_is_returned_as_well_and_its_decision_has_a_limit(cast: Cast) -> None:
    ticket = asked(cast, kind="praise", category="1502")
    assert clock_of(ticket, "decide").due_at == at("11-23 16:00")


@pytest.mark.parametrize(
    ("when", "possible"), [("11-24 17:30", True), ("11-24 17:31", False), ("11-27 09:00", False)]
)
def test_it_is_asked_for_within_a_working_day(cast: Cast, when: str, possible: bool) -> None:
    ticket = cast.ticket("to_sign")
    if possible:
        assert states(returned(cast, ticket, at(when)))[1] == "return_asked"
        return
    with pytest.raises(NotNow, match="working day after its dispatch") as late:
        returned(cast, ticket, at(when))
    assert "return" not in late.value.actions


def test_what_was_signed_is_kept(cast: Cast) -> None:
    with pytest.raises(NotNow):
        returned(cast, cast.ticket("working"), NOW)


def test_who_has_led_a_matter_keeps_it_when_it_is_redone(cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    act(cast, ticket, "enterprise", "judge", NOW, solved="no", satisfaction=1)
    act(cast, ticket, "officer", "redo", NOW, reason="没有解决。")
    with pytest.raises(NotNow, match="keeps it when it is done again"):
        returned(cast, ticket, NOW)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"proposed": "jfj"}, "proposed"),
        ({"proposed": "nobody"}, "proposed"),
        ({"proposed": None}, "proposed"),
        ({"basis": ""}, "basis"),
        ({"reason": None}, "reason"),
    ],
)
def test_it_needs_reason_basis_and_another_department(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    ticket = cast.ticket("to_sign")
    with pytest.raises(Invalid) as wrong:
        returned(cast, ticket, NOW, **changes)
    assert set(wrong.value.errors) == {field}
    assert share_of(ticket).state == "to_sign"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("who", "error"), [("officer", NotYours), ("leader", NotYours), ("handler3", NotFound)]
)
def test_only_the_lead_returns(cast: Cast, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        returned(cast, cast.ticket("to_sign"), NOW, who)


def test_while_it_is_open_nobody_signs(cast: Cast) -> None:
    ticket = asked(cast)
    for action, given in (("sign", {}), ("finish", RESULT), ("return", NOT_OURS)):
        with pytest.raises(NotNow):
            act(cast, ticket, "handler", action, NOW, **given)


# Deciding


def test_upheld_it_goes_back_to_the_desk_with_a_new_limit(cast: Cast) -> None:
    ticket = decide(cast, asked(cast), "desk_lead", "approve", at("11-23 11:00"), reason="同意退单。")
    assert states(ticket) == ("accepted", "returned", "approved")
    assert lead_of(ticket) is None
    assert live(ticket) == {"promise": "running", "dispatch": "running"}
    assert [c.state for c in clocks_of(ticket) if c.kind == "dispatch"] == ["met", "running"]
    assert clocks_of(ticket)[-1].due_at == at("11-23 15:00")
    found = outcomes(ticket)
    assert (found["sign"], found["contact"], found["resolve"], found["decide"]) == (*["cancelled"] * 3, "met")
    assert clock_of(ticket, "promise").due_at == at("11-30 17:30")
    assert told(ticket, "approve_return") == {"officer"}
    assert not events_of(ticket)[-1].visible
    assert request_of(ticket).params == {"proposed": "jsj", "returns": 1}
    no_difference()


def test_who_returned_it_hears_so_and_sees_the_matter_no_more(cast: Cast) -> None:
    ticket = decide(cast, asked(cast), "desk_lead", "approve", NOW)
    kinds = select(Message.kind).where(Message.person_id == cast.handler.id, Message.ticket_id.is_(None))
    assert db.session.scalars(kinds).all() == ["return_upheld"]
    for who in ("handler", "department_head"):
        with pytest.raises(NotFound):
            act(cast, ticket, who, "give_info", NOW, text="x")
    with pytest.raises(NotFound):
        find_request(request_of(ticket).id, cast.handler.actor(), NOW)


def test_the_next_lead_may_be_named_at_once(cast: Cast) -> None:
    ticket = decide(cast, asked(cast), "desk_lead", "approve", at("11-23 11:00"), lead="jsj")
    assert states(ticket) == ("in_progress", "to_sign", "approved")
    assert lead_of(ticket) == "jsj"
    assert [event.action for event in events_of(ticket)][-2:] == ["approve_return", "dispatch"]
    assert [c.state for c in clocks_of(ticket) if c.kind == "dispatch"] == ["met", "met"]
    assert [c.state for c in clocks_of(ticket) if c.kind == "sign"] == ["cancelled", "running"]
    assert told(ticket, "dispatch") >= {"handler", "handler3"}
    assert request_of(ticket).params == {"proposed": "jsj", "returns": 1, "lead": "jsj"}
    act(cast, ticket, "handler3", "sign", NOW)
    no_difference()


@pytest.mark.parametrize("lead", ["jfj", "nobody"])
def test_neither_who_returns_it_nor_nobody_leads_next(cast: Cast, lead: str) -> None:
    ticket = asked(cast)
    with pytest.raises(Invalid) as wrong:
        decide(cast, ticket, "desk_lead", "approve", NOW, lead=lead)
    assert set(wrong.value.errors) == {"lead"}
    assert states(ticket) == ("in_progress", "return_asked", "pending")


def test_refused_it_is_where_it_was_and_the_limits_run_on(cast: Cast) -> None:
    ticket = decide(cast, asked(cast, at("11-23 11:00")), "desk_lead", "refuse", at("11-23 15:00"), **NO)
    assert states(ticket) == ("in_progress", "to_sign", "refused")
    assert clock_of(ticket, "sign").due_at == at("11-24 09:00")  # an hour had run, three were left
    assert clock_of(ticket, "contact").due_at == at("11-24 11:00")
    assert clock_of(ticket, "resolve").due_at == at("12-01 17:30")
    assert clock_of(ticket, "promise").due_at == at("11-30 17:30")
    assert outcomes(ticket)["decide"] == "met"
    assert told(ticket, "refuse_return") == {"handler", "department_head"}
    act(cast, ticket, "handler", "sign", at("11-23 16:00"))
    no_difference()


def test_a_refusal_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(Invalid):
        decide(cast, asked(cast), "desk_lead", "refuse", NOW)


@pytest.mark.parametrize("who", ["handler", "officer", "leader", "supervisor"])
def test_only_the_desk_lead_decides(cast: Cast, who: str) -> None:
    ticket = asked(cast)
    with pytest.raises(NotYours):
        decide(cast, ticket, who, "approve", NOW)


def test_what_the_desk_lead_returns_a_leader_decides(cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    act(cast, ticket, "officer", "dispatch", NOW, lead="qyfw")
    returned(cast, ticket, NOW, "desk_lead")
    assert request_of(ticket).decider == "leader"
    with pytest.raises(NotYours):
        decide(cast, ticket, "desk_lead", "approve", NOW)
    decide(cast, ticket, "leader", "approve", NOW, lead="jsj")
    assert states(ticket) == ("in_progress", "to_sign", "approved")


def test_other_requests_take_no_next_lead(cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", "request_extension", NOW, days=1, reason="x", for_enterprise="y")
    with pytest.raises(Invalid) as wrong:
        decide(cast, ticket, "desk_lead", "approve", NOW, lead="jsj")
    assert set(wrong.value.errors) == {"lead"}


def test_who_returned_it_is_not_proposed_again(cast: Cast) -> None:
    ticket = decide(cast, asked(cast), "desk_lead", "approve", NOW)
    stand = standing_of(ticket, cast.officer)
    assert stand.returned_by == {"jfj"}
    db.session.refresh(ticket, ["category", "enterprise"])
    found = proposal_for(ticket, stand.returned_by)
    assert found is None or found.lead != "jfj"
    act(cast, ticket, "officer", "dispatch", NOW, lead="rsj")
    assert share_of(ticket).routing_id is None  # type: ignore[union-attr]


def test_each_return_says_how_often_the_matter_came_back(cast: Cast) -> None:
    ticket = decide(cast, asked(cast), "desk_lead", "approve", NOW, lead="rsj")
    returned(cast, ticket, NOW, "handler2")
    decide(cast, ticket, "desk_lead", "approve", NOW, lead="jsj")
    returned(cast, ticket, NOW, "handler3", proposed="jfj")
    decide(cast, ticket, "desk_lead", "approve", NOW)
    assert [e.payload["returns"] for e in events_of(ticket) if e.action == "approve_return"] == [1, 2, 3]
    assert ticket.state == "accepted"
    no_difference()


@pytest.mark.parametrize("stage", ["asked", "disputed"])
def test_a_return_lapses_when_the_matter_is_withdrawn(cast: Cast, stage: str) -> None:
    ticket = asked(cast) if stage == "asked" else disputed(cast)
    act(cast, ticket, "enterprise", "withdraw", NOW, reason="已解决。")
    assert states(ticket) == ("withdrawn", "cancelled", "lapsed")
    assert live(ticket) == {}
    with pytest.raises(NotNow, match="lapsed"):
        decide(cast, ticket, "desk_lead" if stage == "asked" else "leader", "refuse", NOW, **NO)
    no_difference()


def test_its_answer_can_still_be_given_at_the_desk(cast: Cast) -> None:
    ticket = decide(cast, asked(cast), "desk_lead", "approve", NOW)
    act(cast, ticket, "officer", "answer", NOW, text="由中心直接答复。")
    assert ticket.state == "in_callback"
    assert clock_of(ticket, "promise").department_id is None
    no_difference()


def test_two_decide_at_the_same_moment_and_one_is_told_what_the_other_did(app: Flask, cast: Cast) -> None:
    other = make_person("desk_lead", name="冯立", department="qyfw")
    ticket = asked(cast)
    request, ids = request_of(ticket).id, (cast.desk_lead.id, other.id)
    db.session.commit()

    def deciding(who: int, action: str, given: dict[str, Any]) -> Any:
        return lambda: act_on_request(db.session.get_one(Person, who), NOW, request, action, given).number

    results = at_once(app, deciding(ids[0], "approve", {"lead": "jsj"}), deciding(ids[1], "refuse", NO))
    (refusal,) = [result for result in results if isinstance(result, Exception)]
    first = results.index(next(result for result in results if isinstance(result, str)))
    assert isinstance(refusal, NotNow)
    assert str(refusal) == ("郑华 has approved", "冯立 has refused")[first] + " this request already."
    leads = db.session.query(Assignment).filter(Assignment.state == "to_sign").count()
    clocks = db.session.query(Clock).filter(Clock.state == "running", Clock.kind == "sign").count()
    assert (leads, clocks) == (1, 1)
    no_difference()
