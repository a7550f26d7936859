"""Calling back: when, how often, and what is asked."""

from datetime import datetime

import pytest

from servicedesk.rules.callbacks import (
    MENDED,
    SOLVED,
    SPOKEN,
    STOPPED,
    Called,
    next_half_day,
    next_try,
    questions,
    silent_before,
)
from tests.operations.matters import at
from tests.rules.calendars import ZONE

MONDAY = at("11-23 10:00")


def called(kind: str = "request", cycle: int = 1, tries: tuple[datetime, ...] = (), **more: bool) -> Called:
    return Called(kind, cycle, MONDAY, tries, **more)


@pytest.mark.parametrize(
    ("what", "from_"),
    [
        (called(), at("11-25 08:30")),
        (called("complaint"), MONDAY),
        (called(cycle=2), MONDAY),
        (called(tries=(at("11-25 09:00"),)), at("11-25 14:00")),
        (called(tries=(at("11-25 09:00"), at("11-25 14:10"))), at("11-26 08:30")),
    ],
)
def test_who_is_called_when(what: Called, from_: datetime) -> None:
    assert next_try(ZONE, what) == from_


@pytest.mark.parametrize(
    ("moment", "next_"),
    [
        ("11-23 09:00", "11-23 14:00"),
        ("11-23 12:30", "11-23 14:00"),
        ("11-23 17:30", "11-24 08:30"),
        ("11-27 15:00", "11-30 08:30"),
    ],
)
def test_a_further_try_is_made_in_another_half_of_a_day(moment: str, next_: str) -> None:
    assert next_half_day(ZONE, at(moment)) == at(next_)


@pytest.mark.parametrize("now", ["11-23 09:00", "11-24 17:30", "11-25 08:30", "11-28 12:00", "11-30 08:00"])
def test_what_is_silent_is_what_is_to_be_called(now: str) -> None:
    """The bound that lists go by says the same as the rule for one matter."""
    before = silent_before(ZONE, at(now))
    for hour in range(-24 * 6, 24 * 2, 5):
        reached = datetime.fromtimestamp(MONDAY.timestamp() + hour * 3600, MONDAY.tzinfo)
        silent = ZONE.working_days(reached, 1) < at(now)
        assert (reached < before) == silent, reached


def test_what_is_asked_follows_from_the_matter() -> None:
    assert questions(called())[0] is SOLVED
    assert MENDED in questions(called(cycle=2))
    assert STOPPED in questions(called("complaint"))
    assert SPOKEN not in questions(called())
    assert SPOKEN in questions(called(by_department=True))
