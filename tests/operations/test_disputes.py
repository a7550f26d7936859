"""Disputing the refusal of a return, and ruling on it: until when, by whom, and what it does to limits."""

from typing import Any

import pytest
from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Assignment, Dispute
from servicedesk.operations.steps import act_on_request
from servicedesk.operations.sweep import sweep
from servicedesk.queries.requests import find_request, to_decide
from servicedesk.rules.refusals import Invalid, NotFound, NotNow, NotYours
from tests.cast import Cast
from tests.factories import NOW, events_of, make_person, standing_of
from tests.operations.matters import act, at, clock_of, clocks_of, decide, live, request_of, returned, told
from tests.operations.returning import NO, OURS_NOT, asked, disputed, lead_of, no_difference, refused, states


def test_disputed_it_stands_still_again_and_a_leader_has_a_day(cast: Cast) -> None:
    ticket = disputed(cast)
    request = request_of(ticket)
    assert states(ticket) == ("in_progress", "disputed", "disputed")
    assert (request.decider, request.decided_by_id, request.decision) == ("leader", None, None)
    kept = db.session.get_one(Dispute, request.id)
    assert (kept.reason, kept.refusal) == (OURS_NOT["reason"], NO["reason"])
    assert (kept.by_id, kept.refused_by_id) == (cast.handler.id, cast.desk_lead.id)
    refusal, ruling = [clock for clock in clocks_of(ticket) if clock.kind == "decide"]
    assert (refusal.state, refusal.budget) == ("met", None)
    assert (ruling.state, ruling.budget, ruling.due_at) == ("running", "ruling", at("11-24 17:30"))
    assert live(ticket)["sign"] == "paused"
    assert told(ticket, "dispute_return") == {"leader", "desk_lead"}
    assert [row.request.id for row in to_decide(cast.leader, NOW).items] == [request.id]
    assert to_decide(cast.desk_lead, NOW).items == []
    no_difference()


def test_the_ruling_has_its_own_time_when_the_matter_becomes_urgent(cast: Cast) -> None:
    ticket = disputed(cast)
    act(cast, ticket, "officer", "set_urgent", NOW, urgent=True, reason="停产。")
    ruling = clocks_of(ticket)[-1]
    assert (ruling.budget, ruling.due_at) == ("ruling", at("11-24 17:30"))
    no_difference()


@pytest.mark.parametrize(("when", "possible"), [("11-23 16:00", True), ("11-23 16:01", False)])
def test_it_is_disputed_within_four_working_hours(cast: Cast, when: str, possible: bool) -> None:
    ticket = refused(cast)
    if possible:
        assert (
            states(decide(cast, ticket, "department_head", "dispute", at(when), **OURS_NOT))[2] == "disputed"
        )
        return
    with pytest.raises(NotNow, match="4 working hours"):
        decide(cast, ticket, "handler", "dispute", at(when), **OURS_NOT)


def test_what_was_signed_since_is_not_disputed(cast: Cast) -> None:
    ticket = refused(cast)
    act(cast, ticket, "handler", "sign", NOW)
    with pytest.raises(NotNow, match="signed for"):
        decide(cast, ticket, "handler", "dispute", NOW, **OURS_NOT)


@pytest.mark.parametrize(
    ("who", "error"),
    [("officer", NotYours), ("desk_lead", NotYours), ("leader", NotYours), ("handler2", NotFound)],
)
def test_only_the_department_disputes(cast: Cast, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        decide(cast, refused(cast), who, "dispute", NOW, **OURS_NOT)


def test_the_refusal_of_something_else_is_not_disputed(cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", "request_extension", NOW, days=1, reason="x", for_enterprise="y")
    decide(cast, ticket, "desk_lead", "refuse", NOW, **NO)
    with pytest.raises(NotNow, match="Only the refusal of a return"):
        decide(cast, ticket, "handler", "dispute", NOW, **OURS_NOT)


def test_ruled_for_the_same_department_it_keeps_the_matter_for_good(cast: Cast) -> None:
    ticket = decide(
        cast, disputed(cast), "leader", "rule", at("11-23 15:00"), department="jfj", reason="裁定。"
    )
    assert states(ticket) == ("in_progress", "to_sign", "refused")
    request = request_of(ticket)
    assert (request.decided_by_id, request.decision) == (cast.leader.id, "裁定。")
    assert live(ticket) == {
        "promise": "running", "sign": "running", "contact": "running", "resolve": "running"
    }  # fmt: skip
    assert clock_of(ticket, "sign").due_at == at("11-24 10:00")
    assert told(ticket, "rule_return") == {"handler", "department_head", "desk_lead"}
    with pytest.raises(NotNow, match="final"):
        decide(cast, ticket, "handler", "dispute", at("11-23 15:00"), **OURS_NOT)
    with pytest.raises(NotNow, match="ruled that this department leads"):
        returned(cast, ticket, at("11-23 15:00"))
    no_difference()


def test_ruled_for_another_department_it_goes_there_at_once(cast: Cast) -> None:
    ticket = decide(cast, disputed(cast), "leader", "rule", NOW, department="jsj", reason="归建设局。")
    assert states(ticket) == ("in_progress", "to_sign", "approved")
    assert lead_of(ticket) == "jsj"
    assert [event.action for event in events_of(ticket)][-2:] == ["rule_return", "dispatch"]
    assert events_of(ticket)[-2].payload["department"] == "jfj"
    assert told(ticket, "return_ruled_away") == {"officer", "desk_lead"}
    shares = select(Assignment).where(Assignment.ticket_id == ticket.id).order_by(Assignment.id)
    first = db.session.scalars(shares).first()
    assert first is not None
    assert first.state == "returned"
    no_difference()


def test_the_department_it_is_ruled_for_may_return_it_in_its_turn(cast: Cast) -> None:
    ticket = decide(cast, disputed(cast), "leader", "rule", NOW, department="jsj", reason="归建设局。")
    assert states(returned(cast, ticket, NOW, "handler3", proposed="rsj"))[1] == "return_asked"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"department": "nobody", "reason": "裁定。"}, "department"),
        ({"department": None, "reason": "裁定。"}, "department"),
        ({"department": "jsj"}, "reason"),
    ],
)
def test_a_ruling_names_a_department_and_a_reason(cast: Cast, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as wrong:
        decide(cast, disputed(cast), "leader", "rule", NOW, **given)
    assert set(wrong.value.errors) == {field}


@pytest.mark.parametrize("who", ["desk_lead", "officer", "handler", "supervisor"])
def test_only_a_leader_rules(cast: Cast, who: str) -> None:
    with pytest.raises(NotYours):
        decide(cast, disputed(cast), who, "rule", NOW, department="jsj", reason="裁定。")


def test_who_disputes_never_rules(cast: Cast) -> None:
    both = make_person("handler", "leader", name="高远", department="jfj")
    ticket = refused(cast)
    request = request_of(ticket).id
    act_on_request(both, NOW, request, "dispute", OURS_NOT)
    assert to_decide(both, NOW).items == []
    with pytest.raises(NotYours):
        act_on_request(both, NOW, request, "rule", {"department": "jsj", "reason": "裁定。"})


def test_a_late_decision_rings(cast: Cast) -> None:
    ticket = asked(cast)
    sweep(at("11-24 09:00"))
    assert told(ticket, "ring_yellow") == {"desk_lead"}
    decide(cast, ticket, "desk_lead", "refuse", at("11-24 09:00"), **NO)
    decide(cast, ticket, "handler", "dispute", at("11-24 09:00"), **OURS_NOT)
    sweep(at("11-26 09:00"))
    assert "leader" in told(ticket, "ring_yellow")


def test_refused_once_it_may_be_asked_again_while_there_is_time(cast: Cast) -> None:
    ticket = refused(cast)
    first = request_of(ticket).id
    returned(cast, ticket, NOW, reason="补充材料。")
    decide(cast, ticket, "desk_lead", "refuse", NOW, **NO)
    with pytest.raises(NotNow, match="returned again since"):
        act_on_request(cast.handler, NOW, first, "dispute", OURS_NOT)
    for request, actions in ((first, ()), (request_of(ticket).id, ("dispute",))):
        assert find_request(request, cast.handler.actor(), NOW).actions == actions
        row = next(one for one in standing_of(ticket, cast.handler).requests if one.id == request)
        assert standing_of(ticket, cast.handler).request_actions(row, NOW) == actions
