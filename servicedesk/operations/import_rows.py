"""The rows of an import sorted out: what is new, what came in before, and what cannot be taken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from servicedesk.models import Enterprise
from servicedesk.operations.table_file import Table, read_table
from servicedesk.queries.ticket_imports import digests_of, enterprises_by, known_codes
from servicedesk.rules.past_ticket import PastTicket, RowReader, Wrong
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.text import Text, text
from servicedesk.rules.ticket_map import TicketMap, missing_columns, read_map

REFUSED, CHANGED = "refused", "changed"
CHANGED_SINCE = text("It says something else than when it was imported; what was imported stays.")


@dataclass(frozen=True)
class Source:
    """A file and its map, both checked."""

    map: TicketMap
    table: Table

    def rows(self, now: datetime) -> Iterator["Row"]:
        """Its rows as the map reads them; a reference that stands twice is refused the second time."""
        reader, seen = RowReader(self.map, now), dict[str, int]()
        for line, cells in self.table.rows:
            try:
                if len(cells) > len(self.table.columns) and any(cells[len(self.table.columns) :]):
                    raise Wrong(text("It has more cells than there are columns."))
                padded = [*cells, *[""] * (len(self.table.columns) - len(cells))]
                ticket = reader.read(dict(zip(self.table.columns, padded, strict=False)))
                if ticket.reference in seen:
                    raise Wrong(
                        text("Its reference stands on line %(line)s already.", line=seen[ticket.reference])
                    )
            except Wrong as wrong:
                yield Row(line, None, wrong.reasons)
            else:
                seen[ticket.reference] = line
                yield Row(line, ticket)


@dataclass(frozen=True)
class Row:
    """One row: what it says, or why it cannot be taken."""

    line: int
    ticket: PastTicket | None
    reasons: Sequence[Text] = ()


@dataclass
class Sorted:
    """Some rows, sorted out."""

    new: list[tuple[int, PastTicket]] = field(default_factory=list)
    repeated: int = 0
    left: list[tuple[int, str, Sequence[Text]]] = field(default_factory=list)
    """Lines that are not taken: REFUSED or CHANGED, and why."""
    by_code: Mapping[str, Enterprise | None] = field(default_factory=dict)
    by_name: Mapping[str, Enterprise | None] = field(default_factory=dict)
    """The enterprises that are known among those that they name."""

    def count(self, what: str) -> int:
        """How many lines are left for this."""
        return sum(1 for _, why, _ in self.left if why == what)


def open_source(content: bytes, spec: object) -> Source:
    """The file with its map; raises Invalid for `map` and `file`."""
    map_ = read_map(spec, known_codes())
    table = read_table(content, map_.encoding, map_.delimiter, map_.sheet)
    if missing := missing_columns(map_, table.columns):
        raise Invalid({"map": missing})
    return Source(map_, table)


def sort_out(source: str, rows: Sequence[Row]) -> Sorted:
    """Look up what the rows name, and sort them; at most three statements."""
    tickets = [row.ticket for row in rows if row.ticket]
    before = digests_of(source, [ticket.reference for ticket in tickets])
    codes = {ticket.credit_code for ticket in tickets} - {""}
    names = {ticket.enterprise for ticket in tickets if not ticket.credit_code} - {""}
    found = Sorted(
        by_code=enterprises_by("credit_code", codes) if codes else {},
        by_name=enterprises_by("name", names) if names else {},
    )
    for row in rows:
        _sort(found, row, before)
    return found


def _sort(found: Sorted, row: Row, before: Mapping[str, str]) -> None:
    ticket = row.ticket
    if ticket is None:
        found.left.append((row.line, REFUSED, row.reasons))
    elif ticket.reference in before:
        found.repeated += 1
        if before[ticket.reference] != ticket.digest():
            found.left.append((row.line, CHANGED, [CHANGED_SINCE]))
    elif ticket.credit_code and ticket.credit_code not in found.by_code and not ticket.enterprise:
        reason = text("This enterprise is not known yet: please give its name.")
        found.left.append((row.line, REFUSED, [reason]))
    else:
        found.new.append((row.line, ticket))
