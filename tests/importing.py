"""Files of other systems, and importing them, for tests."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Ticket, TicketImport
from servicedesk.operations.checking import check
from servicedesk.operations.seals import audit
from servicedesk.operations.ticket_import import import_at_once
from servicedesk.queries.ticket_imports import all_lines_of
from servicedesk.rules.text import restored
from tests.factories import NOW

ROOT = Path(__file__).resolve().parent.parent
CITY = ROOT.parent / "shared" / "data" / "city_requests_2013_2014.csv"
MAPS = ROOT / "docs" / "import"
CITY_MAP = json.loads((MAPS / "boston_311_map.json").read_text(encoding="utf-8"))
TEMPLATE_MAP = json.loads((MAPS / "template_map.json").read_text(encoding="utf-8"))
TEMPLATE = (MAPS / "template.csv").read_bytes()


def lines_of(content: bytes, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(content.decode(encoding), newline="")))


def written(rows: Sequence[Mapping[str, Any]], encoding: str = "utf-8") -> bytes:
    """A CSV file of these rows."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def in_excel(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """An Excel file of these rows."""
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    book.save(out)
    return out.getvalue()


def taken_in(now: datetime, content: bytes, spec: Any = TEMPLATE_MAP) -> TicketImport:
    """The import of a file, as the command does it."""
    return import_at_once(now, "past.csv", content, spec)


def counts(run: TicketImport) -> tuple[int, int, int, int]:
    """Added, there already, changed since, refused."""
    return run.added, run.repeated, run.changed, run.refused


def left(run: TicketImport) -> dict[int, str]:
    """The lines that were not taken, each with its reasons."""
    return {
        line.line: " ".join(str(restored(reason)) for reason in line.reasons) for line in all_lines_of(run.id)
    }


ROWS = lines_of(TEMPLATE)


def row(**changes: str) -> dict[str, str]:
    """The template's first row with other cells."""
    return ROWS[0] | changes


def ticket_of(reference: str) -> Ticket:
    return db.session.scalars(select(Ticket).where(Ticket.external_ref == reference)).one()


def sound(now: datetime = NOW) -> bool:
    """Whether chains, states and limits are what the events say."""
    return not list(audit()) and not check(now=now).differences
