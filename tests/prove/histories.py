"""1,000 random histories: the stored limits are those of the events, and the explanations add up to them."""

import json
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Person
from servicedesk.operations.checking import check
from tests import databases
from tests.cast import Cast
from tests.histories import Zone, contradictions
from tests.prove.desk import desk

HISTORIES = 500
"""On each database."""
STEPS = 25
SHOWN = 20


def main() -> None:
    """On both databases, with the figures; raises SystemExit where anything differs."""
    for kind in databases.KINDS:
        with tempfile.TemporaryDirectory() as folder, desk(kind, Path(folder)) as live, live.house():
            figures = _play(kind)
        print(json.dumps(figures), flush=True)
        if figures["differences"] or figures["contradictions"]:
            raise SystemExit("what is stored is not what the events say")


def _play(kind: str) -> dict[str, Any]:
    begun = perf_counter()
    people = {person.username: person for person in db.session.scalars(select(Person))}
    zone = Zone(Cast(**{name: people[name] for name in Cast.__dataclass_fields__}), HISTORIES)
    zone.play(HISTORIES, STEPS)
    wrong, checked = contradictions(), check(now=zone.now)
    for found in [*wrong, *checked.differences][:SHOWN]:
        print(found)
    return {
        "case": "histories",
        "database": kind,
        "histories": checked.tickets,
        "clocks": checked.clocks,
        "steps": sum(count for name, count in zone.counts.items() if "refused" not in name),
        "counts": dict(zone.counts.most_common()),
        "differences": len(checked.differences),
        "contradictions": len(wrong),
        "seconds": round(perf_counter() - begun),
    }
