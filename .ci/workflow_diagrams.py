"""The state diagrams of docs/workflow.md, drawn from the workflow tables."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from servicedesk.rules.requests import REQUEST_STATES
from servicedesk.rules.whistles import CALL_STATES, WHISTLE_STATES
from servicedesk.rules.workflow import (
    ASSIGNMENT,
    ASSIGNMENT_STATES,
    REQUEST,
    TICKET,
    TICKET_STATES,
    Row,
)

# Where the lead's assignment stands while the ticket stands here.
BESIDE = {
    "in_progress": ("to_sign", "return_asked", "disputed", "working", "suspended"),
    "tracking": ("working",),
    "in_review": ("submitted",),
    "in_callback": ("done",),
    "closed": ("done",),
}


def diagram(moves: Iterable[tuple[str, str, str]], *first: str) -> list[str]:
    """A state diagram of moves `(from, to, action)`; what two states have between them is one arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for source, target, action in moves:
        if source != target:
            arrows.setdefault((source, target), []).append(action)
    lines = ["```mermaid", "stateDiagram-v2", *(f"    [*] --> {state}" for state in first)]
    for (source, target), names in arrows.items():
        lines.append(f"    {source} --> {target}: {', '.join(dict.fromkeys(names))}")
    return [*lines, "```"]


def moves_of_ticket() -> Iterator[tuple[str, str, str]]:
    """How a ticket moves: by its own actions, and by its lead's."""
    for row in TICKET:
        yield from ((source, row.ticket, row.action) for source in ordered(row.sources) if row.ticket)
    for row in ASSIGNMENT:
        for state, beside in BESIDE.items():
            if row.ticket and row.sources & set(beside):
                yield state, row.ticket, row.action
    for row in REQUEST:
        was = "in_progress" if row.assignment in ("returned", "working") else "closed"
        yield from ((was, row.ticket, row.action) for _ in row.sources if row.ticket)


def moves_of_assignment() -> Iterator[tuple[str, str, str]]:
    """How the lead's assignment moves: by its own actions, and by the ticket's."""
    for row in ASSIGNMENT:
        yield from ((source, row.assignment, row.action) for source in ordered(row.sources) if row.assignment)
    for row in TICKET:
        for state in ordered(row.sources):
            yield from (
                (source, row.assignment, row.action) for source in BESIDE.get(state, ()) if row.assignment
            )
    for row in REQUEST:
        if row.assignment:
            yield from ((_asked_in(row, source), row.assignment, row.action) for source in row.sources)


def _asked_in(row: Row, source: str) -> str:
    """Where the assignment stands while something is asked for."""
    if row.ticket == "in_progress":
        return "done"
    if row.assignment == "suspended":
        return "working"
    if row.ticket == "tracking":
        return "suspended"
    return {"pending": "return_asked", "refused": "to_sign", "disputed": "disputed"}[source]


def moves_of_request() -> Iterator[tuple[str, str, str]]:
    """How a request moves: by the decision, or with the matter."""
    for row in REQUEST:
        yield from ((source, row.request, row.action) for source in ordered(row.sources) if row.request)
    yield "pending", "lapsed", "(the matter moves on)"


def moves_of(table: Sequence[Row], subject: str) -> Iterator[tuple[str, str, str]]:
    """How a whistle or a call moves by its own actions."""
    for row in table:
        target = getattr(row, subject)
        yield from ((source, target, row.action) for source in ordered(row.sources) if target)


def ordered(sources: Iterable[str]) -> list[str]:
    """States in the order of the tables."""
    order = [*TICKET_STATES, *ASSIGNMENT_STATES, *REQUEST_STATES, *WHISTLE_STATES, *CALL_STATES]
    return sorted(sources, key=order.index)
