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
LARGEST_BESIDE = 4 * MEGABYTE
"""Of each part that holds no cells, such as its styles: these are read into memory as a whole."""
LAST_ROW, LAST_COLUMN = 1_048_576, 1_000
"""Of an Excel file. A row may say of itself that it is the billionth; no map names so many columns."""
MOST_SIGNS = 10 * LARGEST
"""In all cells together, and of cells: one text that stands a hundred thousand times is small in its file."""
_TOO_MANY = text("The file has more than %(most)s rows; please cut it.", most=MOST_ROWS)
_TOO_MUCH = text("The file holds too much text; please cut it.")
_READ_WHOLE = frozenset({"xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml"})
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
    head, rows, signs = None, list[Row](), 0
    for number, cells in lines:
        if not any(cell != "" for cell in cells):
            continue
        signs += sum(len(cell) if isinstance(cell, str) else 0 for cell in cells) + len(cells)
        if signs > MOST_SIGNS:
            raise invalid("file", _TOO_MUCH)
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
        if zip_kind(content) != "xlsx" or _is_too_large(content):
            raise unreadable
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        if sheet is not None and sheet not in book.sheetnames:
            raise invalid("file", text("The file has no sheet “%(sheet)s”.", sheet=sheet))
        page = book[sheet] if sheet else book.worksheets[0]
        width = min(page.max_column or LAST_COLUMN, LAST_COLUMN)
        rows = page.iter_rows(max_row=LAST_ROW, max_col=width, values_only=True)
        left_out = None
        for number, cells in enumerate(rows, 1):
            # A row that the file leaves out comes as the same object each time; there may be a million.
            if cells is left_out:
                continue
            left_out = cells
            yield number, _until_last([_cell(value) for value in cells])
    except Invalid:
        raise
    except Exception as broken:
        # A library for so many forms of file fails in as many ways.
        raise unreadable from broken


def _is_too_large(content: bytes) -> bool:
    """Whether its parts need more memory than there should be for it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    beside = [part.file_size for part in parts if part.filename in _READ_WHOLE]
    return sum(part.file_size for part in parts) > LARGEST_UNPACKED or max(beside, default=0) > LARGEST_BESIDE


def _until_last(cells: list[Cell]) -> Sequence[Cell]:
    """Without the empty cells at the end, of which a sheet may have hundreds in each row."""
    while cells and cells[-1] == "":
        cells.pop()
    return cells


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
