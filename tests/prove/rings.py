"""Limits ring within two seconds of their moment, noticed by a process that did not start them."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean
from time import perf_counter, sleep

from sqlalchemy import func, select

from servicedesk import wallclock
from servicedesk.environment import ROOT
from servicedesk.extensions import db
from servicedesk.models import Clock, ClockStep, Message, Person
from tests import databases
from tests.factories import submitted
from tests.live import Live, environment
from tests.prove.desk import desk

CLOCKS = 40
BOUND = 2.0
"""Seconds from the moment until the step is on record and its messages are there to be read."""
PATIENCE = 60
# Half of an urgent matter's ten minutes for accepting are over after five: then its reminder is due.
BEFORE = timedelta(minutes=5)
LOOK = 0.02


def main() -> None:
    """On both databases, with the figures; raises SystemExit where a limit rings too late."""
    for kind in databases.KINDS:
        with tempfile.TemporaryDirectory() as name, desk(kind, Path(name)) as live, jobs(live):
            lags = ring(live, CLOCKS)
        figures = {"case": "rings", "database": kind, "clocks": len(lags), "bound_seconds": BOUND}
        lag = {"mean_seconds": round(mean(lags), 2), "max_seconds": round(max(lags), 2)}
        print(json.dumps({**figures, **lag}), flush=True)
        if max(lags) > BOUND:
            raise SystemExit("a limit rang too late")


@contextmanager
def jobs(live: Live) -> Iterator[None]:
    """`flask jobs` in a process of its own, from when it runs."""
    with live.log.open("w") as log:
        command = [sys.executable, "-m", "flask", "--app", "app", "jobs"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment(live.settings), stderr=log)
        try:
            _wait_until(lambda: "the timetable runs" in live.log.read_text())
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)


def ring(live: Live, clocks: int) -> list[float]:
    """Let so many limits fall due, one a second, each started shortly before; answers how late each rang."""
    lags = []
    with live.house():
        member = db.session.scalars(select(Person).where(Person.username == "enterprise")).unique().one()
        for _ in range(clocks):
            moment = wallclock.now() + timedelta(seconds=2)
            ticket_id = submitted(member, moment - BEFORE, urgent=True).id
            db.session.commit()
            _wait_until(lambda ticket_id=ticket_id: _has_rung(ticket_id))  # type: ignore[misc]
            lags.append((datetime.now(UTC) - moment).total_seconds())
    return lags


def _has_rung(ticket_id: int) -> bool:
    """Whether the reminder is on record, and everybody whom it is said to can read it."""
    steps = select(func.count(ClockStep.id)).join(Clock, Clock.id == ClockStep.clock_id)
    said = select(func.count(Message.id), func.count(Message.delivered_at)).where(
        Message.ticket_id == ticket_id, Message.kind == "ring_reminder"
    )
    taken = db.session.scalar(steps.where(Clock.ticket_id == ticket_id))
    messages, delivered = db.session.execute(said).one()
    db.session.rollback()
    return bool(taken and messages and messages == delivered)


def _wait_until(happened: Callable[[], bool]) -> None:
    end = perf_counter() + PATIENCE
    while not happened():
        if perf_counter() > end:
            raise RuntimeError("the timetable does nothing")
        sleep(LOOK)
