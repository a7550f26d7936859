"""Comparing whistles and calls with what their events say."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from servicedesk.extensions import db
from servicedesk.models import Event, Whistle

Compared = tuple[str, Any, str, str, Any]
"""Number, row, column, what it is called, and what it should hold."""
# What each step says of the whistle, beside its state.
MOMENTS = {
    "blow_whistle": ("blown_at",),
    "approve_whistle": ("decided_at", "blown_at"),
    "refuse_whistle": ("decided_at",),
    "ratify_whistle": ("ratified_at",),
    "close_whistle": ("closed_at",),
}


@dataclass
class _Rebuilt:
    """What follows from a whistle's events."""

    whistle: dict[str, Any] = field(
        default_factory=lambda: {"state": "", **dict.fromkeys(chain.from_iterable(MOMENTS.values()))}
    )
    calls: dict[int, dict[str, Any]] = field(default_factory=dict)

    def follow(self, action: str, payload: Mapping[str, Any], at: datetime) -> None:
        """Let one more event happen."""
        for id_, _ in payload.get("called", ()):
            self.calls[id_] = {"state": "called", "reported_at": None, "grade": None}
        if "state" in payload:
            self.whistle["state"] = payload["state"][1]
        self.whistle |= dict.fromkeys(MOMENTS.get(action, ()), at)
        if "blown_at" in payload:
            # Approved on paper, and blown when that was recorded.
            self.whistle["blown_at"] = datetime.fromisoformat(payload["blown_at"])
        for id_ in payload.get("absent", ()):
            self.calls[id_]["state"] = "absent"
        if "call" in payload:
            call = self.calls[payload["call"]]
            if "call_state" in payload:
                call |= {"state": payload["call_state"][1], "reported_at": at}
            if action == "score":
                call["grade"] = payload["grade"]


def compared(last: int, most: int) -> tuple[int | None, Sequence[Compared]]:
    """A batch of whistles after the id `last`, held, with what each should hold; and where to go on."""
    whistles = db.session.scalars(
        select(Whistle)
        .where(Whistle.id > last)
        .order_by(Whistle.id)
        .limit(most)
        .options(selectinload(Whistle.calls))
        .with_for_update()
    ).all()
    chains: dict[str, _Rebuilt] = defaultdict(_Rebuilt)
    columns = (Event.chain, Event.action, Event.payload, Event.at)
    numbers = [whistle.number for whistle in whistles]
    for number, action, payload, at in db.session.execute(
        select(*columns).where(Event.chain.in_(numbers)).order_by(Event.chain, Event.seq)
    ):
        chains[number].follow(action, payload, at)
    found = [one for whistle in whistles for one in _compared(whistle, chains[whistle.number])]
    return (whistles[-1].id if whistles else None), found


def _compared(whistle: Whistle, rebuilt: _Rebuilt) -> Iterator[Compared]:
    for column, value in rebuilt.whistle.items():
        yield whistle.number, whistle, column, column, value
    for call in whistle.calls:
        for column, value in rebuilt.calls.get(call.id, {"state": ""}).items():
            yield whistle.number, call, column, f"call {call.id} {column}", value
