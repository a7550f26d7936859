"""The workflow: one row for each action, read by pages, API, permission checks, docs and tests.

A row says from which states an action leads to which, who may do it, what it needs, what it does to the
clocks, and whether the enterprise sees it. When an action can end differently (a contented judgement
closes, another does not), it has several rows and the first whose condition holds counts.
"""

from collections.abc import Iterable, Sequence

from servicedesk.rules.assignment_workflow import (
    ASSIGNMENT,
    ASSIGNMENT_STATES,
    CONTACT_WAYS,
    LIVE_ASSIGNMENT_STATES,
    RETURNING_STATES,
    ended_with,
)
from servicedesk.rules.conditions import Facts, Given, Guard
from servicedesk.rules.refusals import NotFound, NotNow, NotYours
from servicedesk.rules.request_workflow import REQUEST
from servicedesk.rules.text import text
from servicedesk.rules.ticket_workflow import (
    CHANNELS,
    ENDED_STATES,
    FOLLOWING,
    KINDS,
    MAIN_LINE,
    OPEN_STATES,
    TICKET,
    TICKET_STATES,
    WITH_DEPARTMENT,
)
from servicedesk.rules.workflow_rows import Row

__all__ = [
    "ASSIGNMENT",
    "ASSIGNMENT_STATES",
    "CHANNELS",
    "CONTACT_WAYS",
    "ENDED_STATES",
    "FOLLOWING",
    "KINDS",
    "LIVE_ASSIGNMENT_STATES",
    "MAIN_LINE",
    "OPEN_STATES",
    "REQUEST",
    "RETURNING_STATES",
    "TICKET",
    "TICKET_STATES",
    "WITH_DEPARTMENT",
    "actions",
    "admit",
    "allowed",
    "choose",
    "ended_with",
    "recorded_as",
    "rows_for",
]


def actions(table: Sequence[Row]) -> tuple[str, ...]:
    """The names of a table's actions, in its order, each once."""
    return tuple(dict.fromkeys(row.action for row in table))


def recorded_as(row: Row, asked: str | None) -> str:
    """What a step is called on record: a decision says what it is about (`approve_extension`)."""
    if row.recorded is not None:
        return row.recorded
    return f"{row.action}_{asked}" if row.request is not None and asked else row.action


def rows_for(table: Sequence[Row], state: str, relations: Iterable[str]) -> list[Row]:
    """The rows open to somebody with these relations in this state, before guards and conditions."""
    mine = frozenset(relations)
    return [row for row in table if state in row.sources and row.who & mine]


def allowed(table: Sequence[Row], state: str, relations: Iterable[str], facts: Facts) -> tuple[str, ...]:
    """The names of the actions that are possible now."""
    rows = rows_for(table, state, relations)
    refused = {row.action for row in rows if _refusing(row, facts)}
    return tuple(dict.fromkeys(row.action for row in rows if row.action not in refused))


def admit(table: Sequence[Row], action: str, state: str, relations: Iterable[str], facts: Facts) -> list[Row]:
    """The rows of `action` that this person may take in this state (one or more, by condition).

    Raises NotFound for an unknown action, NotYours when somebody else does it, NotNow when the state or a
    guard forbids it; the latter two name the actions that are allowed.
    """
    mine = frozenset(relations)
    rows = [row for row in table if row.action == action]
    if not rows:
        raise NotFound(text("There is no such action."))
    here = [row for row in rows if state in row.sources and row.who & mine]
    refusing = next(filter(None, (_refusing(row, facts) for row in here)), None)
    if here and not refusing:
        return here
    possible = allowed(table, state, mine, facts)
    if not any(row.who & mine for row in rows):
        raise NotYours(text("This step is somebody else's."), possible)
    if refusing:
        raise NotNow(refusing.sentence, possible)
    raise NotNow(text("The matter's present state does not allow this step."), possible)


def choose(rows: Sequence[Row], facts: Facts, given: Given) -> Row:
    """The first of the admitted rows whose condition holds."""
    return next(row for row in rows if row.when is None or row.when(facts, given))


def _refusing(row: Row, facts: Facts) -> Guard | None:
    return next((guard for guard in row.guards if guard.holds(facts)), None)
