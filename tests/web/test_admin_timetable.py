"""The administrator's page about the timetable: what it did, how late, and what was set aside."""

from datetime import datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, update

from servicedesk.models import Clock, Message, SweepDay, Ticket
from servicedesk.operations.deliveries import deliver
from servicedesk.operations.sweep import sweep
from tests.cast import Cast
from tests.factories import NOW
from tests.operations.matters import at
from tests.web.pages import ENGLISH, sign_in, words

NOON = at("11-23 12:10")
SECRET = "绝不能让管理员看到的标题"


@pytest.fixture
def admin(client: FlaskClient, cast: Cast) -> FlaskClient:
    with time_machine.travel(NOON, tick=False):
        sign_in(client, "admin")
    return client


@pytest.fixture
def poisoned(cast: Cast, db: SQLAlchemy) -> Ticket:
    """A matter whose clock cannot be judged; the sweep has found that out."""
    ticket = cast.ticket(title=SECRET)
    broken = update(Clock).where(Clock.ticket_id == ticket.id)
    db.session.execute(broken.values(pauses=[["<b>once upon a time</b>", None]]))
    db.session.commit()
    sweep(NOON)
    return ticket


def read(client: FlaskClient, now: datetime = NOON, language: str = "en") -> str:
    with time_machine.travel(now, tick=False):
        sign_in(client, "admin")
        answer = client.get("/admin/", headers={"Accept-Language": language})
    assert answer.status_code == 200
    return words(answer)


def test_the_last_days_stand_with_what_was_taken_and_how_late(admin: FlaskClient, cast: Cast) -> None:
    cast.ticket()
    sweep(at("11-23 11:00") + timedelta(seconds=3))
    sweep(NOON)
    said = read(admin)
    assert "Last sweep that found a step Mon 23 Nov, 12:10 Limits with a step due 0" in said
    assert "Latest noticed after Mon 23 Nov 3 34 min" in said
    sweep(at("11-25 10:00"))
    assert "Wed 25 Nov 1 16 hours Mon 23 Nov 3 34 min" in read(admin)


def test_steps_that_nobody_takes_are_pointed_out(admin: FlaskClient, cast: Cast) -> None:
    cast.ticket()
    warning = "Steps of limits have been due since Mon 23 Nov, 11:00 and nobody is told of them."
    assert warning not in read(admin, at("11-23 11:00") + timedelta(seconds=50))
    assert warning in read(admin, at("11-23 11:02"))
    sweep(at("11-23 11:02"))
    assert warning not in read(admin, at("11-23 11:02"))


@pytest.mark.usefixtures("poisoned")
def test_what_was_set_aside_stands_with_its_number_and_error_and_nothing_else(
    admin: FlaskClient, poisoned: Ticket
) -> None:
    said = read(admin)
    error = "ValueError: Invalid isoformat string: '<b>once upon a time</b>'"
    assert f"{poisoned.number} Acceptance Mon 23 Nov, 12:10 {error} Try again" in said
    assert "Limits set aside (1)" in said
    assert SECRET not in said
    assert "Limits with a step due 0" in said


def test_a_rules_sentence_comes_in_the_readers_language(
    admin: FlaskClient, poisoned: Ticket, db: SQLAlchemy
) -> None:
    db.session.execute(update(Clock).values(aside_reason="The week has no open time."))
    db.session.commit()
    assert "The week has no open time." in read(admin)
    said = read(admin, language="zh-CN")
    assert "The week" not in said
    assert "暂停检查的时限（1）" in said


def test_the_button_lets_it_be_tried_again(admin: FlaskClient, poisoned: Ticket, db: SQLAlchemy) -> None:
    clock = db.session.scalars(select(Clock).where(Clock.ticket_id == poisoned.id)).one()
    clock.pauses = []
    db.session.commit()
    for told in ("1 limit is tried again", "Nothing is set aside any more"):
        with time_machine.travel(NOON, tick=False):
            answer = admin.post(f"/admin/set-aside/{clock.id}", headers=ENGLISH, follow_redirects=True)
        assert told in words(answer)
    assert sweep(NOON).fired == 3
    with time_machine.travel(NOON, tick=False):
        journal = words(admin.get("/admin/record", headers=ENGLISH))
    tried, moment = "let limits be tried again that had been set aside", "Mon 23 Nov, 12:10"
    assert f"系统管理员 {tried} {moment} {poisoned.number} Acceptance" in journal
    assert f"The desk itself set limits aside that could not be judged {moment} {poisoned.number}" in journal


def test_all_are_tried_again_with_one_button(admin: FlaskClient, poisoned: Ticket) -> None:
    with time_machine.travel(NOON, tick=False):
        answer = admin.post("/admin/set-aside", headers=ENGLISH, follow_redirects=True)
    assert "1 limit is tried again" in words(answer)


def test_the_message_about_it_leads_to_the_page(admin: FlaskClient, poisoned: Ticket, db: SQLAlchemy) -> None:
    deliver(NOON)
    with time_machine.travel(NOON, tick=False):
        page = words(admin.get("/account/messages", headers=ENGLISH))
        message = db.session.scalars(select(Message).where(Message.kind == "clock_aside")).one()
        answer = admin.get(f"/account/messages/{message.id}")
    assert "A limit could not be judged and was set aside" in page
    assert poisoned.title not in page
    assert answer.location == "/admin/"


def test_nobody_else_lets_anything_be_tried_again(client: FlaskClient, cast: Cast) -> None:
    with time_machine.travel(NOW, tick=False):
        sign_in(client, "desk_lead")
        assert client.post("/admin/set-aside/1").status_code == 403
        assert client.get("/admin/set-aside").status_code == 405


def test_each_batch_is_counted_to_the_day_of_the_zone(cast: Cast, db: SQLAlchemy) -> None:
    cast.ticket()
    sweep(at("11-24 00:30"))
    sweep(at("11-24 23:30"))
    days = [(day.day.isoformat(), day.judged, day.fired) for day in db.session.scalars(select(SweepDay))]
    assert days == [("2026-11-24", 2, 4)]
