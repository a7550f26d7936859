"""The rows of an office's table: CSV in UTF-8 or GB 18030, or the sheet of an Excel file."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook

from servicedesk.rules.containers import zip_kind
from servicedesk.rules.files import LARGEST, MEGABYTE
from servicedesk.rules.past_ticket import Cell
from servicedesk.rules.refusals import Invalid, invalid
from servicedesk.rules.text import text
from servicedesk.rules.ticket_map import ENCODINGS

MOST_ROWS = 200_000
LARGEST_UNPACKED = 20 * LARGEST
"""Bytes of an Excel file's parts: packed, ten times as many look small."""
_TOO_MANY = text("The file has more than %(most)s rows; please cut it.", most=MOST_ROWS)
Row = tuple[int, Sequence[Cell]]
"""The line on which it begins, and its cells."""


@dataclass(frozen=True)
class Table:
    """A file's head and rows; empty rows are left out."""

    columns: Sequence[str]
    rows: Sequence[Row]


def read_table(content: bytes, encoding: str | None, delimiter: str, sheet: str | None) -> Table:
    """The table that the bytes of a file hold; raises Invalid for `file`."""
    if not content.strip():
        raise invalid("file", text("The file is empty."))
    if len(content) > LARGEST:
        raise invalid("file", text("A file may have at most %(most)s MB.", most=LARGEST // MEGABYTE))
    lines = _of_excel(content, sheet) if content[:2] == b"PK" else _of_csv(content, encoding, delimiter)
    head, rows = None, list[Row]()
    for number, cells in lines:
        if not any(cell != "" for cell in cells):
            continue
        if head is None:
            head = _head(cells)
        else:
            rows.append((number, cells))
        if len(rows) > MOST_ROWS:
            raise invalid("file", _TOO_MANY)
    if head is None or not rows:
        raise invalid("file", text("The file has no rows."))
    return Table(head, rows)


def _head(cells: Sequence[Cell]) -> Sequence[str]:
    names = [str(cell).strip() for cell in cells]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise invalid("file", text("These columns stand twice: %(columns)s.", columns=", ".join(twice)))
    return names


def _of_csv(content: bytes, encoding: str | None, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(_decoded(content, encoding), newline=""), delimiter=delimiter)
    begins = 1
    try:
        for cells in reader:
            yield begins, [cell.strip() for cell in cells]
            begins = reader.line_num + 1
    except csv.Error:
        raise invalid(
            "file", text("Line %(line)s cannot be read: a quote or a sign is out of place.", line=begins)
        ) from None


def _decoded(content: bytes, encoding: str | None) -> str:
    for one in (encoding,) if encoding else ENCODINGS:
        try:
            return content.decode("utf-8-sig" if one == "utf-8" else one)
        except UnicodeDecodeError:
            continue
    raise invalid("file", text("The file is neither UTF-8 nor GB 18030 text, nor an Excel file (.xlsx)."))


def _of_excel(content: bytes, sheet: str | None) -> Iterator[Row]:
    unreadable = invalid("file", text("This Excel file cannot be read; please save it as .xlsx once more."))
    try:
        if zip_kind(content) != "xlsx" or _unpacked(content) > LARGEST_UNPACKED:
            raise unreadable
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        if sheet is not None and sheet not in book.sheetnames:
            raise invalid("file", text("The file has no sheet “%(sheet)s”.", sheet=sheet))
        rows = (book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True)
        for number, cells in enumerate(rows, 1):
            yield number, [_cell(value) for value in cells]
    except Invalid:
        raise
    except Exception as broken:
        # A library for so many forms of file fails in as many ways.
        raise unreadable from broken


def _unpacked(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sum(part.file_size for part in archive.infolist())


def _cell(value: Any) -> Cell:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a cell has no zone
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
