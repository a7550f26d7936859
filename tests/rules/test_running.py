"""What starting, stopping, pausing, resuming and cancelling do to a clock's record."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servicedesk.rules import running
from servicedesk.rules.clock_record import pauses_of
from servicedesk.rules.policy import Case
from tests.rules.facts import IDS, LIMITS, Record, at

SECOND = timedelta(seconds=1)


def started(kind: str = "accept", when: str = "11-23 10:00", **case: bool) -> Record:
    record = Record()
    assert running.start(record, kind, Case("request", **case), LIMITS, at(when))
    return record


def test_a_started_clock_runs_towards_its_limit() -> None:
    record = started()
    assert (record.state, record.unit, record.amount) == ("running", "working_minutes", 120)
    assert record.due_at == record.original_due_at == record.counted_at == at("11-23 12:00")
    assert (record.next_at, record.steps_taken, record.limit_no) == (at("11-23 11:00"), 0, 1)
    assert (record.policy_id, record.calendar_id) == (IDS["standard"], 1)
    assert record.stopped_at is record.breached_at is None


def test_a_clock_that_no_policy_gives_is_not_started() -> None:
    record = Record()
    assert not running.start(record, "promise", Case("praise"), LIMITS, at("11-23 10:00"))
    assert vars(record) == {}


@pytest.mark.parametrize(("kind", "capped"), [("promise", True), ("resolve", True), ("contact", False)])
def test_somebody_elses_limit_caps_promise_and_resolve(kind: str, capped: bool) -> None:
    record, cap = Record(), at("11-23 10:30")
    running.start(record, kind, Case("request"), LIMITS, at("11-23 10:00"), cap)
    assert (record.due_at == cap) == capped
    assert record.cap == (cap if capped else None)


@pytest.mark.parametrize(
    ("when", "state", "breached"),
    [
        ("11-23 11:00", "met", None),
        ("11-23 12:00", "met", None),
        ("11-23 14:00", "missed", "11-23 12:00"),
        ("12-30 10:00", "missed", "11-23 12:00"),
    ],
)
def test_a_clock_stops_as_met_or_missed(when: str, state: str, breached: str | None) -> None:
    record = started()
    running.stop(record, at(when))
    assert (record.state, record.stopped_at, record.next_at) == (state, at(when), None)
    assert record.breached_at == (at(breached) if breached else None)
    assert record.counted_at == min(at(when), at("11-23 12:00"))


def test_a_second_after_the_limit_is_too_late() -> None:
    record = started()
    running.stop(record, at("11-23 12:00") + SECOND)
    assert record.state == "missed"


def test_a_paused_clock_is_seen_by_no_sweep_and_stops_at_its_pause() -> None:
    record = started()
    running.pause(record, at("11-23 10:30"))
    assert (record.state, record.next_at) == ("paused", None)
    running.stop(record, at("12-30 10:00"))
    assert (record.state, record.stopped_at, record.pauses) == ("met", at("11-23 10:30"), [])


def test_what_was_late_when_it_was_paused_is_missed() -> None:
    record = started()
    running.pause(record, at("11-23 15:00"))
    assert record.breached_at == at("11-23 12:00")
    running.resume(record, LIMITS, at("11-24 10:00"))
    assert (record.due_at, record.breached_at) == (at("11-23 12:00"), at("11-23 12:00"))
    running.stop(record, at("11-24 10:00"))
    assert record.state == "missed"


def test_resuming_gives_back_what_was_left() -> None:
    record = started()
    running.pause(record, at("11-23 11:30"))
    running.resume(record, LIMITS, at("11-24 14:00"))
    assert (record.state, record.due_at) == ("running", at("11-24 14:30"))
    assert record.original_due_at == at("11-23 12:00")
    running.stop(record, at("11-24 14:30"))
    assert record.state == "met"


def test_steps_that_were_taken_are_not_taken_again_after_a_pause() -> None:
    record = started()
    now = at("11-23 11:00") + SECOND
    running.take_due(record, LIMITS, now)
    running.pause(record, at("11-23 11:30"))
    running.resume(record, LIMITS, at("11-24 14:00"))
    assert [ring.step.name for ring in running.due_rings(record, LIMITS, at("11-24 17:00"))] == [
        "blue", "yellow"
    ]  # fmt: skip


def test_a_step_falls_due_after_its_moment_not_in_it() -> None:
    record = started()
    assert running.due_rings(record, LIMITS, at("11-23 11:00")) == []
    assert len(running.due_rings(record, LIMITS, at("11-23 11:00") + SECOND)) == 1


def test_the_last_step_leaves_nothing_to_look_for() -> None:
    record = started()
    now = at("12-01 10:00")
    rings = running.take_due(record, LIMITS, now)
    assert [ring.step.name for ring in rings] == ["reminder", "blue", "yellow", "red"]
    assert (record.next_at, record.breached_at, record.state) == (None, at("11-23 12:00"), "running")


@pytest.mark.parametrize(("when", "breached"), [("11-23 11:00", None), ("11-23 14:00", "11-23 12:00")])
def test_cancelling_forgets_no_breach(when: str, breached: str | None) -> None:
    record = started()
    running.cancel(record, at(when))
    assert (record.state, record.stopped_at, record.next_at) == ("cancelled", at(when), None)
    assert record.breached_at == (at(breached) if breached else None)


def test_a_paused_clock_is_cancelled_without_a_breach() -> None:
    record = started()
    running.pause(record, at("11-23 11:00"))
    running.cancel(record, at("12-01 10:00"))
    assert (record.state, record.breached_at) == ("cancelled", None)


def test_a_clock_that_has_ended_is_never_touched_again() -> None:
    for end in (running.stop, running.cancel):
        record = started()
        end(record, at("11-23 11:00"))
        before = dict(vars(record))
        running.stop(record, at("12-01 10:00"))
        running.cancel(record, at("12-01 10:00"))
        running.pause(record, at("12-01 10:00"))
        running.resume(record, LIMITS, at("12-01 10:00"))
        assert vars(record) == before


def test_only_a_running_clock_pauses_and_only_a_paused_one_resumes() -> None:
    record = started()
    running.resume(record, LIMITS, at("11-23 10:30"))
    assert record.pauses == []
    running.pause(record, at("11-23 11:00"))
    running.pause(record, at("11-23 11:30"))
    assert [begin for begin, _ in pauses_of(record)] == [at("11-23 11:00")]


def test_a_limit_in_a_year_without_a_notice_is_provisional_until_it_comes_nearer() -> None:
    assert started("promise", "12-30 10:00").provisional
    assert not started("promise", "12-01 10:00").provisional


moments = st.datetimes(datetime(2026, 1, 5), datetime(2026, 6, 30)).map(
    lambda naive: at(f"{naive:%m-%d %H:%M:%S}")
)
kinds = st.sampled_from(["accept", "sign", "contact", "resolve", "promise", "review", "callback"])


@settings(max_examples=150)
@given(
    kinds,
    st.booleans(),
    moments,
    st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=6)), max_size=6),
)
def test_whatever_happens_the_record_fits_together(
    kind: str, urgent: bool, start: datetime, waits: list[timedelta]
) -> None:
    record = Record()
    running.start(record, kind, Case("request", urgent=urgent), LIMITS, start)
    now, breached = start, False
    for place, wait in enumerate(waits):
        now += wait
        if place % 2 == 0:
            running.pause(record, now)
            assert record.next_at is None
        else:
            running.resume(record, LIMITS, now)
        # A breach is a fact: nothing takes it back.
        assert not breached or record.breached_at is not None
        breached = record.breached_at is not None
        assert record.due_at >= record.original_due_at
    running.stop(record, now + timedelta(hours=1))
    assert record.state in ("met", "missed")
    assert (record.state == "missed") == (record.breached_at is not None)
    assert record.stopped_at is not None
    assert record.counted_at == min(record.stopped_at, record.due_at)


@pytest.mark.parametrize("end", [running.stop, running.cancel])
def test_what_has_ended_is_not_provisional_any_more(end: Callable[..., None]) -> None:
    clock = started("promise", "12-30 10:00")
    assert clock.provisional
    end(clock, at("12-30 11:00"))
    assert not clock.provisional
