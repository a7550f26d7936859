"""By when a matter is accepted and answered at the latest, told before it is sent and when it comes in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from servicedesk.rules.clocks import ClockFacts, is_provisional, reckon
from servicedesk.rules.limits import Limits
from servicedesk.rules.policy import Case
from servicedesk.rules.running import CAPPED


@dataclass(frozen=True, slots=True)
class Forecast:
    """The limits that a matter will get at the latest; None where its kind has no such limit."""

    accept_due: datetime | None
    promise_due: datetime | None
    provisional: bool
    """Whether a limit reaches into a year whose public holidays have not been announced yet."""
    facts: Mapping[str, ClockFacts]
    """What each of the limits is reckoned from, by the kind of its clock."""


def forecast(
    limits: Limits, case: Case, submitted_at: datetime, external_due: datetime | None = None
) -> Forecast:
    """What a matter submitted at `submitted_at` can count on when every step takes all of its time.

    `case.complex` says what its category proposes; before acceptance a matter never counts as complex. The
    promise is reckoned from the last moment of accepting and never exceeds `external_due`, somebody else's
    limit. Moments are UTC. Raises CalendarError when no open time is found.
    """
    facts: dict[str, ClockFacts] = {}
    accept_due = _due(limits, replace(case, complex=False), "accept", submitted_at, external_due, facts)
    promise_due = _due(limits, case, "promise", accept_due or submitted_at, external_due, facts)
    known = [due for due in (accept_due, promise_due) if due is not None]
    provisional = any(is_provisional(limits.calendar, due) for due in known)
    return Forecast(accept_due, promise_due, provisional, facts)


def _due(
    limits: Limits,
    case: Case,
    clock: str,
    start: datetime,
    external_due: datetime | None,
    facts: dict[str, ClockFacts],
) -> datetime | None:
    found = limits.budget(case, clock)
    if found is None:
        return None
    facts[clock] = ClockFacts(found[1], start, cap=external_due if clock in CAPPED else None)
    return reckon(limits.calendars[limits.calendar_id(clock, None)], facts[clock])
