"""The duty roster and its rings: down the list until somebody confirms, once each."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import DutyCall, DutyRing, DutyTurn, Message, Person, Ticket
from servicedesk.operations.absences import enter_absence, name_deputy
from servicedesk.operations.ringing import confirm, ring_on
from servicedesk.operations.roster import add_turn, copy_week, plan, remove_turn, set_minutes
from servicedesk.operations.sweep import sweep
from servicedesk.operations.whistles import blow
from servicedesk.queries.roster import turns_between
from servicedesk.rules.refusals import Invalid, NotFound, NotNow, NotYours
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import NOW, events_of, make_person
from tests.operations.matters import act, at, told

FIVE = timedelta(minutes=5)
SECOND = timedelta(seconds=1)
SPAN = {"starts_at": "2026-11-23T08:30+08:00", "ends_at": "2026-11-24T08:30+08:00"}


@pytest.fixture
def roster(cast: Cast) -> Cast:
    """officer2 answers, then officer."""
    for place, username in enumerate(("officer2", "officer"), 1):
        add_turn(cast.desk_lead, NOW, "qyfw", {"person": username, "place": place, **SPAN})
    return cast


def rung(ticket: Ticket) -> list[str]:
    """User names of those who were rung for a ticket, in order."""
    found = select(Person.username).join(DutyCall, DutyCall.person_id == Person.id)
    found = found.join(DutyRing, DutyRing.id == DutyCall.ring_id).where(DutyRing.ticket_id == ticket.id)
    return list(db.session.scalars(found.order_by(DutyCall.at, DutyCall.place)))


def only_ring() -> DutyRing:
    return db.session.scalars(select(DutyRing)).one()


def newest_to(person: Person) -> Message:
    newest = select(Message).where(Message.person_id == person.id).order_by(Message.id.desc())
    return db.session.scalars(newest.limit(1)).one()


def test_a_new_urgent_matter_rings_down_the_list_until_the_heads(roster: Cast) -> None:
    ticket = roster.ticket("submitted", urgent=True)
    assert told(ticket, "submit_ticket") == set()
    assert (ring_on(NOW), ring_on(NOW + FIVE - SECOND)) == (1, 0)
    assert told(ticket, "submit_ticket") == {"officer2"}
    for minutes in (5, 10, 15, 20):
        ring_on(NOW + timedelta(minutes=minutes))
    assert rung(ticket) == ["officer2", "officer", "desk_lead"]
    assert newest_to(roster.desk_lead).params["passed"] == roster.officer.name
    assert [e.texts["to"] for e in events_of(ticket) if e.action == "rung"] == [
        roster.officer2.name, roster.officer.name, roster.desk_lead.name
    ]  # fmt: skip
    assert only_ring().next_at is None


def test_who_confirms_ends_it_and_who_is_second_is_told(roster: Cast) -> None:
    ticket = roster.ticket("submitted", urgent=True)
    ring_on(NOW)
    confirm(roster.officer2, NOW + SECOND, only_ring().id)
    assert ring_on(NOW + FIVE) == 0
    assert events_of(ticket)[-1].action == "ring_confirmed"
    with pytest.raises(NotNow, match=roster.officer2.name):
        confirm(roster.officer, NOW + FIVE, only_ring().id)
    for stranger in (roster.handler, roster.leader, roster.supervisor, roster.admin):
        with pytest.raises(NotFound):
            confirm(stranger, NOW + FIVE, only_ring().id)


def test_a_ring_ends_when_the_matter_is_taken_up(roster: Cast) -> None:
    ticket = roster.ticket("submitted", urgent=True)
    ring_on(NOW)
    act(roster, ticket, "officer", "accept", NOW + SECOND)
    assert ring_on(NOW + FIVE) == 0
    assert only_ring().over_at == NOW + FIVE
    with pytest.raises(NotNow):
        confirm(roster.officer, NOW + FIVE, only_ring().id)


def test_without_a_roster_everything_is_told_as_before(cast: Cast) -> None:
    ticket = cast.ticket("submitted", urgent=True)
    assert told(ticket, "submit_ticket") == {"officer", "officer2"}
    sweep(NOW + timedelta(minutes=6))
    assert told(ticket, "ring_reminder") == {"officer", "officer2"}
    assert db.session.scalar(select(DutyRing.id)) is None


def test_steps_of_urgent_limits_ring_and_heads_hear_them_too(roster: Cast) -> None:
    ticket = roster.ticket("submitted", urgent=True)
    ring_on(NOW)
    # Ten minutes: the yellow card is for the head, who is the desk lead, and for whoever is on duty.
    sweep(NOW + timedelta(minutes=10, seconds=1))
    ring_on(NOW + timedelta(minutes=10, seconds=2))
    assert told(ticket, "ring_yellow") == {"officer2", "desk_lead"}
    confirm(roster.officer2, NOW + timedelta(minutes=11), newest_to(roster.officer2).params["ring"])
    assert ring_on(NOW + timedelta(hours=1)) == 0


def test_ordinary_matters_ring_nobody(roster: Cast) -> None:
    roster.ticket("submitted")
    assert ring_on(NOW + FIVE) == 0


def test_a_departments_own_roster_is_rung_for_what_it_is_given(roster: Cast) -> None:
    make_person("handler", username="second", name="王敏", department="jfj")
    add_turn(roster.department_head, NOW, "jfj", {"person": "second", "place": 1, **SPAN})
    ticket = roster.ticket("to_sign", urgent=True)
    ring_on(NOW)
    assert told(ticket, "dispatch") == {"second"}


def test_what_is_about_the_desk_rings_nobody_there(roster: Cast) -> None:
    ticket = roster.ticket("submitted", urgent=True, kind="complaint", about_department="qyfw")
    assert (ring_on(NOW + FIVE), told(ticket, "submit_ticket")) == (0, {"supervisor"})


def test_an_emergency_whistle_rings_the_desk_and_who_is_called(roster: Cast) -> None:
    make_person("handler", username="second", name="王敏", department="jfj")
    add_turn(roster.department_head, NOW, "jfj", {"person": "second", "place": 1, **SPAN})
    given = {"kind": "emergency", "reason": "燃气泄漏", "departments": ["jfj", "rsj"], "place": "东门"}
    blow(roster.leader, NOW, given)
    assert ring_on(NOW) == 2
    people = db.session.execute(
        select(Person.username, Message.kind)
        .join(Message, Message.person_id == Person.id)
        .where(Message.kind == "blow_whistle")
    ).all()
    # jfj's handler is not on duty; rsj has no roster, so everybody there is told.
    assert {username for username, _ in people} == {"second", "officer2", "department_head", "handler2"}
    ring = newest_to(roster.officer2).params["ring"]
    with pytest.raises(NotFound):
        confirm(db.session.scalars(select(Person).where(Person.username == "second")).one(), NOW, ring)
    confirm(roster.officer, NOW, ring)


def test_who_is_away_is_stood_in_for(roster: Cast) -> None:
    name_deputy(roster.desk_lead, NOW, roster.officer2.id, "desk_lead")
    away = {"starts_at": SPAN["starts_at"], "ends_at": SPAN["ends_at"], "reason": "出差"}
    enter_absence(roster.officer2, NOW, away)
    ticket = roster.ticket("submitted", urgent=True)
    ring_on(NOW)
    assert rung(ticket) == ["desk_lead"]
    assert newest_to(roster.desk_lead).params["for"] == roster.officer2.name


def test_two_processes_that_ring_at_once_ring_once(app: Flask, roster: Cast) -> None:
    tickets = [roster.ticket("submitted", urgent=True) for _ in range(3)]
    db.session.commit()
    results = at_once(app, *[lambda: ring_on(NOW)] * 3)
    assert sum(results) + ring_on(NOW) == 3
    assert [rung(ticket) for ticket in tickets] == [["officer2"]] * 3
    results = at_once(app, *[lambda: ring_on(NOW + FIVE)] * 2)
    assert sum(results) + ring_on(NOW + FIVE) == 3
    assert [len(rung(ticket)) for ticket in tickets] == [2, 2, 2]


WEEK: dict[str, Any] = {
    "week": "2026-11-25", "people": ["officer", "officer2"], "pattern": "day_night",
    "day_begins": "08:30", "night_begins": "17:30",
}  # fmt: skip


def planned(cast: Cast, start: str, end: str) -> list[tuple[datetime, str, int]]:
    turns = turns_between(cast.officer.department_id or 0, at(start), at(end))
    return [(turn.starts_at, turn.person.username, turn.place) for turn in turns]


def test_a_week_is_planned_at_once_and_again(cast: Cast) -> None:
    # The hours of Monday that are over stay as they were.
    assert plan(cast.desk_lead, NOW, "qyfw", WEEK) == 28
    assert planned(cast, "11-23 10:00", "11-24 08:30") == [
        (NOW, "officer", 1), (NOW, "officer2", 2),
        (at("11-23 17:30"), "officer2", 1), (at("11-23 17:30"), "officer", 2),
    ]  # fmt: skip
    plan(cast.admin, NOW, "qyfw", WEEK | {"people": ["officer2"], "pattern": "whole_day"})
    assert planned(cast, "11-24 08:30", "11-25 08:30") == [(at("11-24 08:30"), "officer2", 1)]
    assert copy_week(cast.desk_lead, NOW, "qyfw", date(2026, 12, 2)) == 7
    assert planned(cast, "12-01 08:30", "12-02 08:30") == [(at("12-01 08:30"), "officer2", 1)]


def test_an_entry_is_called_off_or_ended(cast: Cast) -> None:
    turn = add_turn(cast.desk_lead, NOW, "qyfw", {"person": "officer", "place": 1, **SPAN})
    with pytest.raises(NotFound):
        remove_turn(cast.department_head, NOW, turn.id)
    remove_turn(cast.desk_lead, NOW + FIVE, turn.id)
    assert db.session.get_one(DutyTurn, turn.id).ends_at == NOW + FIVE
    with pytest.raises(NotNow):
        remove_turn(cast.desk_lead, NOW + FIVE, turn.id)


@pytest.mark.parametrize(
    "wrong",
    [{"people": ["handler"]}, {"people": []}, {"day_begins": "8 Uhr"}, {"night_begins": "07:00"},
     {"week": "2026-11-16"}],
)  # fmt: skip
def test_what_is_no_week_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        plan(cast.desk_lead, NOW, "qyfw", WEEK | wrong)


def test_only_heads_plan_and_only_administrators_set_how_long_a_ring_waits(cast: Cast) -> None:
    for stranger in (cast.officer, cast.department_head, cast.leader):
        with pytest.raises(NotYours):
            plan(stranger, NOW, "qyfw", WEEK)
    with pytest.raises(NotYours):
        set_minutes(cast.desk_lead, NOW, {"minutes": 3})
    set_minutes(cast.admin, NOW, {"minutes": 3})
    add_turn(cast.desk_lead, NOW, "qyfw", {"person": "officer2", "place": 1, **SPAN})
    cast.ticket("submitted", urgent=True)
    ring_on(NOW)
    assert only_ring().next_at == NOW + timedelta(minutes=3)
