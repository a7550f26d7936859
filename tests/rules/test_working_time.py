"""Working time by tables: notices, make-up days, several intervals, 24:00, limits in days, pauses."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from servicedesk.rules.working_time import CalendarError
from tests.rules.calendars import DAY_OF_WORK, HOUR, OFFICE, ZONE, at, calendar

# Adding and measuring

WEDNESDAY_BEFORE_THE_HOLIDAY = [
    # start, seconds, end; 1 to 7 October 2026 are off, Saturday 10 October is made up for it
    ("2026-09-30 17:00", 30 * 60, "2026-09-30 17:30"),
    ("2026-09-30 17:00", 30 * 60 + 1, "2026-10-08 08:30:01"),
    ("2026-09-30 17:00", 4 * HOUR, "2026-10-08 12:00"),
    ("2026-09-30 17:00", 4 * HOUR + 1, "2026-10-08 14:00:01"),
    ("2026-10-03 11:11:11", 1, "2026-10-08 08:30:01"),
    ("2026-10-09 14:00", DAY_OF_WORK, "2026-10-10 12:00"),
    ("2026-10-09 17:30", DAY_OF_WORK, "2026-10-10 17:30"),
    ("2026-10-10 17:30", 1, "2026-10-12 08:30:01"),
    ("2026-09-19 12:00", DAY_OF_WORK, "2026-09-20 17:30"),  # a made-up Sunday
    ("2026-09-30 12:30", 1, "2026-09-30 14:00:01"),
    ("2026-09-30 08:30", 3 * HOUR + 1800, "2026-09-30 12:00"),
    ("2026-09-30 06:00", DAY_OF_WORK, "2026-09-30 17:30"),
]


@pytest.mark.parametrize(("start", "seconds", "end"), WEDNESDAY_BEFORE_THE_HOLIDAY)
def test_working_time_passes_only_while_it_is_open(start: str, seconds: int, end: str) -> None:
    assert ZONE.add(at(start), seconds) == at(end)
    assert ZONE.between(at(start), at(end)) == seconds
    assert ZONE.between(at(end), at(start)) == -seconds


@pytest.mark.parametrize(
    ("start", "seconds", "end"),
    [
        ("2026-10-08 08:30", -1, "2026-09-30 17:29:59"),
        ("2026-10-08 08:30", -DAY_OF_WORK, "2026-09-30 08:30"),
        ("2026-10-08 08:31", -60, "2026-10-08 08:30"),  # an opening, never the close before
        ("2026-10-08 14:30", -1800, "2026-10-08 14:00"),
        ("2026-10-08 14:30", -1801, "2026-10-08 11:59:59"),
        ("2026-10-05 00:00", -2 * DAY_OF_WORK, "2026-09-29 08:30"),
    ],
)
def test_going_back_mirrors_going_forward(start: str, seconds: int, end: str) -> None:
    assert ZONE.add(at(start), seconds) == at(end)
    assert ZONE.between(at(start), at(end)) == seconds


@pytest.mark.parametrize("start", ["2026-10-03 03:00", "2026-10-08 10:00:00.250", "2026-10-08 17:30"])
def test_nothing_added_is_the_start_itself_even_when_closed(start: str) -> None:
    assert ZONE.add(at(start), 0) == at(start)


def test_answers_stand_in_the_calendars_zone() -> None:
    due = ZONE.add(datetime(2026, 10, 8, 1, 0, tzinfo=UTC), HOUR)
    assert due.isoformat() == "2026-10-08T10:00:00+08:00"
    assert ZONE.local(datetime(2026, 12, 31, 20, tzinfo=UTC)).isoformat() == "2027-01-01T04:00:00+08:00"


def test_fractions_of_a_second_are_dropped() -> None:
    start = at("2026-10-08 10:00:00.900")
    assert ZONE.add(start, 60) == at("2026-10-08 10:01:00")
    assert ZONE.between(start, ZONE.add(start, 60)) == 60


def test_half_days_and_single_open_days_beat_the_week() -> None:
    days = {"2026-12-31": [["08:30", "12:00"]], "2027-01-02": [["10:00", "11:00"]], "2027-01-01": []}
    here = calendar(days=days, thu=OFFICE, fri=OFFICE)
    assert here.add(at("2026-12-31 11:00"), 2 * HOUR) == at("2027-01-02 11:00")
    assert here.working_days(at("2026-12-30 09:00"), 1) == at("2026-12-31 12:00")
    assert here.working_days(at("2026-12-30 09:00"), 2) == at("2027-01-02 11:00")


def test_many_intervals_a_day_and_intervals_that_touch() -> None:
    here = calendar(
        mon=[["14:00", "15:00"], ["08:00", "09:00"], ["09:00", "10:00"], ["20:00:30", "20:00:45"]]
    )
    monday = "2026-11-23"
    assert here.add(at(f"{monday} 08:00"), HOUR) == at(f"{monday} 09:00")
    assert here.add(at(f"{monday} 08:00"), HOUR + 1) == at(f"{monday} 09:00:01")
    assert here.add(at(f"{monday} 08:00"), 3 * HOUR + 15) == at(f"{monday} 20:00:45")
    assert here.between(at(f"{monday} 00:00"), at("2026-11-24 00:00")) == 3 * HOUR + 15
    assert here.is_open(at(f"{monday} 09:00"))


def test_a_day_may_last_until_midnight() -> None:
    here = calendar(mon=[["22:00", "24:00"]], tue=[["00:00", "02:00"]])
    assert here.add(at("2026-11-23 22:00"), 2 * HOUR) == at("2026-11-24 00:00")
    assert here.add(at("2026-11-23 22:00"), 3 * HOUR) == at("2026-11-24 01:00")
    assert here.working_days(at("2026-11-22 09:00"), 1) == at("2026-11-24 00:00")
    assert here.working_days(at("2026-11-24 00:00"), 0) == at("2026-11-24 02:00")
    assert here.is_open(at("2026-11-24 00:00"))


# Limits in days


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-09-30 08:00", 1, "2026-10-08 17:30"),
        ("2026-09-30 23:00", 1, "2026-10-08 17:30"),
        ("2026-09-30 08:00", 3, "2026-10-10 17:30"),
        ("2026-09-30 08:00", 4, "2026-10-12 17:30"),
        ("2026-10-04 08:00", 1, "2026-10-08 17:30"),
        ("2026-11-23 08:00", 5, "2026-11-30 17:30"),
        ("2026-11-23 09:00", 0, "2026-11-23 17:30"),
        ("2026-11-23 17:30", 0, "2026-11-23 17:30"),
        ("2026-11-23 17:31", 0, "2026-11-24 17:30"),
        ("2026-11-21 09:00", 0, "2026-11-23 17:30"),
    ],
)
def test_working_days_end_at_the_close_of_the_nth_working_day_after(start: str, days: int, due: str) -> None:
    assert ZONE.working_days(at(start), days) == at(due)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-23 09:00", 1, "2026-11-24 17:30"),
        ("2026-11-23 09:00", 5, "2026-11-30 17:30"),  # a Saturday
        ("2026-09-25 09:00", 7, "2026-10-08 17:30"),  # in the holiday
        ("2026-10-03 09:00", 7, "2026-10-10 17:30"),  # a made-up Saturday
        ("2026-11-23 09:00", 0, "2026-11-23 17:30"),
        ("2026-11-23 18:00", 0, "2026-11-24 17:30"),
    ],
)
def test_calendar_days_that_end_on_a_day_off_move_to_the_next_working_day(
    start: str, days: int, due: str
) -> None:
    assert ZONE.calendar_days(at(start), days) == at(due)


@pytest.mark.parametrize("reckon", [ZONE.working_days, ZONE.calendar_days])
def test_a_negative_number_of_days_is_refused(reckon: Any) -> None:
    with pytest.raises(CalendarError, match="negative"):
        reckon(at("2026-11-23 09:00"), -1)


# Pauses


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([("2026-11-23 10:00", "2026-11-23 11:00")], "2026-11-23 15:00"),
        ([("2026-11-23 12:00", "2026-11-23 14:00")], "2026-11-23 12:00"),  # nothing was open
        ([("2026-11-22 10:00", "2026-11-23 11:00")], "2026-11-23 15:30"),  # begun before the start
        ([("2026-11-23 12:00", "2026-11-25 10:00")], "2026-11-23 12:00"),  # begun when the time was up
        ([("2026-11-23 11:30", "2026-11-25 10:00")], "2026-11-25 10:30"),
        (
            [("2026-11-23 11:00", "2026-11-23 11:30"), ("2026-11-23 10:00", "2026-11-23 11:10")],
            "2026-11-23 15:30",
        ),
        ([("2026-11-23 10:00", "2026-11-23 10:00")], "2026-11-23 12:00"),
    ],
)
def test_pauses_are_not_counted(pauses: list[tuple[str, str]], due: str) -> None:
    start, away = at("2026-11-23 09:30"), [(at(begin), at(end)) for begin, end in pauses]
    assert ZONE.add(start, 2 * HOUR + 1800, away) == at(due)
    assert ZONE.between(start, at(due), away) == 2 * HOUR + 1800


def test_limits_in_days_get_back_what_was_left_and_end_at_close_of_business() -> None:
    start = at("2026-11-23 16:00")  # a Monday; three working days end on Thursday
    pause = [(at("2026-11-24 10:00"), at("2026-11-25 10:30"))]  # seven hours and a half of working time
    assert ZONE.working_days(start, 3, pause) == at("2026-11-30 17:30")
    assert ZONE.calendar_days(start, 3, pause) == at("2026-11-30 17:30")
    whole_day = [(at("2026-11-24 10:00"), at("2026-11-25 10:00"))]
    assert ZONE.working_days(start, 3, whole_day) == at("2026-11-27 17:30")
    assert ZONE.working_days(start, 3, [(at("2026-11-28 08:00"), at("2026-11-29 08:00"))]) == at(
        "2026-11-26 17:30"
    )
    assert ZONE.working_days(start, 3, [(at("2026-11-26 17:30"), at("2026-12-29 08:00"))]) == at(
        "2026-11-26 17:30"
    )


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    backwards = [(at("2026-11-23 11:00"), at("2026-11-23 10:00"))]
    with pytest.raises(CalendarError, match="pause ends before it begins"):
        ZONE.add(at("2026-11-23 09:00"), 60, backwards)


# Asking


def test_an_opening_is_open_and_a_close_is_not() -> None:
    openness = {
        "2026-11-23 08:29:59": False,
        "2026-11-23 08:30": True,
        "2026-11-23 11:59:59": True,
        "2026-11-23 12:00": False,
        "2026-10-10 09:00": True,
        "2026-10-01 09:00": False,
    }
    assert {moment: ZONE.is_open(at(moment)) for moment in openness} == openness


def test_next_opening_and_close_of_business() -> None:
    assert ZONE.next_opening(at("2026-11-23 10:00:07")) == at("2026-11-23 10:00:07")
    assert ZONE.next_opening(at("2026-11-23 12:00")) == at("2026-11-23 14:00")
    assert ZONE.next_opening(at("2026-09-30 17:30")) == at("2026-10-08 08:30")
    assert ZONE.close_of_business(at("2026-11-23 07:00")) == at("2026-11-23 17:30")
    assert ZONE.close_of_business(at("2026-11-23 17:30")) == at("2026-11-23 17:30")
    assert ZONE.close_of_business(at("2026-09-30 17:31")) == at("2026-10-08 17:30")


def test_intervals_are_cut_at_both_ends() -> None:
    found = list(ZONE.intervals(at("2026-09-30 16:00"), at("2026-10-08 14:20")))
    assert found == [
        (date(2026, 9, 30), at("2026-09-30 16:00"), at("2026-09-30 17:30")),
        (date(2026, 10, 8), at("2026-10-08 08:30"), at("2026-10-08 12:00")),
        (date(2026, 10, 8), at("2026-10-08 14:00"), at("2026-10-08 14:20")),
    ]
    assert list(ZONE.intervals(at("2026-10-08 14:20"), at("2026-10-08 14:20"))) == []
