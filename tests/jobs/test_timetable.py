"""The timetable: what it looks after, that errors end nothing, and that any number of them is harmless."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask
from sqlalchemy import func, select, text

from servicedesk import wallclock
from servicedesk.extensions import db as database
from servicedesk.jobs.running import Timetable, look, start_inline
from servicedesk.jobs.timetable import TIMETABLE, Line
from servicedesk.models import Clock, ClockStep, Event, Message
from tests.cast import Cast
from tests.factories import NOW

PATIENCE = 10
SELDOM = 3600.0
LATER = NOW + timedelta(days=1)


def line(work: Callable[[datetime], object], seconds: float = SELDOM) -> Line:
    trigger = lambda zone: IntervalTrigger(seconds=seconds, timezone=zone)  # noqa: E731
    return Line("probe", "to see whether it runs", trigger, work)


def named(name: str) -> Line:
    return next(line for line in TIMETABLE if line.name == name)


@contextmanager
def running(app: Flask, *lines: Line) -> Iterator[Timetable]:
    timetable = Timetable(app, lines)
    timetable.start()
    try:
        yield timetable
    finally:
        timetable.stop()


@pytest.fixture
def tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wallclock, "now", lambda: LATER)


def test_the_timetable_sweeps_delivers_and_seals_and_says_why() -> None:
    assert [line.name for line in TIMETABLE] == [
        "sweep", "calendars", "notice of holidays", "deliveries", "mails", "reports", "withdrawals",
        "imports", "daily facts", "daily seal",
    ]  # fmt: skip
    assert all(len(line.reason) > 40 for line in TIMETABLE)


def test_a_line_is_done_at_once_and_again_by_its_trigger(app: Flask) -> None:
    done = threading.Semaphore(0)
    with running(app, line(lambda now: done.release(), seconds=0.02)):
        assert done.acquire(timeout=PATIENCE)
        assert done.acquire(timeout=PATIENCE)


def test_a_line_survives_an_error(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    survived = threading.Event()
    calls: list[datetime] = []

    def work(now: datetime) -> None:
        calls.append(now)
        if len(calls) == 1:
            raise RuntimeError("the first time it fails")
        survived.set()

    with running(app, line(work, seconds=0.02)):
        assert survived.wait(PATIENCE)
    assert "probe failed" in caplog.text
    assert "the first time it fails" in caplog.text


def test_stopping_waits_for_what_is_being_done(app: Flask) -> None:
    begun, stopping, done = threading.Event(), threading.Event(), threading.Event()

    def work(now: datetime) -> None:
        begun.set()
        stopping.wait(PATIENCE)
        done.set()

    timetable = Timetable(app, (line(work),))
    timetable.start()
    assert begun.wait(PATIENCE)
    waiting = threading.Thread(target=timetable.stop)
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()
    stopping.set()
    waiting.join(PATIENCE)
    assert done.is_set()
    assert not waiting.is_alive()


def test_a_line_never_overtakes_itself(app: Flask) -> None:
    begun, others, go_on = threading.Semaphore(0), threading.Semaphore(0), threading.Event()
    at_once = threading.Semaphore(1)

    def work(now: datetime) -> None:
        assert at_once.acquire(blocking=False), "two at once"
        begun.release()
        go_on.wait(PATIENCE)
        at_once.release()

    beside = Line("beside", "runs meanwhile", line(work, 0.02).trigger, lambda now: others.release())
    with running(app, line(work, seconds=0.02), beside):
        assert begun.acquire(timeout=PATIENCE)
        for _ in range(5):
            assert others.acquire(timeout=PATIENCE)
        assert not begun.acquire(blocking=False)
        go_on.set()
        assert begun.acquire(timeout=PATIENCE)


@pytest.mark.parametrize("fails", [False, True])
def test_what_a_look_borrowed_it_gives_back(app: Flask, fails: bool) -> None:
    def work(now: datetime) -> None:
        database.session.execute(text("SELECT 1"))
        if fails:
            raise RuntimeError("after it has read")

    look(app, line(work))
    with app.app_context():
        assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_the_sweep_looks_just_after_every_full_second() -> None:
    trigger, moment = named("sweep").trigger("Asia/Shanghai"), NOW + timedelta(microseconds=123_456)
    first = trigger.get_next_fire_time(None, moment)
    assert first == NOW + timedelta(seconds=1, milliseconds=50)
    assert trigger.get_next_fire_time(first, first) == first + timedelta(seconds=1)


def test_a_day_is_sealed_shortly_after_the_midnight_of_the_zone() -> None:
    trigger = named("daily seal").trigger("Asia/Shanghai")
    evening = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    after = trigger.get_next_fire_time(None, evening.astimezone(ZoneInfo("Asia/Shanghai")))
    assert after == datetime(2026, 11, 23, 16, 5, tzinfo=UTC)


@pytest.mark.usefixtures("tomorrow")
def test_the_lines_do_what_is_due(app: Flask, cast: Cast) -> None:
    ticket_id = cast.ticket().id
    database.session.commit()
    for each in TIMETABLE:
        look(app, each)
    steps = select(func.count(ClockStep.id)).join(Clock, Clock.id == ClockStep.clock_id)
    assert database.session.scalar(steps.where(Clock.ticket_id == ticket_id)) >= 3
    waiting = select(func.count(Message.id)).where(
        Message.delivered_at.is_(None), Message.deliver_at <= LATER
    )
    assert database.session.scalar(waiting) == 0


@pytest.mark.usefixtures("tomorrow")
def test_several_schedulers_do_each_thing_once(app: Flask, cast: Cast) -> None:
    for _ in range(6):
        cast.ticket()
    database.session.commit()
    barrier = threading.Barrier(3)

    def sweep_together() -> None:
        barrier.wait(PATIENCE)
        look(app, named("sweep"))

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(sweep_together) for _ in range(3)]:
            done.result(PATIENCE)
    look(app, named("sweep"))  # what one of them left because another held it
    rung = Counter(
        (event.ticket_id, event.payload["step"])
        for event in database.session.scalars(select(Event).where(Event.action == "clock_step"))
    )
    assert len({ticket for ticket, _ in rung}) == 6
    assert set(rung.values()) == {1}


def test_the_web_starts_all_lines(app: Flask) -> None:
    timetable = start_inline(app)
    try:
        assert set(timetable.lines) == {line.name for line in TIMETABLE}
    finally:
        timetable.stop()
