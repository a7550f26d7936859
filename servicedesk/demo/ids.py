"""Ids for records: each batch of matters has blocks of its own, so that processes can play side by side."""

from collections.abc import Mapping

from servicedesk.demo import records
from servicedesk.demo.records import Record

# How many ids a block has for each matter, far more than matters need on average.
SPAN: Mapping[type[Record], int] = {
    records.Ticket: 1,
    records.TicketPast: 6,
    records.Assignment: 4,
    records.Request: 4,
    records.Result: 5,
    records.Judgement: 6,
    records.Clock: 24,
    records.ClockStep: 40,
    records.Event: 64,
    records.Message: 96,
}


class Ids:
    """The ids of one batch."""

    def __init__(self, last: Mapping[type[Record], int], before: int, matters: int) -> None:
        self._next = {kind: last[kind] + before * span + 1 for kind, span in SPAN.items()}
        self._end = {kind: self._next[kind] + matters * span for kind, span in SPAN.items()}

    def next(self, kind: type[Record]) -> int:
        """The next id; raises RuntimeError where the block is used up."""
        found = self._next[kind]
        if found >= self._end[kind]:
            raise RuntimeError(f"one batch of matters has more rows of {kind.__name__} than ids")
        self._next[kind] = found + 1
        return found

    def mark(self) -> dict[type[Record], int]:
        """Where the ids stand now."""
        return dict(self._next)

    def back_to(self, mark: Mapping[type[Record], int]) -> None:
        """Give out the ids since then once more: what had them is forgotten."""
        self._next = dict(mark)
