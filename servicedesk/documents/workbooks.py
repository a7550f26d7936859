"""Tables as XLSX: real tables with a filter, the head frozen, numbers as numbers and dates as dates."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from io import BytesIO
from itertools import chain, islice
from typing import Any
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.table import TableStyleInfo

from servicedesk.documents.tables import Cell, Column, Kind, Table, begins_formula, local, printable

_FORMATS: dict[Kind, str] = {
    "text": "@",
    "number": "General",
    "rate": "0.00%",
    "moment": "yyyy-mm-dd hh:mm",
    "day": "yyyy-mm-dd",
}
_TITLE, _HEAD, _NOTE = "servicedesk title", "servicedesk head", "servicedesk note"
HEAD_ROW = 2
"""The line of the headings; the title stands above, the first row below."""
_MEASURED = 200
"""Rows that are looked at for a column's width."""
_NARROWEST, _WIDEST = 6, 48
_A4 = 9
_LONGEST = 32_000
"""Signs in a cell; spreadsheets take 32,767 and refuse a file with more."""


def xlsx(tables: Sequence[Table], zone: tzinfo) -> bytes:
    """A workbook with one sheet for each table."""
    book = new_book()
    for table in tables:
        add_sheet(book, table, zone)
    return bytes_of(book)


def new_book() -> Workbook:
    """An empty workbook that is written row by row: it needs no memory for its rows."""
    book = Workbook(write_only=True)
    line = Side(style="thin", color="BFBFBF")
    edges = Border(left=line, right=line, top=line, bottom=line)
    shade = PatternFill("solid", start_color="DCE6F4")
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    book.add_named_style(NamedStyle(_TITLE, font=Font(bold=True, size=14)))
    book.add_named_style(NamedStyle(_HEAD, Font(bold=True), shade, edges, middle))
    book.add_named_style(NamedStyle(_NOTE, font=Font(italic=True, color="595959")))
    for kind, number_format in _FORMATS.items():
        top = Alignment(vertical="top", wrap_text=kind == "text")
        style = NamedStyle(f"servicedesk {kind}", border=edges, alignment=top, number_format=number_format)
        book.add_named_style(style)
    return book


def add_sheet(book: Workbook, table: Table, zone: tzinfo) -> Any:
    """Write the table on a sheet of its own, and give the sheet back, for a chart beside it.

    Headings stand in line `HEAD_ROW`; cell (row, column) of the table is line HEAD_ROW + row from 1.
    """
    sheet: Any = book.create_sheet(_sheet_name(table.title))
    rows = iter(table.rows)
    first = list(islice(rows, _MEASURED))
    _set_up(sheet, table.columns, first)
    headings = _headings(table.columns)
    pen = _Pen(sheet, zone)
    pen.words([table.title], _TITLE)
    pen.words(headings, _HEAD)
    count = 0
    try:
        for count, row in enumerate(chain(first, rows), 1):  # noqa: B007
            pen.row(table.columns, row)
    except Exception:
        # A row failed: what was begun is ended in order, or its streams complain when they are swept up.
        sheet.close()
        raise
    if count:
        # `add_table` would only warn that the columns must be named, as they are.
        sheet.tables.add(_filtered(len(book.worksheets), headings, count))
    for place, note in enumerate(table.notes):
        if place == 0:
            sheet.append([])
        pen.words([note], _NOTE)
    return sheet


def bytes_of(book: Workbook) -> bytes:
    """The workbook as a file's bytes; it cannot be written to afterwards."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _set_up(sheet: Any, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
    """Widths, frozen head and printing, which must be known before the first row is written."""
    for at, column in enumerate(columns):
        width = column.width or _measured(column, [row[at] for row in rows])
        sheet.column_dimensions[get_column_letter(at + 1)].width = width
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _measured(column: Column, cells: Sequence[Cell]) -> int:
    fixed = {"moment": 17, "day": 12, "rate": 10}.get(column.kind, _NARROWEST)
    longest = max((_wide(str(cell)) for cell in cells if column.kind in ("text", "number")), default=0)
    # The filter's arrow stands beside the heading.
    return min(max(fixed, longest + 2, min(_wide(column.heading), 16) + 4), _WIDEST)


def _wide(text: str) -> int:
    """The width of the longest line, in columns: Chinese signs take two."""
    lines = text[:400].splitlines() or [""]
    return max(sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line) for line in lines)


def _headings(columns: Sequence[Column]) -> list[str]:
    """Headings, each of which there may be only once in a table, whatever a language makes of them."""
    said: list[str] = []
    for column in columns:
        heading, again = printable(column.heading), 2
        while heading.casefold() in {one.casefold() for one in said}:
            heading, again = f"{printable(column.heading)} {again}", again + 1
        said.append(heading)
    return said


class _Pen:
    """Writes cells of one sheet. A cell is written before the next row begins, so each style has one
    cell that is used again: giving a style to each cell of a long list would take most of the time.
    """

    def __init__(self, sheet: Any, zone: tzinfo) -> None:
        self._sheet, self._zone = sheet, zone
        self._cells: dict[tuple[object, str, bool], Any] = {}

    def row(self, columns: Sequence[Column], row: Sequence[Cell]) -> None:
        pairs = zip(columns, row, strict=True)
        self._sheet.append([self._cell(at, column, cell) for at, (column, cell) in enumerate(pairs)])

    def words(self, words: Sequence[str], style: str) -> None:
        self._sheet.append([self._said(at, word, style) for at, word in enumerate(words)])

    def _cell(self, at: int, column: Column, cell: Cell) -> Any:
        style = f"servicedesk {column.kind}"
        match column.kind, cell:
            case _, None:
                return self._styled(at, None, style)
            case "text", str():
                return self._said(at, cell, style)
            case "moment", datetime():
                return self._styled(at, local(cell, self._zone), style)
            case "day", date():
                return self._styled(at, cell, style)
            case (("number" | "rate"), _) if not isinstance(cell, str | date):
                return self._styled(at, cell if isinstance(cell, int) else float(cell), style)
        raise TypeError(f"{column.heading}: {cell!r} is no {column.kind}")

    def _said(self, at: int, text: str, style: str) -> Any:
        """A cell of text, whatever it looks like: no formula, and marked so that editing makes it none."""
        text = printable(text)
        cell = self._styled(at, None, style, quoted=begins_formula(text))
        cell.value = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        cell.data_type = "s"
        return cell

    def _styled(self, at: int, value: Any, style: str, *, quoted: bool = False) -> Any:
        if (at, style, quoted) not in self._cells:
            cell: Any = WriteOnlyCell(self._sheet)
            cell.style, cell.quotePrefix = style, quoted
            self._cells[at, style, quoted] = cell
        cell = self._cells[at, style, quoted]
        cell.value = value
        return cell


def _filtered(number: int, headings: Sequence[str], count: int) -> SheetTable:
    corner = f"{get_column_letter(len(headings))}{HEAD_ROW + count}"
    table: Any = SheetTable(displayName=f"List{number}", ref=f"A{HEAD_ROW}:{corner}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight9", showRowStripes=True)
    table._initialise_columns()
    for column, heading in zip(table.tableColumns, headings, strict=True):
        column.name = heading
    return table  # type: ignore[no-any-return]


def _sheet_name(title: str) -> str:
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in printable(title))[:31].strip() or "1"
