"""Tables as files: typed cells, the zone's time, and no text that becomes a formula."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from servicedesk.documents.tables import Cell, Column, Table, csv_lines
from servicedesk.documents.workbooks import xlsx

ZONE = ZoneInfo("Asia/Shanghai")
COLUMNS = [
    Column("编号"), Column("Matters", "number"), Column("Rate", "rate"),
    Column("Submitted", "moment"), Column("Day", "day"),
]  # fmt: skip
ROW: list[Cell] = [
    "QS20261123-0001", 597, 0.9933, datetime(2026, 11, 25, 9, 30, tzinfo=UTC), date(2026, 11, 25),
]  # fmt: skip
BEGINNINGS = ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "'=", '"=']
AWKWARD = st.text(max_size=40) | st.builds(str.__add__, st.sampled_from(BEGINNINGS), st.text(max_size=20))


def as_csv(table: Table) -> list[list[str]]:
    text = b"".join(csv_lines(table, ZONE)).decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))


def as_sheet(table: Table) -> list[list[object]]:
    sheet = load_workbook(BytesIO(xlsx([table], ZONE))).worksheets[0]
    return [list(row) for row in sheet.iter_rows()]


def test_csv_is_read_by_excel_and_says_moments_in_the_zones_time() -> None:
    lines = list(csv_lines(Table("List", COLUMNS, [ROW, [None] * 5], ["Cut."]), ZONE))
    assert lines[0].startswith("\ufeff编号".encode())
    assert all(line.endswith(b"\r\n") for line in lines)
    assert lines[1].decode() == "QS20261123-0001,597,99.33%,2026-11-25 17:30,2026-11-25\r\n"
    assert lines[2:] == [b",,,,\r\n", b"Cut.\r\n"]


def test_a_workbook_has_a_real_table_with_typed_cells() -> None:
    book = load_workbook(BytesIO(xlsx([Table("台账: a/b", COLUMNS, [ROW], ["Cut."])], ZONE)))
    sheet = book.worksheets[0]
    assert [table.ref for table in sheet.tables.values()] == ["A2:E3"]
    assert sheet.freeze_panes == "A3"
    assert [cell.value for cell in sheet[3]] == [
        "QS20261123-0001", 597, 0.9933, datetime(2026, 11, 25, 17, 30), datetime(2026, 11, 25),
    ]  # fmt: skip
    assert (sheet["C3"].number_format, sheet["D3"].is_date) == ("0.00%", True)
    assert sheet["A5"].value == "Cut."


def test_an_empty_table_and_the_same_heading_twice_are_still_files() -> None:
    twice = [Column("State"), Column("State")]
    assert len(as_sheet(Table("", twice, []))) == 2
    assert as_sheet(Table("List", twice, [["a", "b"]]))[1][1].value == "State 2"  # type: ignore[attr-defined]


def test_a_moment_without_an_offset_and_a_wrong_cell_are_refused() -> None:
    for cell, kind in ((datetime(2026, 1, 1), "moment"), ("5", "number"), (5, "text")):
        for written in (as_csv, as_sheet):
            with pytest.raises((ValueError, TypeError)):
                written(Table("List", [Column("x", kind)], [[cell]]))  # type: ignore[arg-type, list-item]


@given(AWKWARD, AWKWARD)
def test_no_text_becomes_a_formula(text: str, heading: str) -> None:
    table = Table(text, [Column(heading), Column("n", "number")], [[text, 1]], [text])
    for row in as_csv(table):
        assert not row[0].lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")), row
        assert not row[0].startswith(("\t", "\r", "\n")), row
    for line in as_sheet(table):
        assert all(cell.data_type != "f" for cell in line)  # type: ignore[attr-defined]


@given(AWKWARD)
def test_what_was_written_can_be_read_again(text: str) -> None:
    kept = "".join(" " if sign.isspace() else sign for sign in text)
    if not kept.isprintable():
        return
    said = as_sheet(Table("List", [Column("x"), Column("n", "number")], [[kept, 1]]))[2][0]
    assert (said.value or "") == kept  # type: ignore[attr-defined]
    assert as_csv(Table("List", [Column("x")], [[kept]]))[1:] in ([[kept]], [[f"'{kept}"]], [[]])
