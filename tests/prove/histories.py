"""1,000 random histories: the stored limits are those of the events, and the explanations add up to them."""

import json
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from servicedesk.operations.checking import check
from tests import databases
from tests.cast import make_cast
from tests.histories import Zone, contradictions
from tests.prove.zones import Fresh, zones

ZONES = 50
"""On each database."""
MATTERS = 10
STEPS = 60
SHOWN = 20


@dataclass
class Played:
    """What was done in all zones, and what was wrong afterwards."""

    counts: Counter[str] = field(default_factory=Counter)
    histories: int = 0
    clocks: int = 0
    contradictions: list[str] = field(default_factory=list)
    differences: list[Any] = field(default_factory=list)


def main() -> None:
    """On both databases, with the figures; raises SystemExit where anything differs."""
    for kind in databases.KINDS:
        begun = perf_counter()
        with tempfile.TemporaryDirectory() as folder, zones(kind, Path(folder)) as fresh:
            played = _play(fresh)
        for found in [*played.contradictions, *played.differences][:SHOWN]:
            print(found)
        figures = {
            "case": "histories",
            "database": kind,
            "histories": played.histories,
            "clocks": played.clocks,
            "steps": sum(count for name, count in played.counts.items() if "refused" not in name),
            "counts": dict(played.counts.most_common()),
            "differences": len(played.differences),
            "contradictions": len(played.contradictions),
            "seconds": round(perf_counter() - begun),
        }
        print(json.dumps(figures), flush=True)
        if figures["differences"] or figures["contradictions"]:
            raise SystemExit("what is stored is not what the events say")


def _play(fresh: Fresh) -> Played:
    played = Played()
    for seed in range(ZONES):
        fresh()
        zone = Zone(make_cast(), seed)
        zone.play(MATTERS, STEPS)
        checked = check(now=zone.now)
        played.counts += zone.counts
        played.histories += checked.tickets
        played.clocks += checked.clocks
        played.differences += checked.differences
        played.contradictions += contradictions()
    return played
