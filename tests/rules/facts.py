"""The shipped policies on a known calendar, for tests of rules that need both."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from servicedesk import reference
from servicedesk.rules.chinese_calendar import zone_calendar
from servicedesk.rules.limits import ZONE as ZONE_CALENDAR
from servicedesk.rules.limits import Limits, StoredPolicy
from servicedesk.rules.policy import Policy
from servicedesk.rules.working_time import Calendar

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar.from_spec(zone_calendar())
POLICIES = {p.code: Policy.from_spec(p.code, 1, p.spec) for p in reference.policies()}
IDS = {code: n for n, code in enumerate(POLICIES, 1)}
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def limits_of(calendar: Calendar, policies: Mapping[str, Policy], at: datetime = BEGINNING) -> Limits:
    """One calendar for the whole zone, and one version of each policy."""
    stored = [StoredPolicy(n, BEGINNING, policy) for n, policy in enumerate(policies.values(), 1)]
    return Limits.of({1: ZONE_CALENDAR}, {1: calendar}, stored, at)


LIMITS = limits_of(CALENDAR, POLICIES)


def at(written: str) -> datetime:
    """A moment of 2026 by the zone's clocks, such as `11-23 10:00`, in UTC."""
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=ZONE).astimezone(UTC)


class Record:
    """A clock as plain values."""

    kind: str
    state: str
    pauses: list[Any]
    changes: list[Any]
    floor: datetime | None
    due_at: datetime
    original_due_at: datetime
    counted_at: datetime
    next_at: datetime | None
    breached_at: datetime | None
    stopped_at: datetime | None
    steps_taken: int
    limit_no: int
    cap: datetime | None
    provisional: bool
    policy_id: int
    calendar_id: int
    unit: str
    amount: int
    at_time: str | None
    started_at: datetime
