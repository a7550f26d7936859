"""Several processes sweep while one at a time is killed: no step is lost, none is taken twice."""

import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from servicedesk import wallclock
from tests.live import Live
from tests.many import forget, make_due
from tests.prove.desk import desk
from tests.prove.sweepers import Sweepers
from tests.prove.taken import Account, account

EACH = 2
"""Limits of each matter, so that processes meet on one chain."""


@dataclass(frozen=True)
class Trial:
    """How much is tried."""

    database: str
    processes: int
    clocks: int
    rounds: int
    batch: int
    kills: int
    """At most, in each round."""
    pause: float
    """Seconds between two kills, on the average."""


WHOLE = (
    Trial("postgresql", processes=4, clocks=20_000, rounds=20, batch=1_000, kills=20, pause=0.4),
    Trial("sqlite", processes=3, clocks=4_000, rounds=10, batch=200, kills=10, pause=0.3),
)


def main() -> None:
    """Both trials, each with its figures; raises SystemExit where anything is wrong."""
    for trial in WHOLE:
        with tempfile.TemporaryDirectory() as name, desk(trial.database, Path(name)) as live:
            prove(trial, live)


def prove(trial: Trial, live: Live) -> None:
    """Try, and print what came of it."""
    random, seconds, kills, swept = Random(1), 0.0, 0, Account(0, 0, 0, 0, 0)
    for _ in range(trial.rounds):
        with live.house():
            forget()
            make_due(trial.clocks // EACH, wallclock.now(), EACH)
        sweepers = Sweepers(live.settings, trial.batch, random)
        seconds += sweepers.run(trial.processes, trial.kills, trial.pause)
        kills += sweepers.killed
        with live.house():
            swept += account(wallclock.now())
    figures = {"case": "kills", **asdict(trial), "kills": kills, "seconds": round(seconds, 1)}
    print(json.dumps({**figures, **asdict(swept)}), flush=True)
    if not swept.is_clean:
        raise SystemExit("steps were lost or taken twice")
