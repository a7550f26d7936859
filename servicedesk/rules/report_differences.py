"""Corrections: in which numbers a report that is reckoned again differs from the issued one.

Only tables are compared: what they hold are the numbers, and sentences follow from them.
"""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from servicedesk.rules.report import Document, Table
from servicedesk.rules.report_numbers import NOTHING, with_base

Difference = dict[str, Any]
"""`{table, row, column, issued, again}`, all in words."""


def differences(issued: Document, again: Document, zone: ZoneInfo) -> list[Difference]:
    """Cell by cell; a row that is only in one of them differs from a dash."""
    before, after = _tables(issued), _tables(again)
    captions = {key: str(table.caption) for key, table in (after | before).items()}
    found: list[Difference] = []
    for key in dict.fromkeys([*before, *after]):
        old, new = (_cells(tables.get(key), zone) for tables in (before, after))
        found += [
            {
                "table": captions[key],
                "row": row,
                "column": column,
                "issued": old.get((row, column), NOTHING),
                "again": new.get((row, column), NOTHING),
            }
            for row, column in dict.fromkeys([*old, *new])
            if old.get((row, column), NOTHING) != new.get((row, column), NOTHING)
        ]
    return found


def _tables(document: Document) -> dict[str, Table]:
    return {block.key: block for block in document.blocks() if isinstance(block, Table)}


def _cells(table: Table | None, zone: ZoneInfo) -> dict[tuple[str, str], str]:
    """The cells in words by the names of their row and column."""
    return dict(_named(table, zone)) if table else {}


def _named(table: Table, zone: ZoneInfo) -> Iterator[tuple[tuple[str, str], str]]:
    for row in table.rows:
        for cell, column in zip(row[1:], table.columns[1:], strict=True):
            yield (str(row[0]), str(column.heading)), with_base(cell, column.kind, zone)
