"""The tables of a report as CSV and XLSX: a share stands with its numerator and denominator beside it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import force_locale, gettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from servicedesk.documents import tables
from servicedesk.documents.charts import drawn
from servicedesk.documents.speaking import LOCALES
from servicedesk.documents.tables import BOM, begins_formula, csv_lines, harmless, printable
from servicedesk.documents.workbooks import HEAD_ROW, add_sheet, bytes_of, new_book
from servicedesk.rules.report import (
    Block,
    Cell,
    Chart,
    Column,
    ColumnKind,
    Document,
    Heading,
    Note,
    Paragraph,
    Ratio,
    Table,
)

A4 = 9
WIDE, LINE = 88, 18
"""Signs in a line of the words (Chinese ones are two), and points of its height."""
_KINDS: Mapping[ColumnKind, tables.Kind] = {
    "text": "text", "number": "number", "change": "number", "rate": "rate", "mean": "number",
    "points": "number", "moment": "moment", "day": "day",
}  # fmt: skip


def typed_tables(document: Document) -> Iterator[tuple[Table, tables.Table]]:
    """Each table, and the same as `documents.tables` and `documents.workbooks` take it."""
    with force_locale(LOCALES[document.language]):
        base = gettext("%(name)s: numerator"), gettext("%(name)s: denominator")
    for block in document.blocks():
        if isinstance(block, Table):
            yield block, typed(block, base)


def typed(table: Table, base: tuple[str, str]) -> tables.Table:
    """One table; `base` says how the columns beside a share are called."""
    return tables.Table(
        title=str(table.caption),
        columns=[column for one in table.columns for column in _columns(one, base)],
        rows=[
            [cell for value, one in zip(row, table.columns, strict=True) for cell in _cells(value, one)]
            for row in table.rows
        ],
    )


def _columns(column: Column, base: tuple[str, str]) -> Sequence[tables.Column]:
    heading = str(column.heading)
    found = [tables.Column(heading, _KINDS[column.kind])]
    if column.kind == "rate":
        found += [tables.Column(form % {"name": heading}, "number") for form in base]
    return found


def _cells(cell: Cell, column: Column) -> Sequence[tables.Cell]:
    match column.kind, cell:
        case "rate", Ratio(numerator, denominator) if denominator:
            return [Fraction(numerator, denominator), numerator, denominator]
        case "rate", _:
            return [None, None, None]
        case "mean", Ratio(numerator, denominator):
            return [round(numerator / denominator, 2) if denominator else None]
        case "points", int():
            return [cell / 100]
    return [cell if cell is None or isinstance(cell, int | date) else str(cell)]


def report_csv(document: Document, zone: ZoneInfo) -> bytes:
    """All tables one below the other, each under a line with its caption; an empty line between them."""
    found = bytearray(BOM.encode())
    for table, columns in typed_tables(document):
        found += f"{harmless(str(table.caption))}\r\n".encode()
        found += b"".join(csv_lines(columns, zone)).removeprefix(BOM.encode()) + b"\r\n"
    return bytes(found)


def report_xlsx(document: Document, zone: ZoneInfo) -> bytes:
    """A sheet with the words, one for each table, and native charts below the tables that they are of."""
    book = new_book()
    _add_words(book, document)
    charts = {block.table: block for block in document.blocks() if isinstance(block, Chart)}
    for table, typed_table in typed_tables(document):
        sheet = add_sheet(book, typed_table, zone)
        if chart := charts.get(table.key):
            sheet.add_chart(drawn(chart, table, sheet), f"A{HEAD_ROW + len(table.rows) + 3}")
    return bytes_of(book)


def _add_words(book: Workbook, document: Document) -> None:
    """The first sheet: what the report says, line by line, each as high as its words need."""
    with force_locale(LOCALES[document.language]):
        sheet: Any = book.create_sheet(gettext("Text"))
    sheet.column_dimensions["A"].width = WIDE
    sheet.page_setup.paperSize, sheet.page_setup.orientation = A4, "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for at, (words, heads) in enumerate(_words(document), 1):
        cell: Any = WriteOnlyCell(sheet)
        cell.value, cell.data_type, cell.quotePrefix = printable(words), "s", begins_formula(words)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=heads, size=14 if at == 1 else 11)
        sheet.row_dimensions[at].height = LINE * max(1, -(-len(words.encode("gbk", "replace")) // WIDE))
        sheet.append([cell])


def _words(document: Document) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is a heading."""
    yield str(document.title), True
    yield from _words_of(document.opening)
    for section in document.sections:
        yield str(section.heading), True
        yield from _words_of(section.blocks)


def _words_of(blocks: Sequence[Block]) -> Iterator[tuple[str, bool]]:
    return (
        (str(block.words), isinstance(block, Heading))
        for block in blocks
        if isinstance(block, Paragraph | Heading | Note)
    )
