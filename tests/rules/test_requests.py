"""What may be asked for, when, and who decides; and what would become of a limit."""

from datetime import datetime

import pytest

from servicedesk.rules import running
from servicedesk.rules.policy import Case, Extension
from servicedesk.rules.requests import (
    Extendable,
    approval_refused,
    decider,
    extension_decider,
    extension_refused,
    working_day_before,
)
from servicedesk.rules.trials import if_extended, if_rebudgeted, if_suspended
from tests.rules.facts import CALENDAR, LIMITS, Record, at

ONCE = Extension(max_times=1, max_days=5, decided_by="desk_lead")
DUE = at("11-30 17:30")
"""A Monday."""


def limit(
    extension: Extension | None = ONCE, granted: int = 0, due: datetime = DUE, cap: datetime | None = None
) -> Extendable:
    return Extendable(extension, granted, due, cap)


@pytest.mark.parametrize(
    ("found", "pending", "now", "why"),
    [
        (limit(), (), "11-27 17:30", ""),
        (limit(), ("suspension",), "11-27 17:30", ""),
        (limit(), (), "11-27 17:31", "too_late"),
        (limit(), (), "11-30 17:30", "too_late"),
        (limit(), (), "11-30 17:31", "late"),
        (limit(None), (), "11-23 10:00", "none"),
        (limit(), ("extension",), "11-23 10:00", "asked"),
        (limit(granted=1), (), "11-23 10:00", ""),
        (limit(granted=2), (), "11-23 10:00", "used_up"),
        (limit(cap=DUE), (), "11-23 10:00", "capped"),
        (limit(cap=at("12-01 17:30")), (), "11-23 10:00", ""),
    ],
)
def test_why_no_extension_can_be_asked_for(
    found: Extendable, pending: tuple[str, ...], now: str, why: str
) -> None:
    assert extension_refused(CALENDAR, found, pending, at(now)) == why


@pytest.mark.parametrize(
    ("found", "counted", "why"),
    [
        (limit(), "11-30 17:30", ""),
        (limit(), "11-30 17:31", "over"),
        (limit(None), "11-23 10:00", "none"),
        (limit(cap=DUE), "11-23 10:00", "capped"),
        (None, "11-23 10:00", "over"),
    ],
)
def test_why_one_that_was_asked_for_cannot_be_granted(
    found: Extendable | None, counted: str, why: str
) -> None:
    assert approval_refused(found, at(counted)) == why


def test_the_policy_says_who_decides_and_a_leader_on_one_more() -> None:
    assert [extension_decider(limit(granted=n)) for n in (0, 1)] == ["desk_lead", "leader"]


def test_who_asks_never_decides() -> None:
    assert decider("desk_lead", {"handler"}) == "desk_lead"
    assert decider("desk_lead", {"desk_lead", "officer"}) == "leader"


@pytest.mark.parametrize(
    ("moment", "before"),
    [
        ("11-27 17:30", "11-26 17:30"),
        ("11-30 17:30", "11-27 17:30"),
        ("10-10 12:00", "10-09 12:00"),  # a Saturday on which people work
        ("10-08 09:00", "09-30 09:00"),  # after the National Day holiday
    ],
)
def test_the_working_day_before(moment: str, before: str) -> None:
    assert working_day_before(CALENDAR, at(moment)) == at(before)


def test_what_would_become_of_a_limit_is_what_becomes_of_it() -> None:
    now, until = at("11-24 10:00"), at("12-04 10:00")
    case = Case("request", complex=True)

    def record() -> Record:
        found = Record()
        assert running.start(found, "resolve", Case("request"), LIMITS, at("11-23 10:00"))
        return found

    untouched = vars(record()).copy()
    tried = record()
    foreseen = (
        if_extended(tried, LIMITS, 3, now),
        if_suspended(tried, LIMITS, now, until),
        if_rebudgeted(tried, case, LIMITS, now),
    )
    assert vars(tried) == untouched
    extended, suspended, rebudgeted = record(), record(), record()
    running.extend(extended, LIMITS, 3, now)
    running.pause(suspended, now)
    assert if_suspended(suspended, LIMITS, at("11-25 09:00"), until) == foreseen[1]
    running.resume(suspended, LIMITS, until)
    running.rebudget(rebudgeted, case, LIMITS, now)
    assert foreseen == (extended.due_at, suspended.due_at, rebudgeted.due_at)
