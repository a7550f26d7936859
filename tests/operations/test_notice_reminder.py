"""Asking for the next year's notice: each day from November on, once, until it is loaded."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from servicedesk.models import Message, Person
from servicedesk.operations.calendars import change_calendars
from servicedesk.operations.notice_reminder import remind_of_notice
from servicedesk.rules.calendar_change import notice_loaded
from servicedesk.rules.holiday_notice import HolidayNotice
from tests.cast import Cast
from tests.factories import last_administration, make_person
from tests.operations.matters import at

MORNING = at("11-01 08:30")


def told(db: SQLAlchemy) -> list[tuple[str, int]]:
    rows = db.session.execute(
        select(Person.username, Message.params)
        .join(Message, Message.person_id == Person.id)
        .where(Message.kind == "notice_missed")
        .order_by(Message.id)
    )
    return [(row.username, row.params["year"]) for row in rows]


@pytest.mark.parametrize(
    ("now", "year"),
    [(at("10-31 23:59"), None), (at("11-01 00:01"), 2027), (at("12-31 12:00"), 2027)],
)
def test_it_begins_on_the_first_of_november(cast: Cast, now: datetime, year: int | None) -> None:
    assert remind_of_notice(now) == year


def test_every_administrator_is_told_once_a_day(db: SQLAlchemy, cast: Cast) -> None:
    make_person("admin", "officer", username="second")
    make_person("admin", username="gone").active = False
    db.session.commit()
    for hours in (0, 1, 10, 24, 25):
        remind_of_notice(MORNING + timedelta(hours=hours))
    assert told(db) == [("admin", 2027), ("second", 2027)] * 2
    assert last_administration().payload == {"day": "2026-11-02", "year": 2027}


def test_it_ends_when_the_notice_is_loaded(db: SQLAlchemy, cast: Cast) -> None:
    remind_of_notice(MORNING)
    notice = HolidayNotice(2027, frozenset({date(2027, 1, 1)}), frozenset())
    change_calendars(cast.admin, MORNING, notice_loaded(notice))
    assert remind_of_notice(MORNING + timedelta(days=1)) is None
    assert len(told(db)) == 1


def test_several_timetables_say_it_once(app: Flask, db: SQLAlchemy, cast: Cast) -> None:
    db.session.commit()
    barrier = Barrier(3)

    def remind() -> int | None:
        with app.app_context():
            barrier.wait(10)
            try:
                return remind_of_notice(MORNING)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(3) as pool:
        said = [one.result(30) for one in [pool.submit(remind) for _ in range(3)]]
    assert sorted(said, key=str) == [2027, None, None]
    assert len(told(db)) == 1
