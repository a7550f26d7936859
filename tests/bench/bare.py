"""Rows written without any rules: what the database alone can do, as the limit of what we do with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from flask import Flask
from sqlalchemy import String, Table, UniqueConstraint, func, select

from servicedesk.extensions import db
from servicedesk.models import Ticket


def _belonging_to_tickets() -> tuple[Table, ...]:
    """Tickets and every table that refers to them, at whatever remove, in the order of the foreign keys."""
    found = [Ticket.__table__]
    for table in db.metadata.sorted_tables:
        if any(key.column.table in found for key in table.foreign_keys) and table not in found:
            found.append(table)
    return tuple(found)  # type: ignore[arg-type]


TABLES = _belonging_to_tickets()
FAR = 10**9
"""Added to every id, so that the copies stand beside the rows."""
COPIED = 2_000


def rows_of_tickets(most: int = COPIED) -> dict[Table, list[dict[str, Any]]]:
    """The rows of the newest tickets, by table, as if they were others': every id and name is a new one."""
    ticket = Ticket.__table__
    ids = list(db.session.scalars(select(ticket.c.id).order_by(ticket.c.id.desc()).limit(most)))
    found: dict[Table, list[dict[str, Any]]] = {}
    for table in TABLES:
        mine = table.c.id.in_(ids) if table is ticket else _of_tickets(table, ids)
        found[table] = [
            _moved(table, dict(row._mapping)) for row in db.session.execute(select(table).where(mine))
        ]
    db.session.rollback()
    return found


def _of_tickets(table: Table, ids: list[int]) -> Any:
    if "ticket_id" in table.c:
        return table.c.ticket_id.in_(ids)
    key = next(key for key in table.foreign_keys if key.column.table in TABLES)
    owner = key.column.table
    return key.parent.in_(select(owner.c.id).where(_of_tickets(owner, ids)))


def _moved(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    # Of a matter that is joined to another, that one may not be among the copies.
    row |= {key.parent.name: None for key in table.foreign_keys if key.column.table is table}
    keys = [key.parent for key in table.foreign_keys if key.column.table in TABLES]
    for name in {key.name for key in (*table.primary_key, *keys)}:
        if row[name] is not None:
            row[name] += FAR
    for name in _names(table):
        row[name] = f"X{row[name]}"
    return row


def _names(table: Table) -> Iterator[str]:
    """Columns of words of which there may be only one, without a new id beside them."""
    alone = {
        column.name
        for one in table.constraints
        if isinstance(one, UniqueConstraint) and not any(column.foreign_keys for column in one.columns)
        for column in one.columns
    }
    for column in table.c:
        if isinstance(column.type, String) and (column.unique or column.name in alone):
            yield column.name


def tickets_per_second(rows: dict[Table, list[dict[str, Any]]]) -> float:
    """How many tickets' rows the database takes a second, in one go; they are taken back."""
    begin = perf_counter()
    with _unwritten():
        for table, values in rows.items():
            if values:
                db.session.execute(table.insert(), values)
        spent = perf_counter() - begin
    return len(rows[TABLES[0]]) / spent


@contextmanager
def _unwritten() -> Iterator[None]:
    db.session.rollback()
    db.session.connection(execution_options={"sqlite_immediate": True})
    try:
        yield
    finally:
        db.session.rollback()


class OneByOne:
    """Writes the rows of one submitted ticket (ticket, clock, event, messages) in a transaction each."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            whole = rows_of_tickets(1)
            self.rows = {
                table: values[:3] if table.name == "message" else values[:1]
                for table, values in whole.items()
                if table.name in ("ticket", "clock", "event", "message") and values
            }
            self.next = int(db.session.scalar(select(func.max(Ticket.id))) or 0) + 2 * FAR

    def __call__(self) -> None:
        self.next += 1
        with self.app.app_context():
            db.session.connection(execution_options={"sqlite_immediate": True})
            for table, values in self.rows.items():
                db.session.execute(table.insert(), [self._new(table, row, n) for n, row in enumerate(values)])
            db.session.commit()

    def _new(self, table: Table, row: dict[str, Any], n: int) -> dict[str, Any]:
        new = {**row, "id": self.next * 10 + n}
        if table.name == "ticket":
            new |= {"id": self.next, "number": f"Y{self.next}"}
        else:
            new["ticket_id"] = self.next
        if table.name == "clock":
            new |= {"assignment_id": None, "state": "running"}
        if table.name == "event":
            new |= {"chain": f"Y{self.next}", "assignment_id": None}
        return new
