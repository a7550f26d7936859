"""The limits of a whistle, which stand on its first ticket: moved by its steps, and again when rebuilt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from servicedesk.models import Call, Clock, Ticket, Whistle
from servicedesk.operations import clocks
from servicedesk.operations.book import Book
from servicedesk.queries.ticket_facts import case_of
from servicedesk.rules.limits import Limits
from servicedesk.rules.whistles import with_budgets
from servicedesk.rules.workflow_rows import Effect


@dataclass(frozen=True)
class Limited:
    """Whose limits a step moves, and what those that begin go by."""

    ticket: Ticket
    whistle: Whistle
    calls: Sequence[Call]
    """Those that the step is about."""
    budgets: Mapping[str, Any] = field(default_factory=dict)
    """As they are stored with the whistle's kind."""
    until: datetime | None = None
    """The agreed time for reporting in."""


def move(
    book: Book, effects: Iterable[Effect], of: Limited, running: list[Clock], limits: Limits, at: datetime
) -> list[str]:
    """Do what a row says to the limits; answers what was done, as it stands on record: `start report_in`."""
    own = with_budgets(limits, case_of(of.ticket), dict(of.budgets) | _agreed(of, at))
    done = []
    for effect in effects:
        for scope in _scopes(effect, of):
            done += clocks.apply(book, [effect], scope, running, own, at)
    return list(dict.fromkeys(done))


def _agreed(of: Limited, at: datetime) -> dict[str, Any]:
    """The time until the agreed moment, which caps it to the second."""
    if of.until is None or not of.budgets:
        return {}
    minutes = ceil((of.until - at) / timedelta(minutes=1))
    return {"report_in": {"unit": "natural_minutes", "amount": minutes}}


def _scopes(effect: Effect, of: Limited) -> list[clocks.Scope]:
    """Reporting in has a limit for each call, everything else one for the whistle."""
    if effect.clock == "report_in":
        return [clocks.Scope(of.ticket, call=call, until=of.until) for call in of.calls]
    return [clocks.Scope(of.ticket, whistle=of.whistle)]


def on_record(of: Limited, done: Sequence[str]) -> dict[str, Any]:
    """What the ticket's event says of it, so that it can be done again from events alone."""
    payload: dict[str, Any] = {
        "whistle": of.whistle.number,
        "whistle_id": of.whistle.id,
        "called": [[call.id, call.department.code] for call in of.calls],
    }
    if done:
        payload["clocks"] = list(done)
    if of.budgets:
        payload["budgets"] = dict(of.budgets)
    if of.until:
        payload["until"] = of.until.isoformat()
    return payload
