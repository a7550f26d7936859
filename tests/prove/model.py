"""Thousands of right and wrong steps of many people: what must hold holds after each, on both databases."""

import json
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

from hypothesis.stateful import run_state_machine_as_test

from servicedesk.extensions import db
from tests import databases
from tests.cast import make_cast
from tests.live import Live, prepare, settings_in
from tests.model import ZoneMachine, examples

EXAMPLES = 120
STEPS = 40


def main() -> None:
    """On both databases, with the figures; raises AssertionError with the steps that led to what is wrong."""
    for kind in databases.KINDS:
        with tempfile.TemporaryDirectory() as name, databases.empty(kind, Path(name), "prove") as address:
            settings = settings_in(Path(name), database_url=address)
            prepare(settings, ("db", "upgrade"), ("init",))
            keeper = databases.keeper(address)
            keeper.keep()
            with Live("", settings, Path(name) / "server.log").house():
                print(json.dumps(_play(kind, keeper)), flush=True)


def _play(kind: str, keeper: databases.Keeper) -> dict[str, object]:
    def fresh() -> None:
        db.session.remove()
        db.engine.dispose()
        keeper.restore()
        make_cast()

    begun, taken = perf_counter(), Counter[str]()
    run_state_machine_as_test(lambda: ZoneMachine(fresh, taken), settings=examples(EXAMPLES, STEPS))
    seconds = round(perf_counter() - begun)
    return {"case": "model", "database": kind, "examples": EXAMPLES, "steps": dict(taken), "seconds": seconds}
