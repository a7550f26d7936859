"""Working time in zones whose clocks change: hours are the wall clock's, durations are real."""

from datetime import date, datetime, timedelta

import pytest

from tests.rules.calendars import HOUR, NIGHT_AND_DAY, calendar


@pytest.mark.parametrize(
    ("timezone", "day", "hours"),
    [
        ("Europe/Berlin", "2026-03-29", 23),
        ("Europe/Berlin", "2026-10-25", 25),
        ("America/New_York", "2026-03-08", 23),
        ("America/New_York", "2026-11-01", 25),
        ("Australia/Lord_Howe", "2026-10-04", 23.5),
        ("Africa/Cairo", "2026-04-24", 23),  # the clocks jump over midnight
        ("Asia/Shanghai", "2026-03-29", 24),
    ],
)
def test_durations_are_real_on_days_whose_clocks_change(timezone: str, day: str, hours: float) -> None:
    here = calendar(timezone, **NIGHT_AND_DAY)
    start = here.from_wall(datetime.fromisoformat(day))
    end = here.from_wall(datetime.fromisoformat(day) + timedelta(days=1))
    assert here.between(start, end) == hours * HOUR
    assert here.add(start, int(hours * HOUR)) == end
    assert here.add(end, int(-hours * HOUR)) == start


def test_office_hours_are_hours_of_the_wall_clock_in_summer_and_winter() -> None:
    here = calendar("Europe/Berlin", fri=[["09:00", "17:00"]], mon=[["09:00", "17:00"]])
    due = here.add(datetime.fromisoformat("2026-03-27T16:00:00+01:00"), 2 * HOUR)
    assert due.isoformat() == "2026-03-30T10:00:00+02:00"
    due = here.add(datetime.fromisoformat("2026-10-23T16:00:00+02:00"), 2 * HOUR)
    assert due.isoformat() == "2026-10-26T10:00:00+01:00"


NIGHT = [
    # Berlin's clocks jump from 2 to 3 on 29 March, and from 3 back to 2 on 25 October 2026
    ("2026-03-29", ["02:30", "05:00"], "03:00:00+02:00", "05:00:00+02:00", 2 * HOUR),
    ("2026-03-29", ["01:00", "02:30"], "01:00:00+01:00", "03:00:00+02:00", HOUR),
    ("2026-10-25", ["02:30", "05:00"], "02:30:00+02:00", "05:00:00+01:00", 3 * HOUR + 1800),
    ("2026-10-25", ["01:00", "02:30"], "01:00:00+02:00", "02:30:00+02:00", HOUR + 1800),
]


@pytest.mark.parametrize(("day", "interval", "opens", "closes", "seconds"), NIGHT)
def test_a_missing_hour_begins_at_the_jump_and_a_doubled_one_the_first_time(
    day: str, interval: list[str], opens: str, closes: str, seconds: int
) -> None:
    here = calendar("Europe/Berlin", days={day: [interval]})
    midnight = here.from_wall(datetime.fromisoformat(day))
    [(found, begin, end)] = here.intervals(midnight, midnight + timedelta(days=1))
    assert (found, begin.isoformat(), end.isoformat()) == (
        date.fromisoformat(day),
        f"{day}T{opens}",
        f"{day}T{closes}",
    )
    assert here.between(midnight, end) == seconds


def test_hours_that_the_clocks_jump_over_are_no_working_day() -> None:
    here = calendar(
        "Europe/Berlin", days={"2026-03-29": [["02:00", "03:00"]], "2026-03-30": [["02:00", "03:00"]]}
    )
    assert not here.is_working_day(date(2026, 3, 29))
    assert here.is_working_day(date(2026, 3, 30))


def test_wall_times_that_do_not_exist_or_exist_twice_have_one_meaning() -> None:
    here = calendar("Europe/Berlin", **NIGHT_AND_DAY)
    assert here.from_wall(datetime(2026, 3, 29, 2, 30)).isoformat() == "2026-03-29T03:00:00+02:00"
    assert here.from_wall(datetime(2026, 10, 25, 2, 30)).isoformat() == "2026-10-25T02:30:00+02:00"
