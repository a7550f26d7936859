"""`flask report`: the same figures as the API's, and the report in every format."""

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from servicedesk import wallclock
from servicedesk.operations.seals import seal_days
from servicedesk.operations.tokens import create_token
from tests.cast import Cast
from tests.factories import NOW, step, submitted

pytestmark = pytest.mark.database("sqlite")
AS_OF = "2026-11-30T12:00:00+08:00"


def report(app: Flask, db: SQLAlchemy, *given: str) -> Result:
    db.session.commit()
    return app.test_cli_runner().invoke(args=["report", *given, "--as-of", AS_OF])


def made(done: Result) -> dict[str, Any]:
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.output)
    return found


def rows_of(document: dict[str, Any], key: str) -> list[list[Any]]:
    blocks = [block for section in document["sections"] for block in section["blocks"]]
    found: list[list[Any]] = next(block for block in blocks if block.get("key") == key)["rows"]
    return found


def test_the_figures_are_those_of_the_api(
    app: Flask, db: SQLAlchemy, cast: Cast, client: FlaskClient
) -> None:
    cast.ticket("closed")
    cast.ticket("working")
    token = create_token("leader", NOW)
    answer = client.get(
        "/api/v1/figures",
        query_string={"period": "2026-11", "as_of": AS_OF},
        headers={"Authorization": f"Bearer {token}"},
    ).json
    document = made(report(app, db, "2026-11"))
    assert {name: document[name] for name in ("period", "as_of", "figures")} == answer
    assert rows_of(document, "by_kind")[-1][1:] == [2, 0, 2]


def test_a_report_is_over_what_its_reader_may_see(app: Flask, db: SQLAlchemy, cast: Cast) -> None:
    submitted(cast.enterprise)
    submitted(cast.enterprise, confidential=True, title="机密标题")
    step(cast.desk_lead, submitted(cast.enterprise, about_leader=True), "accept")
    counts = {
        who: rows_of(made(report(app, db, "2026-11", "--for", who)), "by_kind")[-1][1]
        for who in ("desk_lead", "leader", "department_head")
    }
    assert counts == {"desk_lead": 3, "leader": 1, "department_head": 0}
    assert "机密标题" not in report(app, db, "2026-11", "--for", "desk_lead").output


@pytest.mark.parametrize("format_", ["docx", "xlsx", "md", "csv"])
def test_every_format_is_written_to_a_file(
    app: Flask, db: SQLAlchemy, cast: Cast, tmp_path: Path, format_: str
) -> None:
    cast.ticket("closed")
    file = tmp_path / f"report.{format_}"
    done = report(app, db, "2026-01-01..2026-11-25", "--format", format_, "-o", str(file), "--language", "en")
    assert (done.exit_code, done.output) == (0, "")
    content = file.read_bytes()
    if format_ == "docx":
        assert docx.Document(io.BytesIO(content)).paragraphs[0].text.endswith("– 25 November 2026")
    elif format_ == "xlsx":
        assert "Matters by kind" in openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    else:
        assert "Request" in content.decode("utf-8-sig")


def test_the_daily_brief_carries_the_seal_of_its_day(app: Flask, db: SQLAlchemy, cast: Cast) -> None:
    cast.ticket("accepted")
    now = wallclock.now()
    seal = seal_days(now + timedelta(days=1))[-1]
    done = app.test_cli_runner().invoke(args=["report", seal.day.isoformat()])
    last = made(done)["sections"][-1]
    assert [block["words"] for block in last["blocks"]][1] == seal.digest
    # What is not over has none yet, and says so.
    today = made(app.test_cli_runner().invoke(args=["report", str(seal.day + timedelta(days=1))]))
    assert "尚未封存" in today["sections"][-1]["blocks"][0]["words"]


def test_what_is_no_period_is_refused_in_words(app: Flask, db: SQLAlchemy) -> None:
    done = report(app, db, "2026-13")
    assert done.exit_code == 1
    assert "2026-W47" in done.output
