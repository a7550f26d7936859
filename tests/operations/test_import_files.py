"""Files of other systems: what kind of table is taken, what is refused, and what is broken off."""

from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from servicedesk.models import Enterprise, Event, FoldedDay, ImportedTicket, Ticket
from servicedesk.operations import table_file, ticket_import
from servicedesk.operations.facts import fold
from servicedesk.operations.table_file import read_table
from servicedesk.rules.refusals import Invalid
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import (
    NOW,
    credit_code,
    last_administration,
)
from tests.importing import (
    ROWS,
    TEMPLATE,
    TEMPLATE_MAP,
    counts,
    in_excel,
    left,
    row,
    sound,
    taken_in,
    written,
)


def test_lines_that_cannot_be_taken_are_named_and_the_rest_comes_in(db: SQLAlchemy, cast: Cast) -> None:
    rows = [
        row(),
        row(),
        row(编号="b", 分类="没有这一类"),
        row(编号="c", 提出时间="三月三日"),
        row(编号="d", 信用代码="91340200MA0000000X"),
        row(编号="e", 标题="两行\n标题"),
        row(编号="f", 办结时间="2025-03-01 09:00"),
    ]
    run = taken_in(NOW, written(rows))
    assert counts(run) == (2, 0, 0, 5)
    said = left(run)
    # The line is that of the file: one row stands on two.
    assert sorted(said) == [3, 4, 5, 6, 9]
    assert said[3] == "Its reference stands on line 2 already."
    assert said[4] == "The map does not translate “没有这一类” in column “分类”."
    assert "“三月三日” in column “提出时间” is no date" in said[5]
    assert "check digit" in said[6]
    assert last_administration().payload | {"import": 0} == {
        "import": 0, "source": "old-desk", "sha256": run.sha256, "rows": 7, "added": 2, "repeated": 0,
        "changed": 0, "refused": 5, "digests": last_administration().payload["digests"],
    }  # fmt: skip


def test_an_import_that_is_broken_off_goes_on_where_it_stood(
    db: SQLAlchemy, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_import, "BATCH", 3)
    run = ticket_import.propose(cast.desk_lead, NOW, "past.csv", TEMPLATE, TEMPLATE_MAP)
    ticket_import.go_on(NOW)
    ticket_import.confirm(cast.desk_lead, NOW, run.id)
    with monkeypatch.context() as broken:
        broken.setattr(ticket_import, "write_tickets", once_only(ticket_import.write_tickets))
        with pytest.raises(RuntimeError):
            ticket_import.go_on(NOW)
    # Nothing of the second batch is there, all of the first is.
    assert (run.state, run.done, run.added) == ("running", 3, 3)
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == 3
    ticket_import.go_on(NOW)
    assert (run.state, counts(run)) == ("done", (4, 0, 0, 0))
    assert last_administration().actor_id == cast.desk_lead.id
    assert sound()


def test_of_two_imports_at_the_same_moment_one_says_that_all_was_there(app: Flask, cast: Cast) -> None:
    enterprise = row(编号="same", 信用代码=credit_code(77), 企业名称="同一家企业")

    def take() -> tuple[int, int, int, int]:
        return counts(taken_in(NOW, written([*ROWS, enterprise])))

    found = at_once(app, take, take)
    assert sorted(found, key=str) == [(0, 5, 0, 0), (5, 0, 0, 0)]
    assert sound()


def test_an_import_that_adds_nothing_lets_the_daily_facts_stand(db: SQLAlchemy, cast: Cast) -> None:
    taken_in(NOW, TEMPLATE)
    fold(NOW, ZoneInfo("Asia/Shanghai"))
    folded = db.session.scalar(select(func.count()).select_from(FoldedDay))
    assert folded
    assert counts(taken_in(NOW, TEMPLATE)) == (0, 4, 0, 0)
    assert db.session.scalar(select(func.count()).select_from(FoldedDay)) == folded


def once_only(write: Any) -> Any:
    """Writes once, and fails the next time."""
    calls = iter([write])

    def writing(*given: Any) -> None:
        found = next(calls, None)
        if found is None:
            raise RuntimeError("the power is off")
        found(*given)

    return writing


def test_gb18030_and_excel_say_the_same_as_utf8(db: SQLAlchemy, cast: Cast) -> None:
    taken_in(NOW, TEMPLATE)
    assert counts(taken_in(NOW, written(ROWS, "gb18030"))) == (0, 4, 0, 0)
    assert counts(taken_in(NOW, written(ROWS, "utf-8-sig"))) == (0, 4, 0, 0)
    moments = ("提出时间", "办理时限")
    sheet = [one | {name: datetime.fromisoformat(one[name]) for name in moments if one[name]} for one in ROWS]
    assert counts(taken_in(NOW, in_excel(sheet))) == (0, 4, 0, 0)


@pytest.mark.database("sqlite")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"\xff\xfe\x00\xff\xff", "neither UTF-8 nor GB 18030"),
        (b"PK\x03\x04 no book", "This Excel file cannot be read"),
        ("编号,编号\n1,2\n".encode(), "These columns stand twice: 编号."),
        ("编号,标题\n".encode(), "The file has no rows."),
        ("编号,标题\n1,x\n".encode(), "the file has no column “性质”"),
        ('编号,标题\n1,"x\n'.encode() * 3 + b'"' + b"x" * 140_000, "cannot be read"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_as_a_whole(db: SQLAlchemy, content: bytes, said: str) -> None:
    with pytest.raises(Invalid) as wrong:
        taken_in(NOW, content)
    assert said in " ".join(str(one) for found in wrong.value.errors.values() for one in found)


def test_a_dry_run_writes_nothing(db: SQLAlchemy, cast: Cast) -> None:
    tables = (Ticket, Event, ImportedTicket, Enterprise)
    before = [db.session.scalar(select(func.count()).select_from(table)) for table in tables]
    _, batches = ticket_import.try_out(NOW, TEMPLATE, TEMPLATE_MAP)
    assert [len(found.new) for found in batches] == [4]
    assert [db.session.scalar(select(func.count()).select_from(table)) for table in tables] == before


def sheet_of(rows: str, styles: str = "") -> bytes:
    """An Excel file whose one sheet holds this XML."""
    book = in_excel(ROWS)
    with ZipFile(BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    begin = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    parts["xl/worksheets/sheet1.xml"] = f"{begin}{rows}</sheetData></worksheet>".encode()
    parts["xl/styles.xml"] += styles.encode()
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def cell(place: str, said: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{said}</t></is></c>'


HEAD = f'<row r="1">{cell("A1", "编号")}{cell("B1", "标题")}</row>'


def test_a_sheet_is_no_larger_in_memory_than_what_stands_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = f'<row r="2">{cell("A2", "1")}{cell("XFD2", "x")}</row>'
    far = f'<row r="3000000000">{cell("A3000000000", "2")}</row>'
    table = read_table(sheet_of(HEAD + wide + far), None, ",", None)
    # What no map can name is left out, and so is a row that no sheet can have.
    assert (table.columns, table.rows) == (["编号", "标题"], [(2, ["1"])])
    with pytest.raises(Invalid):
        read_table(sheet_of(HEAD + wide, " " * 5_000_000), None, ",", None)
    monkeypatch.setattr(table_file, "MOST_SIGNS", 5_000)
    long = "".join(f'<row r="{n}">{cell(f"A{n}", "x" * 1000)}</row>' for n in range(2, 9))
    with pytest.raises(Invalid) as refused:
        read_table(sheet_of(HEAD + long), None, ",", None)
    assert [str(one) for one in refused.value.errors["file"]] == [
        "The file holds too much text; please cut it."
    ]
