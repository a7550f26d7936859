"""Taking a list's rows into a file, and remembering what was taken."""

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_login import current_user

from servicedesk.documents import tables, workbooks
from servicedesk.documents.tables import Cell, Table
from servicedesk.languages import full_moment, say
from servicedesk.queries.readings import watched_among
from servicedesk.queries.redacted import is_copy
from servicedesk.rules.ledger import MOST_ROWS, Column, Ledger
from servicedesk.web import request_time
from servicedesk.web.ledgers.matter_cells import Cells

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class Taking:
    """The rows of a list on their way into a file; once they are there, it knows how many there were."""

    def __init__(self, ledger: Ledger, columns: Sequence[Column], rows: Iterator[Any], cells: Cells) -> None:
        self.count, self.cut = 0, False
        self._ledger, self._columns, self._rows = ledger, columns, rows
        self._cells = [cells[column.name] for column in columns]
        self._watched: set[int] = set()
        self._sensitive: set[str] = set()

    def write(self, form: str, zone: ZoneInfo) -> bytes:
        """The file in one of the formats of `rules.ledger`."""
        headings = [tables.Column(say(column.heading), column.kind) for column in self._columns]  # type: ignore[arg-type]
        table = Table(say(self._ledger.title), headings, self._taken(), self._notes(form))
        if form == "csv":
            return b"".join(tables.csv_lines(table, zone))
        return workbooks.xlsx([table], zone)

    def watched(self) -> set[int]:
        """Ids of the matters in it that were read in full and whose reads are noted."""
        return self._watched | (watched_among(self._sensitive) if self._sensitive else set())

    def _taken(self) -> Iterator[Sequence[Cell]]:
        for row in self._rows:
            if self.count == MOST_ROWS:
                self.cut = True
                return
            self.count += 1
            self._remember(row)
            yield [cell(row) for cell in self._cells]

    def _remember(self, row: Any) -> None:
        """What stands behind a figure has no ticket with it, only whether rules of its own hold for it."""
        ticket = _ticket_of(row)
        if ticket is None:
            if getattr(row, "sensitive", False):
                self._sensitive.add(row.number)
        elif (ticket.confidential or ticket.misconduct) and not is_copy(ticket):
            self._watched.add(ticket.id)

    def _notes(self, form: str) -> Iterator[str]:
        """Read when all rows are there. Programs read CSV: there only what must not be overlooked."""
        if self.cut:
            yield gettext(
                "The list is longer: only its first %(number)s rows stand here. Please narrow it.",
                number=MOST_ROWS,
            )
        if form != "csv":
            yield gettext(
                "%(number)s rows; downloaded by %(name)s, %(moment)s",
                number=self.count, name=current_user.name, moment=full_moment(request_time.now()),
            )  # fmt: skip


def _ticket_of(row: Any) -> Any:
    """The ticket that a row is about: itself, beside it, or beside its instruction; None where none is."""
    if hasattr(row, "misconduct"):
        return row
    about = getattr(row, "instruction", row)
    return getattr(about, "ticket", None)
