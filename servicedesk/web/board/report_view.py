"""A report as its page shows it: the tree's blocks, numbered as on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from servicedesk.documents.numbering import numbered, subheading_number
from servicedesk.languages import period_in_words
from servicedesk.rules.periods import Period
from servicedesk.rules.report import Block, Chart, Document, Heading, Paragraph, Ratio, Table
from servicedesk.rules.report_numbers import NOTHING, with_base
from servicedesk.web.board.periods import zone


@dataclass(frozen=True, slots=True)
class Shown:
    """A block: what it is, its words, and of a table its heads and cells as `(words, stands right)`."""

    type: str
    words: str
    key: str = ""
    edited: bool = False
    changed: bool = False
    heads: Sequence[tuple[str, bool]] = ()
    rows: Sequence[Sequence[tuple[str, bool]]] = ()
    picture: Any = None


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its number."""

    heading: str
    annex: bool
    blocks: Sequence[Shown]


def parts(document: Document) -> list[Part]:
    """The face, which has no heading, and the sections."""
    sections = [*numbered(document), *(("", annex) for annex in document.annexes)]
    return [
        Part("", False, _blocks(document.opening, document)),
        *(
            Part(f"{number}{section.heading}", section.annex, _blocks(section.blocks, document))
            for number, section in sections
        ),
    ]


def period_of(report: Any) -> str:
    """The period of a report in words."""
    return period_in_words(Period(report.period, report.first, report.last))


def _blocks(blocks: Sequence[Block], document: Document) -> list[Shown]:
    found, headings = [], 0
    tables = {block.key: block for block in blocks if isinstance(block, Table)}
    for block in blocks:
        match block:
            case Paragraph():
                words = str(block.words)
                found.append(Shown("paragraph", words, block.key, block.edited, block.changed))
            case Heading():
                headings += 1
                number = subheading_number(headings, document.language)
                found.append(Shown("heading", f"{number}{block.words}"))
            case Table():
                found.append(_table(block))
            case Chart(shape="line"):
                found.append(_picture(block, tables))
            case Chart():
                # Bars say no more than the table beside them.
                continue
            case _:
                found.append(Shown("note", str(block.words)))
    return found


def _table(table: Table) -> Shown:
    right = [column.is_number for column in table.columns]
    heads = [(str(column.heading), side) for column, side in zip(table.columns, right, strict=True)]
    rows = [
        [
            (with_base(cell, column.kind, zone()), side)
            for cell, column, side in zip(row, table.columns, right, strict=True)
        ]
        for row in table.rows
    ]
    return Shown("table", str(table.caption), table.key, heads=heads, rows=rows)


def _picture(chart: Chart, tables: dict[str, Table]) -> Shown:
    """As `chart_trend.js` draws it, each point with its base from the table."""
    table = tables[chart.table]
    series = [
        {
            "name": str(name),
            "values": [None if value is None else round(value * 100, 2) for value in values],
            "bases": [_base(row[place]) for row in table.rows],
        }
        for place, (name, values) in enumerate(chart.series, 1)
    ]
    labels = [str(label) for label in chart.labels]
    return Shown("picture", str(chart.caption), picture={"labels": labels, "series": series})


def _base(cell: object) -> str:
    return f"{cell.numerator} / {cell.denominator}" if isinstance(cell, Ratio) else NOTHING


def signed(document: Document) -> tuple[str, str]:
    """Who signs, and the day."""
    day = document.signed_on
    return str(document.issuer), day.isoformat() if isinstance(day, date) else day
