"""Whistles from blow to grades: who may, by when, who is told, and what is on record."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Clock, Message, Person, Ticket
from servicedesk.operations.checking import check
from servicedesk.operations.whistle_steps import act_on_whistle
from servicedesk.queries.finding import find_ticket
from servicedesk.rules.refusals import Invalid, NotFound, NotNow, NotYours
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import NOW, events_of, submitted
from tests.operations.matters import at, clocks_of
from tests.operations.whistles import (
    CLOSING,
    blown,
    call_of,
    call_step,
    chain_of,
    reported,
    state,
    whistle_step,
)


def due(stand: Any, department: str) -> Any:
    return stand.clock_of(call_of(stand, department)).due_at


def told(kind: str) -> set[str]:
    """User names of those who were told this about a whistle."""
    found = select(Person.username).join(Message, Message.person_id == Person.id).where(Message.kind == kind)
    return set(db.session.scalars(found))


def test_an_emergency_whistle_calls_at_once_and_is_ratified_afterwards(cast: Cast) -> None:
    ticket = cast.ticket("working")
    stand = blown(cast, tickets=[ticket])
    whistle = stand.whistle
    assert (whistle.number, whistle.state, whistle.blown_at) == ("SH20261123-0001", "blown", NOW)
    assert state(stand) == {"rsj": "called", "jsj": "called"}
    assert due(stand, "rsj") == at("11-23 10:30")
    assert stand.clock("decide").due_at == at("11-24 17:30")
    assert told("blow_whistle") == {"handler2", "handler3", "leader"}
    stand = whistle_step(cast, "leader", stand, "ratify", at("11-23 11:00"))
    assert stand.clock("decide").state == "met"
    assert told("ratify_whistle") == {"officer"}
    with pytest.raises(NotNow):
        whistle_step(cast, "leader", stand, "ratify", at("11-23 11:00"))


def test_a_leaders_own_emergency_needs_no_ratifying(cast: Cast) -> None:
    stand = blown(cast, "leader", tickets=[cast.ticket("working")])
    assert stand.clock("decide") is None
    with pytest.raises(NotYours):
        whistle_step(cast, "leader", stand, "ratify")


@pytest.mark.parametrize(
    ("kind", "who", "may"),
    [
        ("emergency", "officer", True),
        ("emergency", "handler", False),
        ("enforcement", "officer", False),
        ("enforcement", "desk_lead", True),
        ("enforcement", "leader", True),
        ("key", "officer", False),
        ("key", "desk_lead", True),
        ("daily", "officer", True),
        ("daily", "leader", False),
        ("daily", "enterprise", False),
    ],
)
@pytest.mark.database("sqlite")
def test_who_blows_which_kind(cast: Cast, kind: str, who: str, may: bool) -> None:
    ticket = cast.ticket("working")
    departments = ("rsj",) if kind == "daily" else ("rsj", "jsj")
    if may:
        assert blown(cast, who, kind, [ticket], departments).whistle.kind == kind
        return
    with pytest.raises(NotYours):
        blown(cast, who, kind, [ticket], departments)


@pytest.mark.database("sqlite")
def test_each_kind_has_its_own_limit_for_reporting_in(cast: Cast) -> None:
    ticket = cast.ticket("working")
    limits = {"enforcement": "11-23 12:00", "key": "11-24 12:00", "daily": "11-24 17:30"}
    for kind, limit in limits.items():
        who = "leader" if kind == "key" else "desk_lead"
        stand = blown(cast, who, kind, [ticket], ("rsj",) if kind == "daily" else ("rsj", "jsj"))
        assert due(stand, "rsj") == at(limit), kind


@pytest.mark.database("sqlite")
def test_an_agreed_time_is_the_limit_for_joint_action(cast: Cast) -> None:
    meet = at("11-24 09:15")
    ticket = cast.ticket("working")
    stand = blown(cast, "desk_lead", "enforcement", [ticket], meet_at=meet.isoformat())
    assert due(stand, "jsj") == meet
    with pytest.raises(Invalid) as refused:
        blown(cast, "desk_lead", "enforcement", [ticket], meet_at=NOW.isoformat())
    assert set(refused.value.errors) == {"meet_at"}


def test_a_key_whistle_is_approved_by_a_leader_first(cast: Cast) -> None:
    ticket = cast.ticket("working")
    stand = blown(cast, "desk_lead", "key", [ticket])
    assert (stand.whistle.state, stand.whistle.blown_at) == ("asked", None)
    assert stand.clock_of(call_of(stand, "rsj")) is None
    assert stand.clock("decide").due_at == at("11-23 16:00")
    assert told("ask_whistle") == {"leader"}
    for who, refusal in (("handler2", NotFound), ("desk_lead", NotYours), ("officer", NotYours)):
        with pytest.raises(refusal):
            whistle_step(cast, who, stand, "approve")
    stand = whistle_step(cast, "leader", stand, "approve", at("11-23 11:00"))
    assert stand.whistle.state == "blown"
    assert due(stand, "jsj") == at("11-24 12:00")
    assert stand.clock("meeting").due_at == at("11-25 17:30")
    assert told("approve_whistle") == {"handler2", "handler3", "desk_lead"}


@pytest.mark.database("sqlite")
def test_a_leader_may_refuse_it_with_a_reason(cast: Cast) -> None:
    stand = blown(cast, "desk_lead", "key", [cast.ticket("working")])
    stand = whistle_step(cast, "leader", stand, "refuse", reason="先由主办单位协调。")
    assert (stand.whistle.state, stand.whistle.decision) == ("refused", "先由主办单位协调。")
    assert stand.clock("decide").state == "met"
    with pytest.raises(NotNow, match="refused"):
        whistle_step(cast, "leader", stand, "approve")


def test_two_leaders_approve_at_once_and_one_is_told(app: Flask, cast: Cast) -> None:
    from tests.factories import make_person

    other = make_person("leader", username="leader2", name="周主任")
    stand = blown(cast, "desk_lead", "key", [cast.ticket("working")])
    number, ids = stand.whistle.number, (cast.leader.id, other.id)
    db.session.commit()

    def approving(who: int) -> Any:
        def work() -> str:
            return act_on_whistle(db.session.get_one(Person, who), NOW, number, "approve").whistle.state

        return work

    results = at_once(app, approving(ids[0]), approving(ids[1]))
    assert sorted(str(result) for result in results if result == "blown") == ["blown"]
    (refused,) = [result for result in results if isinstance(result, Exception)]
    assert isinstance(refused, NotNow)
    assert "approved this whistle already" in str(refused)
    live = select(Clock).where(Clock.kind == "report_in", Clock.state == "running")
    assert len(db.session.scalars(live).all()) == 2
    assert check(now=NOW).differences == []


@pytest.mark.parametrize(
    ("kind", "who", "departments", "field"),
    [
        ("daily", "officer", ("rsj", "jsj"), "departments"),
        ("key", "desk_lead", ("rsj",), "departments"),
        ("emergency", "officer", ("nowhere",), "departments"),
        ("emergency", "officer", (), "departments"),
    ],
)
@pytest.mark.database("sqlite")
def test_whom_a_kind_may_call(
    cast: Cast, kind: str, who: str, departments: tuple[str, ...], field: str
) -> None:
    ticket = cast.ticket("working")
    with pytest.raises(Invalid) as refused:
        blown(cast, who, kind, [ticket], departments)
    assert set(refused.value.errors) == {field}


@pytest.mark.database("sqlite")
def test_one_department_may_be_called_to_a_matter_that_was_redone_twice(cast: Cast) -> None:
    ticket = cast.ticket("working")
    db.session.get_one(Ticket, ticket.id).cycle = 3
    db.session.commit()
    assert blown(cast, "leader", "key", [ticket], ("rsj",)).whistle.state == "blown"


@pytest.mark.database("sqlite")
def test_nobody_is_called_to_a_complaint_about_themselves(cast: Cast) -> None:
    ticket = submitted(cast.enterprise, kind="complaint", about_department="rsj")
    with pytest.raises(Invalid) as refused:
        blown(cast, tickets=[ticket])
    assert set(refused.value.errors) == {"departments"}
    stand = blown(cast, tickets=[ticket], departments=("jsj",))
    with pytest.raises(NotFound):
        act_on_whistle(cast.handler2, NOW, stand.whistle.number, "note", {"text": "看一看。"})
    # Who is called sees the whistle, and the matter only as far as its own rules let them.
    assert reported(cast, "handler3", stand, "jsj").whistle.state == "blown"
    with pytest.raises(NotFound):
        find_ticket(ticket.number, cast.handler3.actor())


@pytest.mark.parametrize(
    "changes", [{"kind": "report"}, {"kind": "complaint", "category": "1406"}, {"about_leader": True}]
)
@pytest.mark.database("sqlite")
def test_nobody_is_called_to_a_clue_or_a_matter_about_a_leader(cast: Cast, changes: dict[str, Any]) -> None:
    ticket = submitted(cast.enterprise, **changes)
    with pytest.raises(Invalid) as refused:
        blown(cast, tickets=[ticket])
    assert set(refused.value.errors) == {"tickets"}


@pytest.mark.database("sqlite")
def test_a_matter_that_has_ended_or_is_not_to_be_seen_has_no_whistle(cast: Cast) -> None:
    about_desk = submitted(cast.enterprise, kind="complaint", about_department="qyfw")
    for ticket in (cast.ticket("closed"), about_desk):
        with pytest.raises(Invalid) as refused:
            blown(cast, tickets=[ticket])
        assert set(refused.value.errors) == {"tickets"}
    with pytest.raises(Invalid):
        blown(cast)


@pytest.mark.database("sqlite")
def test_the_supervisor_blows_for_a_complaint_about_the_desk(cast: Cast) -> None:
    ticket = submitted(cast.enterprise, kind="complaint", about_department="qyfw")
    stand = blown(cast, "supervisor", tickets=[ticket], departments=("rsj",))
    with pytest.raises(NotFound):
        whistle_step(cast, "officer", stand, "note", text="看一看。")


def test_a_whistle_about_a_place_opens_a_ticket_of_the_desks_own(cast: Cast) -> None:
    stand = blown(cast, place="兴业路12号")
    ticket = stand.whistle.ticket
    assert (ticket.state, ticket.urgent, ticket.title) == ("submitted", True, "应急哨 兴业路12号")
    assert {clock.kind for clock in clocks_of(ticket)} == {"accept", "report_in", "decide"}
    assert blown(cast, place="兴业路12号").whistle.ticket.id != ticket.id
    assert check(now=NOW).differences == []


def test_who_is_called_sees_the_matter_until_the_whistle_is_closed(cast: Cast) -> None:
    ticket, other = cast.ticket("working"), cast.ticket("accepted")
    actor = cast.handler2.actor()
    stand = blown(cast, tickets=[ticket, other])
    for one in (ticket, other):
        assert find_ticket(one.number, actor)
    whistle_step(cast, "officer", stand, "close", text=CLOSING)
    with pytest.raises(NotFound):
        find_ticket(ticket.number, actor)


def test_from_blow_to_grades(cast: Cast) -> None:
    ticket = cast.ticket("working")
    stand = blown(cast, tickets=[ticket])
    stand = reported(cast, "handler2", stand, "rsj", at("11-23 10:20"), rank="科长", finding="无人受伤。")
    call = call_of(stand, "rsj")
    assert (call.state, call.person, call.rank, stand.in_time(call)) == ("reported_in", "赵蕾", "科长", True)
    assert told("report_in") == {"officer"}
    for who, refusal in (("handler3", NotYours), ("officer", NotYours), ("handler", NotFound)):
        with pytest.raises(refusal):
            reported(cast, who, stand, "rsj", at("11-23 10:21"))
    whistle_step(cast, "handler2", stand, "note", at("11-23 10:40"), text="已疏散两个车间。")
    with pytest.raises(NotNow):
        call_step(cast, "officer", stand, "rsj", "score", at("11-23 10:45"), grade=4)
    stand = whistle_step(cast, "officer", stand, "close", at("11-23 16:00"), text=CLOSING)
    assert state(stand) == {"rsj": "reported_in", "jsj": "absent"}
    assert stand.clock_of(call_of(stand, "jsj")).state == "missed"
    for grade, reason in ((5, None), (6, "好"), (0, "好")):
        with pytest.raises(Invalid):
            call_step(cast, "officer", stand, "rsj", "score", at("11-23 16:10"), grade=grade, reason=reason)
    with pytest.raises(NotYours):
        call_step(cast, "officer2", stand, "rsj", "score", at("11-23 16:10"), grade=4)
    call_step(cast, "officer", stand, "rsj", "score", at("11-23 16:10"), grade=4)
    with pytest.raises(NotNow):
        call_step(cast, "handler3", stand, "jsj", "answer", at("11-23 16:15"), text="当时在另一现场。")
    stand = call_step(cast, "officer", stand, "jsj", "score", at("11-23 16:10"), grade=1, reason="无故未到。")
    stand = call_step(cast, "handler3", stand, "jsj", "answer", at("11-23 16:20"), text="当时在另一现场。")
    assert call_of(stand, "jsj").answer == "当时在另一现场。"
    for who, department, action, given in (
        ("officer", "jsj", "score", {"grade": 3}),
        ("handler3", "jsj", "answer", {"text": "再说一次。"}),
    ):
        with pytest.raises(NotNow):
            call_step(cast, who, stand, department, action, at("11-23 16:30"), **given)
    assert chain_of(stand.whistle) == [
        "blow_whistle", "report_in", "note_whistle", "close_whistle", "score", "score", "answer_grade",
    ]  # fmt: skip
    assert not any(event.visible for event in events_of(ticket) if "whistle" in event.payload)
    assert check(now=at("11-23 16:30")).differences == []
