"""The sweep: every step of the ladder once, with its own moment, said to those who may know."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Clock, ClockStep, Message, Person, Ticket
from servicedesk.operations.deliveries import deliver
from servicedesk.operations.sweep import sweep
from servicedesk.queries.due import next_look
from servicedesk.queries.visible import visible
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import NOW, RESULT, assignment_of, events_of
from tests.operations.matters import REASON, TEXT, act, at, clock_of, told

# The accept clock of a matter of Monday, 10:00: two working hours.
REMINDER, BLUE, YELLOW, RED = "11-23 11:00", "11-23 11:36", "11-23 12:00", "11-24 17:30"
FRIDAY = at("11-27 10:00")
SECOND = timedelta(seconds=1)


def steps_of(ticket: Ticket, kind: str) -> list[tuple[str, datetime]]:
    return [
        (step.step, step.at)
        for step in db.session.scalars(
            select(ClockStep)
            .join(Clock, Clock.id == ClockStep.clock_id)
            .where(Clock.ticket_id == ticket.id, Clock.kind == kind)
            .order_by(ClockStep.id)
        )
    ]


def rings(ticket: Ticket) -> list[Message]:
    return list(
        db.session.scalars(
            select(Message)
            .where(Message.ticket_id == ticket.id, Message.kind.startswith("ring_"))
            .order_by(Message.id)
        )
    )


def test_each_step_comes_in_its_turn(cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    taken: list[str] = []
    for step, moment in (("reminder", REMINDER), ("blue", BLUE), ("yellow", YELLOW), ("red", RED)):
        assert next_look() == at(moment)
        # In the very second nothing is late yet.
        assert sweep(at(moment)).fired == 0
        swept = sweep(at(moment) + SECOND)
        taken.append(step)
        assert (swept.judged, swept.fired, swept.max_lag_seconds) == (1, 1, 1)
        assert [name for name, _ in steps_of(ticket, "accept")] == taken
    assert [moment for _, moment in steps_of(ticket, "accept")] == [
        at(moment) for moment in (REMINDER, BLUE, YELLOW, RED)
    ]
    assert next_look() is None
    assert clock_of(ticket, "accept").state == "running"


def test_the_breach_has_the_moment_of_the_limit(cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    sweep(at("11-23 11:50"))
    assert clock_of(ticket, "accept").breached_at is None
    sweep(at("11-23 16:00"))
    assert clock_of(ticket, "accept").breached_at == at(YELLOW)


def test_each_step_is_an_event_that_the_enterprise_does_not_see(cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    version = ticket.version
    sweep(at("11-23 12:30"))
    events = [event for event in events_of(ticket) if event.action == "clock_step"]
    assert [(event.payload["step"], event.at) for event in events] == [
        ("reminder", at(REMINDER)),
        ("blue", at(BLUE)),
        ("yellow", at(YELLOW)),
    ]
    assert {(event.actor_id, event.visible, event.payload["clock"]) for event in events} == {
        (None, False, "accept")
    }
    assert ticket.head_hash == events[-1].hash
    assert ticket.version == version


def test_after_a_standstill_all_is_recorded_and_the_highest_is_said(cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    swept = sweep(FRIDAY)
    assert (swept.judged, swept.fired) == (1, 4)
    assert swept.max_lag_seconds == (FRIDAY - at(REMINDER)).total_seconds()
    assert len(steps_of(ticket, "accept")) == 4
    assert {message.kind for message in rings(ticket)} == {"ring_red"}
    assert told(ticket, "ring_red") == {"leader"}


def test_a_second_sweep_finds_nothing(cast: Cast) -> None:
    ticket = cast.ticket("working")
    sweep(FRIDAY)
    before = (len(rings(ticket)), ticket.event_count)
    swept = sweep(FRIDAY)
    assert (swept.judged, swept.fired) == (0, 0)
    assert (len(rings(ticket)), ticket.event_count) == before


def test_two_sweeps_at_the_same_moment_take_each_step_once(app: Flask, cast: Cast) -> None:
    tickets = [cast.ticket("to_sign") for _ in range(3)]
    db.session.commit()
    results = at_once(app, *[lambda: sweep(FRIDAY)] * 3)
    assert not [result for result in results if isinstance(result, Exception)]
    sweep(FRIDAY)
    db.session.expire_all()
    for ticket in tickets:
        events = [event.seq for event in events_of(ticket)]
        assert events == list(range(1, ticket.event_count + 1))
        assert len(steps_of(ticket, "sign")) == 4


@pytest.mark.parametrize(
    ("stage", "who", "action", "given", "ended"),
    [
        ("submitted", "officer", "accept", {}, "accept"),
        ("submitted", "officer", "ask_info", TEXT, "accept"),
        ("to_sign", "handler", "sign", {}, "sign"),
        ("working", "handler", "submit", RESULT, "resolve"),
        ("in_review", "enterprise", "withdraw", REASON, "review"),
    ],
)
def test_what_was_stopped_paused_or_cancelled_never_rings(
    cast: Cast, stage: str, who: str, action: str, given: dict[str, Any], ended: str
) -> None:
    ticket = cast.ticket(stage)
    act(cast, ticket, who, action, NOW, **given)
    sweep(at("12-30 10:00"))
    assert steps_of(ticket, ended) == []


def test_a_clock_that_stops_in_time_keeps_the_steps_it_took(cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    sweep(at("11-23 11:40"))
    act(cast, ticket, "officer", "accept", at("11-23 11:45"))
    sweep(at("11-23 11:50"))
    assert [name for name, _ in steps_of(ticket, "accept")] == ["reminder", "blue"]


def test_what_was_asked_for_facts_rings_later_and_only_what_had_not_rung(cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    sweep(at("11-23 11:15"))
    act(cast, ticket, "officer", "ask_info", at("11-23 11:30"), **TEXT)
    sweep(at("11-24 11:00"))
    # Half an hour was left.
    act(cast, ticket, "enterprise", "give_info", at("11-24 14:00"), **TEXT)
    sweep(at("11-24 14:31"))
    assert steps_of(ticket, "accept") == [
        ("reminder", at(REMINDER)),
        ("blue", at("11-24 14:06")),
        ("yellow", at("11-24 14:30")),
    ]


# stage and what is different about the matter, clock, moment, and who hears the step that is due then
HEARD: list[tuple[str, dict[str, Any], str, str, str, set[str]]] = [
    ("submitted", {}, "accept", "11-23 11:20", "ring_reminder", {"officer", "officer2"}),
    ("submitted", {}, "accept", "11-23 11:40", "ring_blue", {"officer", "officer2", "desk_lead"}),
    ("submitted", {}, "accept", "11-23 12:10", "ring_yellow", {"desk_lead"}),
    ("accepted", {}, "dispatch", "11-23 11:20", "ring_reminder", {"officer"}),
    ("to_sign", {}, "sign", "11-23 14:10", "ring_reminder", {"handler", "department_head"}),
    ("working", {}, "contact", "11-23 15:10", "ring_reminder", {"handler"}),
    ("working", {}, "contact", "11-23 17:00", "ring_blue", {"handler", "department_head"}),
    ("working", {}, "contact", "11-24 09:10", "ring_yellow", {"department_head", "desk_lead"}),
    ("in_review", {}, "review", "11-24 14:10", "ring_reminder", {"officer"}),
    ("in_callback", {}, "callback", "11-26 17:40", "ring_yellow", {"desk_lead"}),
    # What is kept at the desk is said there; what is about the desk, to the supervisor.
    ("submitted", {"confidential": True}, "accept", "11-23 11:40", "ring_blue",
     {"officer", "officer2", "desk_lead"}),
    ("submitted", {"confidential": True}, "accept", "11-25 10:00", "ring_red", set()),
    ("submitted", {"kind": "complaint", "about_leader": True}, "accept", "11-25 10:00", "ring_red", set()),
    ("submitted", {"kind": "complaint", "about_department": "qyfw"}, "accept", "11-23 11:40", "ring_blue",
     {"supervisor"}),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "changes", "clock", "moment", "kind", "people"), HEARD)
def test_a_step_is_said_to_those_whom_the_ladder_names(
    cast: Cast, stage: str, changes: dict[str, Any], clock: str, moment: str, kind: str, people: set[str]
) -> None:
    ticket = cast.ticket(stage, **changes)
    sweep(at(moment))
    heard = {m.person_id for m in rings(ticket) if m.params["clock"] == clock and m.kind == kind}
    names = set(db.session.scalars(select(Person.username).where(Person.id.in_(heard))))
    assert names == people


def test_nobody_hears_of_a_matter_that_is_not_theirs_to_see(cast: Cast) -> None:
    kept: list[dict[str, Any]] = [
        {"confidential": True},
        {"kind": "report"},
        {"kind": "complaint", "about_leader": True},
        {"kind": "complaint", "about_department": "jfj"},
        {"kind": "complaint", "about_department": "qyfw"},
        {"kind": "complaint", "about_department": "dcs"},
    ]
    for changes in kept:
        cast.ticket("submitted", **changes)
    for stage in ("accepted", "to_sign", "working", "in_review", "in_callback"):
        cast.ticket(stage)
    for moment in ("11-23 11:10", "11-23 11:40", "11-23 17:00", "11-24 16:00", "11-26 12:00", "12-10 10:00"):
        sweep(at(moment))
    messages = db.session.scalars(select(Message)).all()
    assert len(messages) > 50
    for message in messages:
        reader = db.session.get_one(Person, message.person_id)
        seen = db.session.scalar(visible(reader.actor()).where(Ticket.id == message.ticket_id))
        assert seen is not None, (reader.username, message.kind)


@pytest.mark.parametrize(
    ("urgent", "now", "said"),
    [
        (False, "11-23 11:10", "11-23 11:10"),
        (False, "11-23 12:30", "11-23 14:00"),
        (False, "11-23 22:00", "11-24 08:30"),
        (False, "11-28 11:00", "11-30 08:30"),
        (True, "11-23 22:00", "11-23 22:00"),
        (True, "11-28 11:00", "11-28 11:00"),
    ],
)
def test_steps_are_said_in_working_hours_and_urgent_ones_at_once(
    cast: Cast, urgent: bool, now: str, said: str
) -> None:
    ticket = cast.ticket("submitted", urgent=urgent)
    sweep(at(now))
    assert {message.deliver_at for message in rings(ticket)} == {at(said)}
    # The fact is recorded at once all the same.
    assert steps_of(ticket, "accept")


def test_an_urgent_matter_rings_by_day_and_night(cast: Cast) -> None:
    ticket = cast.ticket("submitted", at("11-28 22:00"), urgent=True)
    sweep(at("11-28 22:11"))
    assert steps_of(ticket, "accept") == [
        ("reminder", at("11-28 22:05")),
        ("blue", at("11-28 22:08")),
        ("yellow", at("11-28 22:10")),
    ]


def test_more_than_one_batch(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    tickets = [cast.ticket("submitted") for _ in range(7)]
    monkeypatch.setattr("servicedesk.operations.sweep.BATCH", 2)
    assert sweep(FRIDAY).fired == 28
    assert all(len(steps_of(ticket, "accept")) == 4 for ticket in tickets)


def test_a_redo_has_a_ladder_of_its_own(cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    sweep(at("11-26 10:00"))
    act(cast, ticket, "officer", "redo", at("11-26 10:00"), **REASON)
    sweep(at("11-26 12:00") + SECOND)
    assert [name for name, _ in steps_of(ticket, "sign")] == ["reminder", "blue", "yellow"]
    assert assignment_of(ticket).state == "to_sign"


def test_messages_are_handed_over_when_their_time_has_come(cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    deliver(NOW)
    sweep(at("11-23 12:30"))
    assert deliver(at("11-23 13:59")) == 0
    assert {message.delivered_at for message in rings(ticket)} == {None}
    assert deliver(at("11-23 14:00")) == len(rings(ticket)) > 0
    assert {message.delivered_at for message in rings(ticket)} == {at("11-23 14:00")}
    assert deliver(at("11-23 15:00")) == 0
