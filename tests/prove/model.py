"""Thousands of right and wrong steps of many people: what must hold holds after each, on both databases."""

import json
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

from hypothesis.stateful import run_state_machine_as_test

from servicedesk.extensions import db
from tests import databases
from tests.model import ZoneMachine, examples
from tests.prove.desk import desk

EXAMPLES = 120
STEPS = 40


def main() -> None:
    """On both databases, with the figures; raises AssertionError with the steps that led to what is wrong."""
    for kind in databases.KINDS:
        with tempfile.TemporaryDirectory() as folder, desk(kind, Path(folder)) as live:
            keeper = databases.keeper(str(live.settings["SERVICEDESK_DATABASE_URL"]))
            keeper.keep()
            with live.house():
                print(json.dumps(_play(kind, keeper)), flush=True)


def _play(kind: str, keeper: databases.Keeper) -> dict[str, object]:
    def fresh() -> None:
        db.session.remove()
        db.engine.dispose()
        keeper.restore()

    begun, taken = perf_counter(), Counter[str]()
    run_state_machine_as_test(lambda: ZoneMachine(fresh, taken), settings=examples(EXAMPLES, STEPS))
    seconds = round(perf_counter() - begun)
    return {"case": "model", "database": kind, "examples": EXAMPLES, "steps": dict(taken), "seconds": seconds}
