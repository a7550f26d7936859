"""Decisions made on paper and recorded afterwards: what is told of them, and what cannot be told any more."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from servicedesk.rules.access import DESK_ROLES
from servicedesk.rules.clock_record import ClockRecord, last_fact
from servicedesk.rules.fields import Field, is_empty
from servicedesk.rules.requests import THE_DESK
from servicedesk.rules.workflow_rows import DECIDER, Effect, Row

RECORDER = "desk_lead"
"""Records what others have decided on paper."""
PAPER = (
    Field("decided_by", "code", required=False),
    Field("decided_at", "moment", required=False),
    Field("paper", "int", required=False, least=1, most=2**53 - 1),
)
"""The user name of who decided, when, and the id of the file that shows it; all of them or none."""

# What a row does at the moment of the decision to limits that may have gone on since.
_NEEDS_ORDER = frozenset({"pause", "resume", "extend", "rebudget", "transfer"})


def with_paper(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows, each decision with the fields that say that it was made on paper."""
    return tuple(replace(row, fields=row.fields + PAPER) if row.who & DECIDER else row for row in rows)


def is_on_paper(given: Mapping[str, Any] | None) -> bool:
    """Whether anything says that the decision was made on paper."""
    return any(not is_empty((given or {}).get(field.name)) for field in PAPER)


def may_record(relations: Collection[str], roles: Collection[str]) -> bool:
    """The desk lead, of matters at the desk."""
    return RECORDER in roles and "desk" in relations


def roles_of(decider: str) -> frozenset[str]:
    """The roles under which a request's word for who decides may decide it."""
    return DESK_ROLES if decider == THE_DESK else frozenset({decider})


def happened_since(effects: Sequence[Effect], clocks: Iterable[ClockRecord], at: datetime) -> datetime | None:
    """When something last happened to a limit that a decision moves, where that was after the decision.

    A pause cannot begin, and an extension not be granted, before what is on record already.
    """
    moved = {effect.clock for effect in effects if effect.verb in _NEEDS_ORDER}
    facts = [last_fact(clock) for clock in clocks if moved & {clock.kind, "*"}]
    return max((fact for fact in facts if fact > at), default=None)
