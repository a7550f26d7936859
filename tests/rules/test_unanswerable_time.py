"""What cannot be reckoned is refused with a sentence, in bounded time, whatever was asked before."""

from datetime import UTC, datetime
from threading import Thread

import pytest

from servicedesk.rules.chinese_calendar import zone_calendar
from servicedesk.rules.working_time import Calendar, CalendarError
from tests.rules.calendars import DAY_OF_WORK, HOUR, ZONE, at, calendar


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
