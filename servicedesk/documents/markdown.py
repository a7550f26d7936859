"""A report as Markdown: headings, paragraphs, pipe tables; nothing that somebody typed becomes markup."""

import re
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from servicedesk.documents.numbering import numbered
from servicedesk.documents.tables import printable
from servicedesk.rules.report import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    Note,
    Paragraph,
    Section,
    Table,
)
from servicedesk.rules.report_numbers import with_base

_MARKUP = re.compile(r"([\\`*_\[\]<>|#~])")
_LIST = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def markdown(document: Document, zone: ZoneInfo) -> bytes:
    """The whole report, UTF-8."""
    return ("\n\n".join(_parts(document, zone)) + "\n").encode()


def _parts(document: Document, zone: ZoneInfo) -> Iterator[str]:
    yield f"# {_safe(str(document.title))}"
    if document.number:
        yield _safe(document.number)
    for block in document.opening:
        yield from _block(block, zone)
    for number, section in numbered(document):
        yield from _section(section, number, zone)
    yield f"{_safe(str(document.issuer))}  \n{document.signed_on}"
    for section in document.annexes:
        yield from _section(section, "", zone)


def _section(section: Section, number: str, zone: ZoneInfo) -> Iterator[str]:
    yield f"## {number}{_safe(str(section.heading))}"
    for block in section.blocks:
        yield from _block(block, zone)


def _block(block: Block, zone: ZoneInfo) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _safe(str(block.words))
        case Heading():
            yield f"### {_safe(str(block.words))}"
        case Note():
            yield f"*{_safe(str(block.words))}*"
        case Table():
            yield f"**{_safe(str(block.caption))}**"
            yield _table(block, zone)
        case Chart():
            # Its numbers stand in a table.
            return


def _table(table: Table, zone: ZoneInfo) -> str:
    heads = [_safe(str(column.heading)) for column in table.columns]
    rules = ["---:" if column.is_number else "---" for column in table.columns]
    rows = [
        [_cell(cell, column, zone) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    return "\n".join(_line(line) for line in [heads, rules, *rows])


def _cell(cell: Cell, column: Column, zone: ZoneInfo) -> str:
    return _safe(with_base(cell, column.kind, zone))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _safe(words: str) -> str:
    """The words on one line, with what Markdown would read as its own marks made plain."""
    line = " ".join(printable(words).split())
    return _LIST.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", line))
