"""`flask init`, `demo`, `sweep`, `audit verify` and `jobs`, as people and programs call them."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select, text

from servicedesk import wallclock
from servicedesk.jobs.timetable import TIMETABLE
from servicedesk.models import Department, Person, Ticket
from servicedesk.rules.demo_accounts import USERNAMES
from tests.cast import Cast
from tests.factories import NOW

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, db: SQLAlchemy) -> Run:
    def run(*args: str) -> Result:
        db.session.commit()
        return app.test_cli_runner().invoke(args=list(args))

    return run


def test_init_is_safe_to_repeat(run: Run, db: SQLAlchemy) -> None:
    before = db.session.scalar(select(func.count(Department.id)))
    done = run("init")
    assert done.exit_code == 0
    assert all(line.endswith(": 0 added") for line in done.output.splitlines())
    assert db.session.scalar(select(func.count(Department.id))) == before >= 20


def test_demo_makes_accounts_alone_when_no_tickets_are_wanted(run: Run, db: SQLAlchemy) -> None:
    done = run("demo", "--tickets", "0")
    assert (done.exit_code, done.output.splitlines()[0].split(", ")[1]) == (0, "0 tickets")
    assert set(db.session.scalars(select(Person.username))) >= set(USERNAMES)


def test_demo_says_what_it_made(run: Run, db: SQLAlchemy) -> None:
    done = run("demo", "--tickets", "20", "--months", "2", "--seed", "3")
    assert done.exit_code == 0, done.output
    stated = {
        name: int(number) for name, number in (line.split(": ") for line in done.output.split("\n  ")[1:])
    }
    states = db.session.execute(select(Ticket.state, func.count()).group_by(Ticket.state)).all()
    assert stated == dict(states)  # type: ignore[arg-type]


def test_demo_is_refused_in_production(app: Flask, run: Run, db: SQLAlchemy) -> None:
    app.config["SERVICEDESK_ENV"] = "production"
    done = run("demo", "--tickets", "5")
    assert done.exit_code == 1
    assert "production" in done.output
    assert db.session.scalar(select(func.count(Person.id))) == 0


@pytest.mark.parametrize("wrong", [("--tickets", "-1"), ("--months", "0"), ("--seed", "x")])
def test_demo_refuses_numbers_that_make_no_sense(run: Run, wrong: tuple[str, str]) -> None:
    assert run("demo", *wrong).exit_code == 2


def test_sweep_tells_programs_what_it_did(run: Run, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.ticket()
    monkeypatch.setattr(wallclock, "now", lambda: NOW.replace(day=NOW.day + 2))
    first, second = (json.loads(run("sweep").output) for _ in range(2))
    assert first["judged"] == 1
    assert first["fired"] == 4
    assert first["max_lag_seconds"] > 24 * 3600
    assert second == {"judged": 0, "fired": 0, "max_lag_seconds": 0}


def test_audit_verify_finds_nothing_where_all_is_whole(run: Run, cast: Cast) -> None:
    cast.ticket("closed")
    assert run("audit", "verify").exit_code == 0


def test_audit_verify_names_the_ticket_that_was_tampered_with(run: Run, cast: Cast, db: SQLAlchemy) -> None:
    cast.ticket("accepted")
    number = cast.ticket("accepted").number
    db.session.execute(
        text("UPDATE event SET action = 'refuse' WHERE chain = :number AND seq = 2"), {"number": number}
    )
    done = run("audit", "verify")
    assert done.exit_code == 1
    assert [line.split(":")[0] for line in done.output.splitlines()] == [number]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.database("sqlite")
def test_jobs_run_until_they_are_told_to_end(app: Flask, number: signal.Signals) -> None:
    settings = {
        name: str(app.config[name]) for name in ("SERVICEDESK_DATABASE_URL", "SERVICEDESK_STORAGE_URL")
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "app", "jobs"],
        cwd=ROOT,
        env={**os.environ, "SERVICEDESK_ENV": "test", **settings},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        said = iter(process.stderr.readline, "")
        every_line = ", ".join(line.name for line in TIMETABLE)
        assert any(f"the timetable runs: {every_line}" in line for line in said)
        process.send_signal(number)
        assert process.wait(20) == 0
        rest = process.stderr.read()
        assert "the timetable has ended" in rest
        assert "ERROR" not in rest
    finally:
        process.kill()
        process.stderr.close()
        process.wait()
