"""Limits are reckoned from facts: by tables, and by what must hold for all of them."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicedesk.rules.chinese_calendar import zone_calendar
from servicedesk.rules.clocks import ClockFacts, ladder, outcome, point, reckon, seconds_left, tone
from servicedesk.rules.explain import explain
from servicedesk.rules.policy import Budget, Step
from servicedesk.rules.working_time import Calendar

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar.from_spec(zone_calendar())
UNITS = ("working_minutes", "natural_minutes", "working_days", "calendar_days")


def at(written: str) -> datetime:
    """A moment of the zone."""
    return datetime.fromisoformat(written).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("unit", "amount", "start", "due"),
    [
        # Two working hours, over the midday break and over a night.
        ("working_minutes", 120, "2026-11-23 09:00", "2026-11-23 11:00"),
        ("working_minutes", 120, "2026-11-23 11:00", "2026-11-23 15:00"),
        ("working_minutes", 120, "2026-11-23 16:30", "2026-11-24 09:30"),
        ("working_minutes", 120, "2026-11-21 16:30", "2026-11-23 10:30"),
        # Ends at close of business, not at the next opening.
        ("working_minutes", 60, "2026-11-23 16:30", "2026-11-23 17:30"),
        # The day of the event does not count; the National Day holiday and its make-up Saturday do.
        ("working_days", 1, "2026-11-23 09:00", "2026-11-24 17:30"),
        ("working_days", 5, "2026-11-23 16:00", "2026-11-30 17:30"),
        ("working_days", 1, "2026-09-30 16:00", "2026-10-08 17:30"),
        ("working_days", 3, "2026-10-08 16:00", "2026-10-12 17:30"),
        ("working_days", 1, "2026-11-21 09:00", "2026-11-23 17:30"),
        # A last day that is a day off moves to the next working day (Civil Code, art. 203).
        ("calendar_days", 7, "2026-11-23 09:00", "2026-11-30 17:30"),
        ("calendar_days", 5, "2026-11-23 09:00", "2026-11-30 17:30"),
        ("calendar_days", 3, "2026-09-29 09:00", "2026-10-08 17:30"),
        # Day and night (Civil Code, art. 201).
        ("natural_minutes", 30, "2026-11-21 23:50", "2026-11-22 00:20"),
        ("natural_minutes", 1440, "2026-11-21 10:00", "2026-11-22 10:00"),
    ],
)
def test_a_limit_ends_when_its_unit_says(unit: str, amount: int, start: str, due: str) -> None:
    assert reckon(CALENDAR, ClockFacts(Budget(unit, amount), at(start))) == at(due)


def test_a_moment_is_the_hour_of_a_working_day() -> None:
    next_noon = Budget("moment", 1, time(12))
    assert reckon(CALENDAR, ClockFacts(next_noon, at("2026-11-20 16:00"))) == at("2026-11-23 12:00")


@pytest.mark.parametrize(
    ("unit", "amount", "pause", "due"),
    [
        ("working_minutes", 240, ("2026-11-23 10:00", "2026-11-23 15:00"), "2026-11-24 09:00"),
        ("working_minutes", 240, ("2026-11-23 12:30", "2026-11-23 13:30"), "2026-11-23 15:00"),
        # What was left is given back exactly, and then rounded up to close of business.
        ("working_days", 2, ("2026-11-24 09:00", "2026-11-24 10:00"), "2026-11-26 17:30"),
        ("working_days", 2, ("2026-11-24 08:30", "2026-11-26 08:30"), "2026-11-27 17:30"),
        ("working_days", 2, ("2026-11-28 09:00", "2026-11-28 10:00"), "2026-11-25 17:30"),
        ("natural_minutes", 60, ("2026-11-23 09:30", "2026-11-23 19:30"), "2026-11-23 20:00"),
    ],
)
def test_a_pause_gives_back_what_was_left(unit: str, amount: int, pause: tuple[str, str], due: str) -> None:
    start = at("2026-11-23 09:00")
    facts = ClockFacts(Budget(unit, amount), start, [(at(pause[0]), at(pause[1]))])
    assert reckon(CALENDAR, facts) == at(due)


def test_somebody_elses_limit_caps_ours_and_never_extends_it() -> None:
    start, sooner, later = at("2026-11-23 09:00"), at("2026-11-25 12:00"), at("2026-12-25 12:00")
    five_days = Budget("working_days", 5)
    assert reckon(CALENDAR, ClockFacts(five_days, start, cap=sooner)) == sooner
    assert reckon(CALENDAR, ClockFacts(five_days, start, cap=later)) == at("2026-11-30 17:30")


STEPS = (
    Step("reminder", 0.5, None, ("handler",)),
    Step("blue", 0.8, None, ("handler", "head")),
    Step("yellow", 1.0, None, ("head", "desk_lead")),
    Step("red", None, Budget("working_days", 1), ("leader",)),
)


def test_the_ladder_stands_at_shares_of_the_working_time_and_a_working_day_after() -> None:
    facts = ClockFacts(Budget("working_minutes", 600), at("2026-11-23 08:30"))
    due = reckon(CALENDAR, facts)
    assert [(ring.step.name, ring.at) for ring in ladder(CALENDAR, facts, due, STEPS)] == [
        ("reminder", at("2026-11-23 15:30")),
        ("blue", at("2026-11-24 09:30")),
        ("yellow", at("2026-11-24 11:30")),
        ("red", at("2026-11-25 17:30")),
    ]


def test_a_ladder_without_a_step_at_the_limit_still_notes_the_breach() -> None:
    facts = ClockFacts(Budget("working_minutes", 60), at("2026-11-23 08:30"))
    due = reckon(CALENDAR, facts)
    assert [ring.step.name for ring in ladder(CALENDAR, facts, due, STEPS[:2])] == [
        "reminder",
        "blue",
        "breach",
    ]


@pytest.mark.parametrize(
    ("now", "looks", "left"),
    [
        ("2026-11-23 09:00", "far", 9.5),
        ("2026-11-24 09:30", "near", 2),
        ("2026-11-24 11:30", "near", 0),
        ("2026-11-24 14:30", "late", -1),
        ("2026-11-26 08:30", "very_late", -11),
    ],
)
def test_a_running_limit_looks_as_near_as_it_is(now: str, looks: str, left: float) -> None:
    facts = ClockFacts(Budget("working_minutes", 600), at("2026-11-23 08:30"))
    due = reckon(CALENDAR, facts)
    assert tone(CALENDAR, facts, due, at(now)) == looks
    assert seconds_left(CALENDAR, "working_minutes", due, at(now)) == left * 3600


def test_stopping_in_the_second_of_the_limit_keeps_it() -> None:
    due = at("2026-11-23 17:30")
    assert outcome(due, due) == "met"
    assert outcome(due, due + timedelta(seconds=1)) == "missed"


moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 10, 1)).map(
    lambda naive: naive.replace(microsecond=0, tzinfo=UTC)
)
budgets = st.one_of(
    st.builds(Budget, st.just("working_minutes"), st.integers(1, 6000)),
    st.builds(Budget, st.just("natural_minutes"), st.integers(1, 6000)),
    st.builds(Budget, st.just("working_days"), st.integers(1, 20)),
    st.builds(Budget, st.just("calendar_days"), st.integers(1, 20)),
)
pauses = st.lists(
    st.tuples(moments, st.integers(60, 20 * 86400)).map(lambda p: (p[0], p[0] + timedelta(seconds=p[1]))),
    max_size=2,
)


@settings(max_examples=300)
@given(budgets, moments, pauses, st.timedeltas(timedelta(0), timedelta(days=9)))
def test_pausing_never_brings_a_limit_forward_and_longer_budgets_never_end_sooner(
    budget: Budget, start: datetime, standing_still: list[tuple[datetime, datetime]], later: timedelta
) -> None:
    due = reckon(CALENDAR, ClockFacts(budget, start))
    assert due >= start
    assert reckon(CALENDAR, ClockFacts(budget, start, standing_still)) >= due
    assert reckon(CALENDAR, ClockFacts(Budget(budget.unit, budget.amount + 1), start)) >= due
    assert reckon(CALENDAR, ClockFacts(budget, start + later)) >= due


@settings(max_examples=200)
@given(budgets, moments, pauses)
def test_the_ladder_never_comes_before_the_start_nor_passes_the_limit_before_its_end(
    budget: Budget, start: datetime, standing_still: list[tuple[datetime, datetime]]
) -> None:
    facts = ClockFacts(budget, start, standing_still)
    due = reckon(CALENDAR, facts)
    shares = [point(CALENDAR, facts, due, share / 10) for share in range(11)]
    assert shares == sorted(shares)
    assert start <= shares[0] or not CALENDAR.is_open(start)
    assert shares[-1] == due


@settings(max_examples=200)
@given(
    st.one_of(
        st.builds(Budget, st.just("working_minutes"), st.integers(1, 3000)),
        st.builds(Budget, st.just("natural_minutes"), st.integers(1, 3000)),
    ),
    moments,
    pauses,
)
def test_the_lines_of_an_explanation_add_up_to_the_budget(
    budget: Budget, start: datetime, standing_still: list[tuple[datetime, datetime]]
) -> None:
    facts = ClockFacts(budget, start, standing_still)
    lines = explain(CALENDAR, facts, reckon(CALENDAR, facts))
    assert sum(line.counted_seconds for line in lines) == budget.amount * 60


@settings(max_examples=100)
@given(st.sampled_from(UNITS), st.integers(1, 10), moments)
def test_the_lines_of_an_explanation_follow_each_other_without_overlap(
    unit: str, amount: int, start: datetime
) -> None:
    facts = ClockFacts(Budget(unit, amount), start)
    lines = [line for line in explain(CALENDAR, facts, reckon(CALENDAR, facts)) if line.start and line.end]
    assert all(a.end <= b.start for a, b in pairwise(lines) if a.end and b.start)


def test_an_explanation_names_days_off_and_a_start_after_close() -> None:
    facts = ClockFacts(Budget("working_minutes", 60), at("2026-11-20 18:00"))
    lines = explain(CALENDAR, facts, reckon(CALENDAR, facts))
    assert [(line.day.isoformat(), str(line.note)) for line in lines] == [
        ("2026-11-20", "closed for the day"),
        ("2026-11-21", "day off"),
        ("2026-11-22", "day off"),
        ("2026-11-23", "open, counted"),
    ]
