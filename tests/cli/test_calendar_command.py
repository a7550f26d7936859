"""`flask import-calendar`: it says what moves, and changes nothing until that is confirmed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from servicedesk import wallclock
from servicedesk.queries.calendars import newest_versions
from tests.cast import Cast
from tests.factories import last_administration
from tests.operations.matters import at, clock_of

Load = Callable[..., Result]
LINES = "2027-01-01..2027-01-03,休,元旦\n2027-01-09,班\n2027-05-01,off\n2027-10-01,off\n"


@pytest.fixture
def load(app: Flask, db: SQLAlchemy, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    monkeypatch.setattr(wallclock, "now", lambda: at("12-30 10:00"))

    def load(content: str, *args: str) -> Result:
        db.session.commit()
        (tmp_path / "notice.csv").write_text(content, encoding="utf-8")
        return app.test_cli_runner().invoke(args=["import-calendar", str(tmp_path / "notice.csv"), *args])

    return load


def test_it_prints_the_moves_and_changes_nothing_without_a_yes(load: Load, cast: Cast) -> None:
    ticket = cast.ticket("accepted", at("12-30 10:00"))
    done = load(LINES)
    assert done.exit_code == 1
    assert "Notice for 2027: 5 days off, 1 make-up days." in done.output
    assert "Running clocks that move: 1:" in done.output
    assert f"{ticket.number}  promise  2027-01-06 17:30+08:00 -> 2027-01-07 17:30+08:00" in done.output
    assert "Nothing was changed. To apply it, say --yes." in done.output
    assert newest_versions() == {"zone": 1}
    assert clock_of(ticket, "promise").provisional


def test_with_a_yes_the_clocks_follow(load: Load, cast: Cast) -> None:
    ticket = cast.ticket("accepted", at("12-30 10:00"))
    done = load(LINES, "--yes")
    assert done.exit_code == 0, done.output
    assert "Stored: zone (version 2). Limits changed: 1." in done.output
    promise = clock_of(ticket, "promise")
    assert (promise.due_at, promise.provisional) == (at("2027-01-07 17:30"), False)
    assert (last_administration().action, last_administration().actor_id) == ("notice_loaded", None)
    assert "It is loaded already; nothing changes." in load(LINES).output


def test_an_amendment_takes_json_too(load: Load) -> None:
    load(LINES, "--yes")
    written = {"year": 2027, "off": ["2027-01-01", "2027-05-01", "2027-10-01"], "work": []}
    done = load(json.dumps(written), "--yes")
    assert "they become ordinary: 2027-01-02, 2027-01-03, 2027-01-09" in done.output
    assert newest_versions() == {"zone": 3}


def test_every_mistake_is_said_and_nothing_applied(load: Load) -> None:
    done = load("2027-01-01,off\n2027-01-01,off\n2027-01-04,work\n", "--yes")
    assert done.exit_code == 1
    assert "Line 2: 2027-01-01 is named twice (line 1)." in done.output
    assert "Line 3: 2027-01-04 is no Saturday or Sunday and is worked anyway." in done.output
    assert newest_versions() == {"zone": 1}


def test_a_file_that_is_not_there_is_said(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["import-calendar", "nowhere.csv", "--yes"])
    assert done.exit_code == 2
    assert "nowhere.csv" in done.output
