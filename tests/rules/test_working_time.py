"""Working time by tables: notices, make-up days, several intervals, 24:00, zones whose clocks change."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from servicedesk.rules.chinese_calendar import known_years, zone_calendar
from servicedesk.rules.working_time import Calendar, CalendarError

OFFICE = [["08:30", "12:00"], ["14:00", "17:30"]]
NIGHT_AND_DAY = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
ZONE = Calendar.from_spec(zone_calendar())
HOUR = 3600
DAY_OF_WORK = 7 * HOUR


def calendar(timezone: str = "Asia/Shanghai", days: Any = None, **weekly: Any) -> Calendar:
    return Calendar.from_spec(
        {"timezone": timezone, "weekly": weekly, "days": days or {}}, may_stay_closed=True
    )


def at(written: str) -> datetime:
    """A moment by the clocks of Shanghai."""
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


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


# Zones whose clocks change


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
    assert here.from_wall(datetime(2026, 3, 29, 2, 30)).isoformat() == "2026-03-29T03:00:00+02:00"  # noqa: DTZ001
    assert here.from_wall(datetime(2026, 10, 25, 2, 30)).isoformat() == "2026-10-25T02:30:00+02:00"  # noqa: DTZ001


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


# The default calendar


def test_the_default_calendar_knows_whole_years_only() -> None:
    assert known_years() >= set(range(2004, 2027))
    first, last = min(known_years()), max(known_years())
    assert known_years() == set(range(first, last + 1))
    assert ZONE.is_known(at(f"{last}-12-31 23:59:59"))
    assert not ZONE.is_known(at(f"{last + 1}-01-01 00:00"))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-10-01", False), ("2026-10-07", False), ("2026-10-08", True), ("2026-10-10", True),
        ("2026-02-14", True), ("2026-02-23", False), ("2020-01-31", False), ("2019-05-05", True),
        ("2026-11-21", False), ("2026-11-23", True),
    ],
)  # fmt: skip
def test_the_default_calendar_follows_the_notices(day: str, works: bool) -> None:
    assert ZONE.is_working_day(date.fromisoformat(day)) is works


def test_make_up_days_have_a_mondays_hours() -> None:
    saturday, monday = date(2026, 10, 10), ZONE.weekly[0]
    assert ZONE.days[saturday] == monday == ((30600, 43200), (50400, 63000))


def test_a_calendar_goes_to_json_and_back() -> None:
    assert Calendar.from_spec(ZONE.to_spec()).to_spec() == ZONE.to_spec() == zone_calendar()


# What cannot be reckoned


def test_ten_years_without_open_time_are_refused() -> None:
    closed = calendar()
    start = at("2026-11-23 09:00")
    for refused in (
        lambda: closed.add(start, 1),
        lambda: closed.add(start, -1),
        lambda: closed.working_days(start, 1),
        lambda: closed.calendar_days(start, 1),
        lambda: closed.next_opening(start),
        lambda: closed.close_of_business(start),
    ):
        with pytest.raises(CalendarError, match="no open time within 10 years"):
            refused()
    assert closed.between(start, at("2030-01-01 00:00")) == 0
    assert not closed.is_open(start)


@pytest.mark.parametrize(("day", "found"), [("2036-11-01", True), ("2036-12-01", False)])
def test_ten_years_are_ten_years_whatever_was_asked_before(day: str, found: bool) -> None:
    for asked_before in ([], ["2036-12-01 09:00"], ["2060-01-01 09:00", "1990-01-01 09:00"]):
        here = calendar(days={day: [["09:00", "10:00"]], "2026-11-23": [["09:00", "10:00"]]})
        for moment in asked_before:
            here.is_open(at(moment))
        if found:
            assert here.add(at("2026-11-23 09:30"), HOUR) == at(f"{day} 09:30")
            assert here.add(at(f"{day} 09:30"), -HOUR) == at("2026-11-23 09:30")
            continue
        for reckoned in (
            lambda here=here: here.add(at("2026-11-23 09:30"), HOUR),
            lambda here=here: here.add(at(f"{day} 09:30"), -HOUR),
            lambda here=here: here.working_days(at("2026-11-23 09:30"), 1),
        ):
            with pytest.raises(CalendarError, match="within 10 years"):
                reckoned()


@pytest.mark.parametrize("seconds", [10**11, -(10**11), 10**300])
def test_what_lies_beyond_all_years_is_refused_in_bounded_time(seconds: int) -> None:
    with pytest.raises(CalendarError, match="1900 to 2199"):
        ZONE.add(at("2026-11-23 09:00"), seconds)
    with pytest.raises(CalendarError, match="1900 to 2199"):
        ZONE.working_days(at("2026-11-23 09:00"), abs(seconds))


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_moments_beyond_all_years_are_refused(year: int) -> None:
    moment = datetime(year, 1, 1, tzinfo=UTC) if year > 2000 else datetime(year, 12, 31, tzinfo=UTC)
    with pytest.raises(CalendarError, match="1900 to 2199"):
        ZONE.add(moment, 60)
    with pytest.raises(CalendarError, match="1900 to 2199"):
        ZONE.working_days(moment, 1)


def test_threads_share_a_calendar() -> None:
    shared, results = Calendar.from_spec(zone_calendar()), dict[int, datetime]()

    def reckon(year: int) -> None:
        results[year] = shared.add(at(f"{year}-06-01 09:00"), 40 * DAY_OF_WORK)

    threads = [Thread(target=reckon, args=(year,)) for year in range(1990, 2040, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {year: ZONE.add(at(f"{year}-06-01 09:00"), 40 * DAY_OF_WORK) for year in results}
    assert len(results) == 10


# Calendars that are refused

WEEK = {"mon": OFFICE}


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        ({"timezone": "Mars/Base", "weekly": WEEK}, "'Mars/Base' is not a known time zone"),
        ({"timezone": "../etc", "weekly": WEEK}, "not a known time zone"),
        ({"timezone": "Asia", "weekly": WEEK}, "not a known time zone"),
        ({"timezone": 8, "weekly": WEEK}, "8 is not a known time zone"),
        ({"weekly": WEEK}, "not a known time zone"),
        ({"timezone": "UTC"}, "'weekly' must name"),
        ({"timezone": "UTC", "weekly": {}}, "The week has no open time"),
        ({"timezone": "UTC", "weekly": {"mon": [], "tue": []}}, "The week has no open time"),
        ({"timezone": "UTC", "weekly": {"monday": OFFICE}}, "'monday' is not a day of the week"),
        ({"timezone": "UTC", "weekly": {"mon": "08:30-12:00"}}, "The hours of mon must be a list"),
        ({"timezone": "UTC", "weekly": {"mon": ["08:30", "12:00"]}}, "must have a beginning and an end"),
        ({"timezone": "UTC", "weekly": {"mon": [["08:30"]]}}, "must have a beginning and an end"),
        ({"timezone": "UTC", "weekly": {"mon": [["12:00", "08:30"]]}}, "does not end after it begins"),
        ({"timezone": "UTC", "weekly": {"mon": [["12:00", "12:00"]]}}, "does not end after it begins"),
        ({"timezone": "UTC", "weekly": {"mon": [["08:00", "12:00"], ["11:59", "13:00"]]}}, "of mon overlap"),
        ({"timezone": "UTC", "weekly": {"mon": [["08:00", "24:01"]]}}, "'24:01', in the hours of mon"),
        ({"timezone": "UTC", "weekly": {"mon": [["8.30", "12:00"]]}}, "'8.30', in the hours of mon"),
        ({"timezone": "UTC", "weekly": {"mon": [[830, 1200]]}}, "830, in the hours of mon"),
        ({"timezone": "UTC", "weekly": WEEK, "days": {"2026-02-30": []}}, "'2026-02-30' is not a date"),
        ({"timezone": "UTC", "weekly": WEEK, "days": {"20260203": []}}, "'20260203' is not a date"),
        ({"timezone": "UTC", "weekly": WEEK, "days": ["2026-10-01"]}, "'days' must name dates"),
        ({"timezone": "UTC", "weekly": WEEK, "days": {"2026-10-01": None}}, "hours of 2026-10-01 must be"),
        ({"timezone": "UTC", "weekly": WEEK, "known_years": [True]}, "'known_years' must be a list"),
        ({"timezone": "UTC", "weekly": WEEK, "known_years": 2026}, "'known_years' must be a list"),
        (["Asia/Shanghai"], "A calendar must have"),
    ],
)
def test_a_wrong_calendar_is_refused_with_a_sentence(spec: Any, sentence: str) -> None:
    with pytest.raises(CalendarError) as refused:
        Calendar.from_spec(spec)
    assert sentence in str(refused.value)
    assert str(refused.value.sentence) == str(refused.value)
