"""How many limits a second one process judges and records, beside the same rows written without rules."""

from dataclasses import dataclass
from time import perf_counter
from typing import Any

from sqlalchemy import select

from servicedesk.extensions import Model, db
from servicedesk.models import Clock, ClockStep, Event, Message, Ticket
from servicedesk.operations import bulk, rings
from servicedesk.operations.sweep import BATCH, sweep
from servicedesk.operations.transaction import transaction
from servicedesk.wallclock import now
from tests.bench.asking import line
from tests.many import make_due

ROUNDS = 10
CLOCKS = 2_000
"""In each round, with one step due each: as many reminders as blue, yellow and red cards."""
WRITTEN = ((ClockStep, rings.STEP), (Event, rings.EVENT), (Message, rings.MESSAGE))
CHANGED = ((Clock, rings.CLOCK), (Ticket, rings.TICKET))
# Both databases count their unlikely keys from here.
BESIDE = 1_000_000


def run() -> dict[str, object]:
    """The benchmark's line without tickets and database; times are those of one clock, by rounds."""
    spent, limit = list[float](), list[float]()
    for _ in range(ROUNDS):
        moment = now()
        sweep(moment)  # what the desk's own matters owe by then
        marks = {model: _last(model) for model, _ in (*WRITTEN, *CHANGED)}
        make_due(CLOCKS, moment)
        begin = perf_counter()
        swept = sweep(moment)
        spent.append((perf_counter() - begin) / CLOCKS)
        if swept.fired != CLOCKS:
            raise RuntimeError(f"{CLOCKS} steps were due, and {swept.fired} were taken")
        rows = _rows(marks)
        begin = perf_counter()
        _write(rows)
        limit.append((perf_counter() - begin) / CLOCKS)
    return line("sweep", spent, limit)


@dataclass
class Rows:
    """Rows of one table; of stored ones the id comes first."""

    model: type[Model]
    names: tuple[str, ...]
    stored: bool
    rows: list[Any]


def _last(model: Any) -> int:
    return db.session.scalar(select(model.id).order_by(model.id.desc()).limit(1)) or 0


def _rows(marks: dict[Any, int]) -> list[Rows]:
    """What the sweep wrote since then, as if it were others': the keys of new rows are new ones."""
    found = []
    for stored, tables in ((False, WRITTEN), (True, CHANGED)):
        for model, names in tables:
            columns = [getattr(model, name) for name in (("id", *names) if stored else names)]
            since = select(*columns).where(model.id > marks[model]).order_by(model.id)
            if model is Event:
                since = since.where(Event.action == "clock_step")
            rows = [row if stored else _renamed(names, row) for row in db.session.execute(since)]
            found.append(Rows(model, names, stored, rows))
    db.session.rollback()
    return found


def _renamed(names: tuple[str, ...], row: Any) -> tuple[Any, ...]:
    new = dict(zip(names, row, strict=True))
    if "chain" in new:
        new["chain"] = f"B{new['chain']}"
    if "limit_no" in new:
        new["limit_no"] += BESIDE
    return tuple(new.values())


def _write(tables: list[Rows]) -> None:
    """In transactions of as many clocks as the sweep's."""
    parts = CLOCKS // BATCH
    for part in range(parts):
        with transaction():
            for table in tables:
                write = bulk.change if table.stored else bulk.insert
                write(table.model, table.names, table.rows[part::parts])
