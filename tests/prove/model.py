"""Thousands of right and wrong steps of many people: what must hold holds after each, on both databases."""

import json
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

from hypothesis.stateful import run_state_machine_as_test

from tests import databases
from tests.cast import make_cast
from tests.model import ZoneMachine, examples
from tests.prove.zones import Fresh, zones

EXAMPLES = 120
STEPS = 40


def main() -> None:
    """On both databases, with the figures; raises AssertionError with the steps that led to what is wrong."""
    for kind in databases.KINDS:
        with tempfile.TemporaryDirectory() as folder, zones(kind, Path(folder)) as fresh:
            print(json.dumps({"case": "model", "database": kind, **_play(fresh)}), flush=True)


def _play(fresh: Fresh) -> dict[str, object]:
    def begin() -> None:
        fresh()
        make_cast()

    begun, taken = perf_counter(), Counter[str]()
    run_state_machine_as_test(lambda: ZoneMachine(begin, taken), settings=examples(EXAMPLES, STEPS))
    return {"examples": EXAMPLES, "steps": dict(taken), "seconds": round(perf_counter() - begun)}
