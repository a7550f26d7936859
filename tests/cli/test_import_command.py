"""`flask import-tickets`: refused lines by number and reason, the rest imported, and again nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from servicedesk import wallclock
from servicedesk.models import Ticket
from tests.cast import Cast
from tests.factories import NOW
from tests.importing import MAPS, TEMPLATE, lines_of, written

Take = Callable[..., Result]
ROWS = lines_of(TEMPLATE)


@pytest.fixture
def take(app: Flask, db: SQLAlchemy, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Take:
    monkeypatch.setattr(wallclock, "now", lambda: NOW)

    def take(content: bytes, *args: str, map_file: Path = MAPS / "template_map.json") -> Result:
        (tmp_path / "past.csv").write_bytes(content)
        asked = ["import-tickets", str(tmp_path / "past.csv"), "--map", str(map_file), *args]
        return app.test_cli_runner().invoke(args=asked)

    return take


def test_it_says_what_it_did_line_by_line(take: Take, db: SQLAlchemy) -> None:
    content = written([*ROWS, ROWS[0] | {"编号": "x", "提出时间": "?"}])
    tried = take(content, "--dry-run")
    assert tried.exit_code == 0, tried.output
    reason = "line 6: refused: “?” in column “提出时间” is no date as the map writes it."
    assert reason in tried.output
    assert (
        "5 rows: 4 would be imported, 0 were there already (0 of them changed since), 1 refused"
        in tried.output
    )
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == 0
    done = take(content)
    assert done.exit_code == 0, done.output
    assert reason in done.output
    assert "5 rows: 4 imported, 0 were there already (0 of them changed since), 1 refused" in done.output
    again = take(written([ROWS[0] | {"标题": "另一个"}]))
    assert "line 2: changed: It says something else than when it was imported" in again.output
    assert "1 rows: 0 imported, 1 were there already (1 of them changed since), 0 refused" in again.output


@pytest.mark.database("sqlite")
def test_a_wrong_map_or_file_ends_it(take: Take, tmp_path: Path) -> None:
    (tmp_path / "map.json").write_text("{}", encoding="utf-8")
    wrong = take(TEMPLATE, map_file=tmp_path / "map.json")
    assert wrong.exit_code == 1
    assert "Entry timezone" in wrong.output
    (tmp_path / "map.json").write_text("[", encoding="utf-8")
    assert "The map is not JSON" in take(TEMPLATE, map_file=tmp_path / "map.json").output
    (tmp_path / "map.json").write_text('{"source": "\\ud800"}', encoding="utf-8")
    assert "half of a surrogate pair (\\ud800)" in take(TEMPLATE, map_file=tmp_path / "map.json").output
    (tmp_path / "map.json").write_text("[" * 100_000, encoding="utf-8")
    assert "The map is not JSON" in take(TEMPLATE, map_file=tmp_path / "map.json").output
    assert "The file is empty." in take(b"").output
