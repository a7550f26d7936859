"""A sweep that finds nothing due is one look at an index, among a million limits as among a thousand."""

import json
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import Select, select, text

from servicedesk import wallclock
from servicedesk.extensions import db
from servicedesk.models import Clock
from servicedesk.operations.sweep import sweep
from servicedesk.queries.due import WATCHED
from tests.prove.desk import desk
from tests.statements import counted

SIZES = (1_000, 1_000_000)
SWEEPS = 500
MOST_DEARER = 1.2
"""How many times as long it may take among the most."""
# Without foreign keys: a limit may stand alone here. All fall due from tomorrow on.
FILL = """
INSERT INTO clock (ticket_id, kind, cycle, state, policy_id, calendar_id, unit, amount, started_at, pauses,
  changes, due_at, original_due_at, provisional, limit_no, steps_taken, next_at, counted_at)
SELECT n, 'promise', 1, 'running', 1, 1, 'working_days', 5, now(), '[]', '[]', due, due, false, 1, 0, due, due
FROM generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS n,
  LATERAL (SELECT now() + interval '1 day' + n * interval '1 second' AS due) AS moments
"""


def main() -> None:
    """On PostgreSQL, with the figures; raises SystemExit where it is more than a look at the index."""
    times = []
    with tempfile.TemporaryDirectory() as name, desk("postgresql", Path(name)) as live, live.house():
        for before, size in zip((0, *SIZES), SIZES, strict=False):
            fill(before + 1, size)
            times.append(idle())
            figures = {"case": "idle", "database": "postgresql", "clocks": size, "statements": statements()}
            print(json.dumps({**figures, "p50_ms": round(times[-1], 3), "plan": plan()}), flush=True)
    if max(times) > times[0] * MOST_DEARER:
        raise SystemExit("a sweep that finds nothing due is dearer among many limits")


def fill(first: int, last: int) -> None:
    """Make running limits with these numbers."""
    db.session.execute(text("SET LOCAL session_replication_role = replica"))
    db.session.execute(text(FILL), {"first": first, "last": last})
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE clock"))


def idle() -> float:
    """Milliseconds of a sweep that finds nothing due: the median of many."""
    now, spent = wallclock.now(), []
    for _ in range(SWEEPS):
        begin = perf_counter()
        swept = sweep(now)
        spent.append((perf_counter() - begin) * 1000)
        if swept.judged:
            raise RuntimeError("nothing was due")
    return median(spent)


def statements() -> int:
    """How many statements such a sweep runs."""
    with counted(db) as found:
        sweep(wallclock.now())
    return len(found)


def plan() -> str:
    """The index that answers it."""
    asked: Select[object] = select(Clock.next_at).where(WATCHED).order_by(Clock.next_at).limit(1)
    explained = db.session.scalars(
        text(f"EXPLAIN {asked.compile(db.engine, compile_kwargs={'literal_binds': True})}")
    ).all()
    return next(str(line).split("(cost")[0].strip(" ->") for line in explained if "Scan" in str(line))
