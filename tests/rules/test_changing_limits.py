"""What an extension, another policy and another calendar do to a running limit."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicedesk.rules import running
from servicedesk.rules.clock_record import facts_of
from servicedesk.rules.clocks import ClockFacts, reckon
from servicedesk.rules.explain import counted_from, explain
from servicedesk.rules.limits import Limits
from servicedesk.rules.policy import Budget, Case
from servicedesk.rules.working_time import Calendar
from tests.rules.facts import CALENDAR, LIMITS, Record, at

CASE = Case("request")
URGENT = Case("request", urgent=True)
COMPLEX = Case("request", complex=True)
SECOND = timedelta(seconds=1)

# The same weeks with 30 November off and 5 December, a Saturday, worked instead.
MOVED = Calendar(
    CALENDAR.timezone,
    CALENDAR.weekly,
    {**CALENDAR.days, at("11-30 12:00").date(): (), at("12-05 12:00").date(): CALENDAR.weekly[0]},
    CALENDAR.known_years,
)
AMENDED = Limits.of({1: "zone", 2: "zone"}, {1: CALENDAR, 2: MOVED}, LIMITS.versions, LIMITS.at)


def started(kind: str = "resolve", when: str = "11-23 10:00", case: Case = CASE) -> Record:
    record = Record()
    assert running.start(record, kind, case, LIMITS, at(when))
    return record


def swept(record: Record, when: str, limits: Limits = LIMITS) -> list[str]:
    rings = running.take_due(record, limits, at(when))
    return [ring.step.name for ring in rings]


# Extension ---------------------------------------------------------------------------------------


def test_an_extension_leads_to_the_close_of_so_many_working_days_later() -> None:
    record = started()
    running.extend(record, LIMITS, 3, at("11-26 09:00"))
    assert (record.due_at, record.original_due_at) == (at("12-03 17:30"), at("11-30 17:30"))
    assert (record.limit_no, record.state) == (2, "running")


def test_the_ladder_starts_anew_for_the_new_limit_with_what_is_still_to_come() -> None:
    record = started()
    assert swept(record, "11-26 10:00") == ["reminder"]
    running.extend(record, LIMITS, 5, at("11-26 10:00"))
    assert record.steps_taken == 0
    assert swept(record, "12-09 10:00") == ["reminder", "blue", "yellow", "red"]


def test_a_step_that_lies_before_the_new_limit_was_made_never_falls_due() -> None:
    record = started()
    running.extend(record, LIMITS, 1, at("11-27 16:00"))
    assert record.steps_taken == 1
    assert swept(record, "12-03 10:00") == ["blue", "yellow", "red"]


def test_pauses_are_given_back_to_an_extended_limit() -> None:
    record = started()
    running.extend(record, LIMITS, 2, at("11-24 09:00"))
    running.pause(record, at("11-25 08:30"))
    running.resume(record, LIMITS, at("11-27 08:30"))
    assert record.due_at == at("12-04 17:30")


def test_a_limit_in_minutes_ends_with_the_day_once_it_is_extended() -> None:
    record = started("contact")
    running.extend(record, LIMITS, 1, at("11-23 11:00"))
    assert (record.original_due_at, record.due_at) == (at("11-24 09:00"), at("11-25 17:30"))


def test_a_cap_holds_against_an_extension() -> None:
    record = Record()
    running.start(record, "resolve", CASE, LIMITS, at("11-23 10:00"), at("11-27 12:00"))
    running.extend(record, LIMITS, 5, at("11-24 10:00"))
    assert (record.due_at, record.limit_no) == (at("11-27 12:00"), 1)


# Another policy ----------------------------------------------------------------------------------


def test_another_policy_reckons_from_the_clocks_own_start() -> None:
    record = started()
    running.rebudget(record, COMPLEX, LIMITS, at("11-25 10:00"))
    assert (record.due_at, record.original_due_at) == (at("12-14 17:30"), at("11-30 17:30"))
    assert record.changes[0]["budget"] == ["working_days", 5, None]


def test_the_new_limit_never_lies_before_the_change() -> None:
    record = started()
    running.rebudget(record, URGENT, LIMITS, at("11-25 10:00"))
    assert (record.due_at, record.floor) == (at("11-25 10:00"), at("11-25 10:00"))
    assert swept(record, "11-25 10:00") == []
    running.stop(record, at("11-25 10:00"))
    assert record.state == "met"


def test_what_is_late_at_once_rings_at_its_limit_only() -> None:
    record = started()
    running.rebudget(record, URGENT, LIMITS, at("11-25 10:00"))
    assert swept(record, "11-25 11:00") == ["yellow"]
    assert record.breached_at == at("11-25 10:00")


def test_pauses_and_extensions_stay_under_another_policy() -> None:
    record = started()
    running.extend(record, LIMITS, 2, at("11-24 09:00"))
    running.pause(record, at("11-25 08:30"))
    running.resume(record, LIMITS, at("11-26 08:30"))
    running.rebudget(record, COMPLEX, LIMITS, at("11-26 09:00"))
    assert record.due_at == reckon(
        CALENDAR,
        ClockFacts(
            Budget("working_days", 15), at("11-23 10:00"), [(at("11-25 08:30"), at("11-26 08:30"))],
            extensions=[2], floor=at("11-26 09:00"),
        ),
    ) == at("12-17 17:30")  # fmt: skip


def test_a_breach_stays_a_fact_under_a_later_limit() -> None:
    record = started()
    swept(record, "12-01 10:00")
    running.rebudget(record, COMPLEX, LIMITS, at("12-01 11:00"))
    assert (record.due_at, record.breached_at) == (at("12-14 17:30"), at("11-30 17:30"))
    running.stop(record, at("12-02 10:00"))
    assert (record.state, record.counted_at) == ("missed", at("11-30 17:30"))


def test_a_breach_that_no_sweep_has_noted_yet_is_noted_by_the_change() -> None:
    record = started()
    running.rebudget(record, COMPLEX, LIMITS, at("12-01 11:00"))
    assert record.breached_at == at("11-30 17:30")


def test_the_same_budget_moves_nothing() -> None:
    record = started("review")
    before = record.due_at
    running.rebudget(record, COMPLEX, LIMITS, at("11-23 11:00"))
    assert (record.due_at, record.limit_no, record.changes) == (before, 1, [])


def test_a_paused_clock_keeps_the_steps_that_its_pause_delays() -> None:
    record = started()
    running.pause(record, at("11-24 09:00"))
    running.rebudget(record, COMPLEX, LIMITS, at("12-10 09:00"))
    assert (record.state, record.steps_taken, record.next_at) == ("paused", 0, None)


# Another calendar --------------------------------------------------------------------------------


def test_a_changed_calendar_moves_a_running_limit() -> None:
    record = started()
    assert running.recalendar(record, AMENDED, at("11-24 09:00"))
    assert (record.due_at, record.original_due_at) == (at("12-01 17:30"), at("11-30 17:30"))
    assert (record.calendar_id, record.limit_no) == (2, 1)
    assert not running.recalendar(record, AMENDED, at("11-24 10:00"))


def test_what_the_ladder_has_said_is_not_said_again_after_a_change_of_calendar() -> None:
    record = started()
    assert swept(record, "11-27 17:00") == ["reminder", "blue"]
    running.recalendar(record, AMENDED, at("11-27 17:10"))
    assert swept(record, "12-04 10:00", AMENDED) == ["yellow", "red"]


def test_a_calendar_never_moves_a_limit_to_before_the_change() -> None:
    back = Limits.of(
        {1: "zone", 2: "zone", 3: "zone"}, {1: CALENDAR, 2: MOVED, 3: CALENDAR}, LIMITS.versions, LIMITS.at
    )
    record = started()
    running.recalendar(record, AMENDED, at("11-24 09:00"))
    running.recalendar(record, back, at("12-01 09:00"))
    assert record.due_at == at("12-01 09:00")


def test_a_limit_that_has_passed_is_not_moved_forward_by_a_calendar() -> None:
    record = started("resolve", "11-16 10:00")
    swept(record, "11-24 10:00")
    running.recalendar(record, AMENDED, at("12-01 09:00"))
    assert (record.due_at, record.breached_at) == (at("11-23 17:30"), at("11-23 17:30"))


def test_a_notice_clears_what_was_provisional_without_moving_it() -> None:
    known = replace(CALENDAR, known_years=CALENDAR.known_years | {2027})
    limits = Limits.of({1: "zone", 2: "zone"}, {1: CALENDAR, 2: known}, LIMITS.versions, LIMITS.at)
    record = started("promise", "12-30 10:00")
    assert record.provisional
    assert running.recalendar(record, limits, at("12-30 11:00"))
    assert (record.provisional, record.changes) == (False, [])


# Whatever happens --------------------------------------------------------------------------------

verbs = st.sampled_from(["extend", "urgent", "plain", "complex", "calendar", "pause", "resume", "sweep"])
waits = st.integers(60, 3 * 86_400).map(lambda seconds: timedelta(seconds=seconds))
starts = st.datetimes(datetime(2026, 11, 2), datetime(2026, 11, 27)).map(
    lambda naive: at(f"{naive:%m-%d %H:%M:%S}")
)
CASES = {"urgent": URGENT, "plain": CASE, "complex": COMPLEX}


@settings(max_examples=300)
@given(starts, st.lists(st.tuples(verbs, waits), max_size=9))
def test_the_limit_is_always_what_its_facts_say_and_its_explanation_adds_up(
    start: datetime, history: list[tuple[str, timedelta]]
) -> None:
    record, now, limits = Record(), start, LIMITS
    running.start(record, "resolve", CASE, limits, start)
    for verb, wait in history:
        now += wait
        breached = record.breached_at
        match verb:
            case "extend":
                running.extend(record, limits, 2, now)
            case "calendar":
                limits = AMENDED
                running.recalendar(record, limits, now)
            case "pause":
                running.pause(record, now)
            case "resume":
                running.resume(record, limits, now)
            case "sweep" if record.state == "running":
                running.take_due(record, limits, now)
            case "urgent" | "plain" | "complex":
                running.rebudget(record, CASES[verb], limits, now)
        assert breached is None or record.breached_at == breached
        assert record.next_at is None or record.state == "running"
    calendar, facts = limits.calendars[record.calendar_id], facts_of(record)
    assert record.due_at == reckon(calendar, facts)
    lines = explain(calendar, facts, record.due_at, record.changes)
    assert sum(1 for line in lines if line.start and not line.end) == len(record.changes)
    if record.state == "running" and record.unit == "working_days":
        counted = calendar.between(counted_from(calendar, facts), record.due_at, facts.pauses)  # type: ignore[arg-type]
        assert sum(line.counted_seconds for line in lines) == max(0, counted)


@pytest.mark.parametrize("kind", ["extension", "policy", "calendar"])
def test_every_change_is_named_with_the_limit_before_and_after(kind: str) -> None:
    record = started()
    match kind:
        case "extension":
            running.extend(record, LIMITS, 3, at("11-26 09:00"))
        case "policy":
            running.rebudget(record, COMPLEX, LIMITS, at("11-26 09:00"))
        case "calendar":
            running.recalendar(record, AMENDED, at("11-26 09:00"))
    said = next(line for line in explain(CALENDAR, facts_of(record), record.due_at, record.changes)
                if line.start and not line.end)  # fmt: skip
    assert said.note.params["before"] == at("11-30 17:30")
    assert said.note.params["after"] == record.due_at
