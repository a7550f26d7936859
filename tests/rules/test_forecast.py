"""By when a matter is answered at the latest, before anybody has touched it."""

from datetime import UTC, datetime

import pytest

from servicedesk import reference
from servicedesk.rules.forecast import forecast
from servicedesk.rules.policy import Case, Policy
from servicedesk.rules.working_time import Calendar
from tests.rules.facts import limits_of

HOURS = [["08:30", "12:00"], ["14:00", "17:30"]]
CALENDAR = Calendar.from_spec(
    {
        "timezone": "Asia/Shanghai",
        "weekly": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), HOURS),
        "days": {},
        "known_years": [2026],
    }
)
POLICIES = {p.code: Policy.from_spec(p.code, 1, p.spec) for p in reference.policies()}
LIMITS = limits_of(CALENDAR, POLICIES)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment of 2026 by the zone's clocks."""
    return CALENDAR.from_wall(datetime(2026, month, day, hour, minute)).astimezone(UTC)


@pytest.mark.parametrize(
    ("case", "accept", "promise"),
    [
        (Case("consultation"), at(23, 12), at(24, 17, 30)),
        (Case("request"), at(23, 12), at(30, 17, 30)),
        (Case("complaint"), at(23, 12), at(30, 17, 30)),
        (Case("request", complex=True), at(23, 12), at(14, 17, 30, month=12)),
        (Case("request", urgent=True), at(23, 10, 10), at(24, 10, 10)),
        (Case("praise"), at(23, 12), None),
    ],
)
def test_the_promise_follows_the_last_moment_of_accepting(
    case: Case, accept: datetime, promise: datetime | None
) -> None:
    expected = forecast(LIMITS, case, at(23, 10))
    assert (expected.accept_due, expected.promise_due, expected.provisional) == (accept, promise, False)


def test_what_comes_in_late_is_accepted_the_next_day_and_promised_from_then() -> None:
    expected = forecast(LIMITS, Case("consultation"), at(23, 17))
    assert (expected.accept_due, expected.promise_due) == (at(24, 10), at(25, 17, 30))


def test_somebody_elses_limit_caps_the_promise_and_not_the_acceptance() -> None:
    expected = forecast(LIMITS, Case("request"), at(23, 10), external_due=at(24, 9))
    assert (expected.accept_due, expected.promise_due) == (at(23, 12), at(24, 9))


def test_a_limit_in_a_year_without_a_notice_is_provisional() -> None:
    assert forecast(LIMITS, Case("request"), at(30, 10, month=12)).provisional
