"""A table of typed columns, and the same as CSV. `workbooks` writes it as XLSX.

A text cell is never a formula: `= + - @` and what moves to the next cell (tab, line ends) do not begin one
(OWASP, "CSV Injection"; with the full-width signs, which spreadsheets in Chinese take for the narrow ones).
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Kind = Literal["text", "number", "rate", "moment", "day"]
Number = int | float | Decimal | Fraction
Cell = str | Number | datetime | date | None
BOM = "\ufeff"
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
# What XML cannot hold, and what no cell should: control signs and halves of pairs.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what its cells are, and its width in characters (measured where None).

    `text` takes str, `number` any number, `rate` a share of one (0.9933 is shown as 99.33%), `moment` a
    datetime with its offset, `day` a date. None is an empty cell everywhere.
    """

    heading: str
    kind: Kind = "text"
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; `rows` may be a generator. `notes` are read after the rows and stand below them."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    notes: Iterable[str] = ()


def csv_lines(table: Table, zone: tzinfo) -> Iterator[bytes]:
    """The table as CSV, line by line: UTF-8 with a BOM, so that Excel reads Chinese; CRLF (RFC 4180).

    Moments are written in the zone's time. The title is not in it, so that programs find the headings first.
    """
    line = csv.writer(_Line(), lineterminator="\r\n").writerow
    yield (BOM + line([harmless(column.heading) for column in table.columns])).encode()
    for row in table.rows:
        yield line(_written(column, cell, zone) for column, cell in _cells(table, row)).encode()
    for note in table.notes:
        yield line([harmless(note)]).encode()


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    text = printable(text)
    return f"'{text}" if begins_formula(text) else text


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula."""
    return _FORMULA.match(text) is not None


def printable(text: str) -> str:
    """The text without signs that no file of a spreadsheet can hold."""
    return _UNPRINTABLE.sub("\ufffd", text)


def local(moment: datetime, zone: tzinfo) -> datetime:
    """The moment in the zone's time, without its offset, which spreadsheets cannot hold."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its offset")
    return moment.astimezone(zone).replace(tzinfo=None)


class _Line:
    """Where the csv module writes to: gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _cells(table: Table, row: Sequence[Cell]) -> Iterator[tuple[Column, Cell]]:
    return zip(table.columns, row, strict=True)


def _written(column: Column, cell: Cell, zone: tzinfo) -> str:
    if cell is None:
        return ""
    match column.kind, cell:
        case "moment", datetime():
            return f"{local(cell, zone):%Y-%m-%d %H:%M}"
        case "day", date():
            return f"{cell:%Y-%m-%d}"
        case "rate", int() | float() | Decimal() | Fraction():
            return f"{float(cell) * 100:.2f}%"
        case "number", int() | Decimal():
            return str(cell)
        case "number", float() | Fraction():
            return f"{float(cell):.10g}"
        case "text", str():
            return harmless(cell)
    raise TypeError(f"{column.heading}: {cell!r} is no {column.kind}")
