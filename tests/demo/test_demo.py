"""The demo's zone: the same for the same seed, spread over all there is, and whole."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from servicedesk.demo import loading, words
from servicedesk.demo.aims import aims
from servicedesk.demo.asking import ask
from servicedesk.demo.loading import load
from servicedesk.demo.matter import fitting
from servicedesk.demo.overseeing import oversee
from servicedesk.extensions import db as database
from servicedesk.models import (
    Assignment,
    Clock,
    ClockStep,
    Department,
    Event,
    Instruction,
    Person,
    Request,
    Ticket,
)
from servicedesk.operations.accounts import verify_login
from servicedesk.operations.seals import audit
from servicedesk.operations.sweep import sweep
from servicedesk.operations.tickets import submit
from servicedesk.queries.limits import limits
from servicedesk.rules.clock_record import facts_of
from servicedesk.rules.clocks import tone
from servicedesk.rules.demo_accounts import PASSWORD, USERNAMES
from tests.demo.replaying import content, forget
from tests.factories import matter

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
NOW = MONDAY + timedelta(hours=7)
"""15:00 in the zone."""


@pytest.fixture
def zone(db: SQLAlchemy) -> SQLAlchemy:
    """The demo as a newcomer first sees it."""
    load(NOW, 300, 4, 1)
    return db


def stories() -> list[tuple[str, str, str, str, str]]:
    """What does not depend on the hour."""
    found = select(Ticket.number, Ticket.state, Ticket.title, Ticket.description, Ticket.tracking_code)
    return [tuple(row) for row in database.session.execute(found.order_by(Ticket.number))]


@pytest.mark.parametrize("hour", [0.0, 2.5, 15.9])
def test_the_same_seed_gives_the_same_matters_at_any_hour_of_the_day(db: SQLAlchemy, hour: float) -> None:
    load(NOW, 90, 4, 1)
    first = stories()
    forget()
    then = MONDAY + timedelta(hours=hour)
    load(then, 90, 4, 1)
    assert stories() == first
    assert db.session.scalar(select(func.max(Event.at)).where(Event.ticket_id.is_not(None))) <= then
    assert not list(audit())


def test_another_seed_gives_other_matters(db: SQLAlchemy) -> None:
    load(NOW, 40, 4, 1)
    first = stories()
    forget()
    load(NOW, 40, 4, 2)
    assert not set(first) & set(stories())


@pytest.mark.database("sqlite")
def test_several_processes_play_what_one_does(db: SQLAlchemy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH", 30)
    load(NOW, 100, 4, 1)
    alone = content()
    forget()
    monkeypatch.setattr(loading, "SEVERAL", 1)
    load(NOW, 100, 4, 1)
    assert content() == alone


@pytest.mark.parametrize("tickets", [1, 7, 31])
def test_a_small_demo_works_as_well(db: SQLAlchemy, tickets: int) -> None:
    load(NOW, tickets, 1, 1)
    assert db.session.scalar(select(func.count(Ticket.id))) == tickets
    assert not list(audit())


def test_without_tickets_there_are_accounts_alone(db: SQLAlchemy) -> None:
    made = load(NOW, 0, 4, 1)
    assert (made.tickets, db.session.scalar(select(func.count(Ticket.id)))) == (0, 0)
    assert load(NOW, 0, 4, 1).people == 0
    for username in USERNAMES:
        assert verify_login(username, PASSWORD, NOW).username == username


def test_one_member_waits_for_the_desk_to_check_them(db: SQLAlchemy) -> None:
    load(NOW, 0, 4, 1)
    members = select(Person.username).where(Person.enterprise_id.is_not(None))
    assert db.session.scalars(members.where(Person.verified_at.is_(None))).all() == ["newcomer"]


def test_most_is_done_in_time_and_some_is_late(db: SQLAlchemy) -> None:
    load(NOW, 1500, 4, 1)
    ended = Counter(
        db.session.scalars(select(Clock.state).where(Clock.kind.in_(("promise", "resolve"))))
    )  # fmt: skip
    assert 0.08 < ended["missed"] / (ended["missed"] + ended["met"]) < 0.18


@pytest.mark.parametrize("hour", [1.5, 7, 9])
def test_some_open_limits_are_far_some_near_and_some_past(db: SQLAlchemy, hour: float) -> None:
    now = MONDAY + timedelta(hours=hour)
    load(now, 300, 4, 1)
    calendar = limits(now).calendar
    running = select(Clock).where(Clock.kind.in_(("resolve", "promise")), Clock.state == "running")
    tones = Counter(tone(calendar, facts_of(c), c.due_at, now) for c in db.session.scalars(running))
    assert all(tones[name] >= 3 for name in ("far", "near", "late", "very_late")), tones


def test_what_running_limits_owe_is_left_to_the_sweep(zone: SQLAlchemy) -> None:
    owing = select(func.count(Clock.id)).where(Clock.state == "running", Clock.next_at < NOW)
    steps = zone.session.scalar(select(func.count(ClockStep.id)))
    assert zone.session.scalar(owing) > 20
    swept = sweep(NOW)
    assert swept.fired > 20
    assert zone.session.scalar(select(func.count(ClockStep.id))) == steps + swept.fired
    assert sweep(NOW).judged == 0
    assert not list(audit())


def test_life_goes_on_after_the_demo(zone: SQLAlchemy) -> None:
    member = zone.session.scalars(select(Person).where(Person.username == "enterprise")).one()
    last = zone.session.scalar(select(func.max(Ticket.number)))
    number = submit(member, NOW, matter()).number
    assert number == f"{last[:11]}{int(last[11:]) + 1:04d}"
    load(NOW, 20, 1, 1)
    assert zone.session.scalar(select(func.count(Ticket.id))) == 321
    assert not list(audit())


@pytest.mark.parametrize(
    "aim", aims(1000), ids=lambda aim: f"{aim.wish.category} {'-'.join(aim.moves) or 'new'}"
)
def test_there_are_words_for_every_matter_that_is_placed(aim: object) -> None:
    assert fitting(aim.wish, None), aim  # type: ignore[attr-defined]


def test_files_differ_but_are_the_same_for_the_same_seed() -> None:
    from servicedesk.demo.files import _list, _paper, _picture

    for make in (_list, _paper, _picture):
        assert make(random.Random(1)) == make(random.Random(1)) != make(random.Random(2))


def test_the_words_name_all_who_have_accounts() -> None:
    assert {one.username for one in words.staff()} | {"enterprise", "enterprise2"} >= set(USERNAMES)


def test_departments_ask_for_more_time_and_for_pauses(zone: SQLAlchemy) -> None:
    before = zone.session.scalar(select(func.max(Request.id))) or 0
    assert ask(NOW) == 7
    found = select(Request.kind, Request.state).where(Request.id > before)
    asked = zone.session.execute(found.order_by(Request.id)).all()
    assert [tuple(one) for one in asked] == [
        ("extension", "pending"),
        ("suspension", "approved"),
        ("extension", "approved"),
        ("suspension", "pending"),
        ("extension", "refused"),
        ("exclusion", "pending"),
        ("exclusion", "approved"),
    ]
    # The accounts of the README find some of their own.
    ours = select(func.count(Request.id)).join(Request.assignment).join(Assignment.department)
    assert zone.session.scalar(ours.where(Department.code == "jfj")) >= 2
    # Again: of other matters.
    ask(NOW)
    assert (
        zone.session.scalar(
            select(func.max(func.count(Request.id)).over())
            .where(Request.id > before)
            .group_by(Request.ticket_id)
        )
        == 1
    )


def test_leaders_instruct_and_matters_are_urged_and_supervised(zone: SQLAlchemy) -> None:
    assert oversee(NOW) == 7
    states = zone.session.execute(select(Instruction.state, func.count()).group_by(Instruction.state)).all()
    assert dict(map(tuple, states)) == {"open": 3, "reported": 1}
    cards = zone.session.scalars(select(Ticket.card).where(Ticket.card.is_not(None)))
    assert sorted(cards) == ["blue", "red", "yellow"]
    ours = select(func.count(Instruction.id)).join(Instruction.department).where(Department.code == "jfj")
    assert zone.session.scalar(ours) >= 1
