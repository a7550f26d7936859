"""Instructions: the time that a date gives, and which of several a report is about."""

from dataclasses import dataclass
from datetime import date

import pytest

from servicedesk.rules.clocks import ClockFacts, reckon
from servicedesk.rules.instructions import reported_by, time_until
from servicedesk.rules.refusals import Invalid
from tests.rules.facts import CALENDAR, at


@pytest.mark.parametrize(
    ("given_at", "due_on", "due"),
    [
        ("11-23 10:00", "2026-11-25", "11-25 17:30"),
        ("11-23 10:00", "2026-11-23", "11-23 17:30"),
        # A day off moves to the next working day.
        ("11-23 10:00", "2026-11-28", "11-30 17:30"),
        ("09-30 10:00", "2026-10-03", "10-08 17:30"),
        # A Saturday that is a make-up working day is one.
        ("10-08 10:00", "2026-10-10", "10-10 17:30"),
        # Given after close of business, for today: there is no time left today.
        ("11-23 19:00", "2026-11-23", "11-24 17:30"),
        ("11-22 10:00", "2026-11-22", "11-23 17:30"),
    ],
)
def test_a_date_ends_with_its_close_of_business(given_at: str, due_on: str, due: str) -> None:
    start = at(given_at)
    budget = time_until(date.fromisoformat(due_on), CALENDAR.local(start).date())
    assert reckon(CALENDAR, ClockFacts(budget, start)) == at(due)


@pytest.mark.parametrize("due_on", ["2026-11-22", "2025-11-23", "2027-11-25"])
def test_a_past_or_far_date_is_refused(due_on: str) -> None:
    with pytest.raises(Invalid) as refused:
        time_until(date.fromisoformat(due_on), date(2026, 11, 23))
    assert list(refused.value.errors) == ["due_on"]


@dataclass
class One:
    id: int
    due_on: date


LATER, SOONER, SAME_DAY = One(1, date(2026, 11, 30)), One(2, date(2026, 11, 25)), One(3, date(2026, 11, 25))


@pytest.mark.parametrize(("which", "found"), [(None, SOONER), (1, LATER), (3, SAME_DAY), (9, None)])
def test_a_report_is_about_the_one_named_or_due_first(which: int | None, found: One | None) -> None:
    assert reported_by([LATER, SAME_DAY, SOONER], which) == found


def test_nothing_open_has_nothing_to_report() -> None:
    assert reported_by([], None) is None
