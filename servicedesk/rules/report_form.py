"""A report that was said, as JSON and back, and the hash over its one canonical form."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson

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
    Section,
    Table,
)
from servicedesk.rules.report_numbers import value


def to_json(document: Document) -> dict[str, Any]:
    """What is stored, and what programs read; moments with their offset."""
    return {
        "kind": document.kind,
        "title": document.title,
        "number": document.number,
        "number_form": document.number_form,
        "period": document.period,
        "first": document.first.isoformat(),
        "last": document.last.isoformat(),
        "as_of": document.as_of.isoformat(),
        "language": document.language,
        "issuer": document.issuer,
        "signed_on": document.signed_on,
        "opening": [_block(block) for block in document.opening],
        "sections": [
            {
                "key": section.key,
                "heading": section.heading,
                "annex": section.annex,
                "blocks": [_block(block) for block in section.blocks],
            }
            for section in document.sections
        ],
    }


def from_json(stored: Mapping[str, Any]) -> Document:
    """The document of what was stored."""
    return Document(
        kind=stored["kind"],
        title=stored["title"],
        number=stored["number"],
        number_form=stored["number_form"],
        period=stored["period"],
        first=date.fromisoformat(stored["first"]),
        last=date.fromisoformat(stored["last"]),
        as_of=datetime.fromisoformat(stored["as_of"]),
        language=stored["language"],
        issuer=stored["issuer"],
        signed_on=stored["signed_on"],
        opening=[_read(block) for block in stored["opening"]],
        sections=[
            Section(
                section["key"],
                section["heading"],
                [_read(one) for one in section["blocks"]],
                section["annex"],
            )
            for section in stored["sections"]
        ],
    )


def digest(document: Document) -> str:
    """SHA-256, in hex, over the JSON with its keys in order and without spaces."""
    return hashlib.sha256(orjson.dumps(to_json(document), option=orjson.OPT_SORT_KEYS)).hexdigest()


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"type": "paragraph", "key": block.key, "words": block.words, "edited": block.edited}
        case Table():
            columns = [{"heading": column.heading, "kind": column.kind} for column in block.columns]
            rows = [[_cell(cell) for cell in row] for row in block.rows]
            head = {"type": "table", "key": block.key, "caption": block.caption}
            return {**head, "columns": columns, "rows": rows}
        case Chart():
            return {
                "type": "chart",
                "key": block.key,
                "caption": block.caption,
                "shape": block.shape,
                "labels": list(block.labels),
                "series": [{"name": name, "values": list(values)} for name, values in block.series],
                "ratio": block.ratio,
            }
    return {"type": block.type, "words": block.words}


def _cell(cell: Cell) -> Any:
    match cell:
        case Ratio():
            return {"numerator": cell.numerator, "denominator": cell.denominator, "value": value(cell)}
        case date():
            return cell.isoformat()
    return cell


def _read(stored: Mapping[str, Any]) -> Block:
    match stored["type"]:
        case "paragraph":
            return Paragraph(stored["key"], stored["words"], stored["edited"])
        case "heading":
            return Heading(stored["words"])
        case "table":
            columns = [Column(column["heading"], column["kind"]) for column in stored["columns"]]
            return Table(stored["key"], stored["caption"], columns, _rows(stored["rows"], columns))
        case "chart":
            series = [(one["name"], one["values"]) for one in stored["series"]]
            head = stored["key"], stored["caption"], stored["shape"]
            return Chart(*head, stored["labels"], series, stored["ratio"])
    return Note(stored["words"])


def _rows(stored: Sequence[Sequence[Any]], columns: Sequence[Column]) -> list[list[Cell]]:
    return [
        [_read_cell(cell, column.kind) for cell, column in zip(row, columns, strict=True)] for row in stored
    ]


def _read_cell(stored: Any, kind: ColumnKind) -> Cell:
    match kind, stored:
        case _, {"numerator": numerator, "denominator": denominator}:
            return Ratio(numerator, denominator)
        case "moment", str():
            return datetime.fromisoformat(stored)
        case "day", str():
            return date.fromisoformat(stored)
    return stored  # type: ignore[no-any-return]
