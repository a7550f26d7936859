"""Changes of a calendar, and from which day on limits can move."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicedesk.rules.calendar_change import (
    days_halved,
    days_set,
    first_difference,
    notice_loaded,
    renewed,
    season_ended,
    season_set,
    week_set,
)
from servicedesk.rules.holiday_notice import HolidayNotice
from servicedesk.rules.seasons import Season
from servicedesk.rules.working_time import Calendar, CalendarError
from tests.rules.calendars import OFFICE, WEEK, ZONE

HALF = ((30600, 43200),)
NOTICE = HolidayNotice(2027, frozenset({date(2027, 1, 1)}), frozenset({date(2027, 1, 9)}))
EARLY = Season((6, 1), (9, 30), (HALF,) * 7)


def old_form() -> Calendar:
    """A calendar as they were first written: what the notice says stands among single days."""
    days: dict[str, Any] = {"2026-10-01": [], "2026-10-10": OFFICE, "2026-11-02": [["08:30", "12:00"]]}
    spec = {"timezone": "Asia/Shanghai", "weekly": WEEK, "days": days | {"2027-02-01": []}}
    return Calendar.from_spec(spec | {"known_years": [2026]})


def test_an_old_calendar_keeps_its_notice_as_a_notice_and_its_hours() -> None:
    before, after = old_form(), renewed(old_form())
    assert after.notices[2026].off == {date(2026, 10, 1)}
    assert after.notices[2026].work == {date(2026, 10, 10)}
    assert set(after.days) == {date(2026, 11, 2), date(2027, 2, 1)}
    assert first_difference(before, after) is None
    assert after.known_years == before.known_years


def test_an_amendment_of_a_known_year_replaces_its_whole_notice() -> None:
    amended = HolidayNotice(2026, frozenset({date(2026, 10, 2)}), frozenset())
    after = notice_loaded(amended).apply(old_form())
    assert after.is_working_day(date(2026, 10, 1))
    assert not after.is_working_day(date(2026, 10, 2))
    assert not after.is_working_day(date(2026, 10, 10))
    assert after.hours.on(date(2026, 11, 2)) == HALF


def test_loading_a_notice_makes_its_year_known() -> None:
    after = notice_loaded(NOTICE).apply(ZONE)
    assert after.known_years == ZONE.known_years | {2027}
    assert after.is_working_day(date(2027, 1, 9))
    assert first_difference(ZONE, after) == date(2027, 1, 1)


def test_single_days_are_set_and_given_back() -> None:
    first = date(2026, 11, 23)
    snow = days_set(first, first + timedelta(days=1), ()).apply(ZONE)
    assert not snow.is_working_day(first)
    assert not snow.is_working_day(first + timedelta(days=1))
    assert first_difference(ZONE, snow) == first
    assert days_set(first, first + timedelta(days=1), None).apply(snow).to_spec() == ZONE.to_spec()


def test_a_day_that_is_set_to_what_it_is_anyway_is_not_written_down() -> None:
    monday = date(2026, 11, 23)
    assert days_set(monday, monday, ZONE.hours.on(monday)).apply(ZONE).days == {}


@pytest.mark.parametrize(
    ("day", "morning", "hours"),
    [
        (date(2026, 11, 23), True, HALF),
        (date(2026, 11, 23), False, ((50400, 63000),)),
        (date(2026, 11, 22), True, HALF),
    ],
)
def test_a_day_is_halved_at_noon(day: date, morning: bool, hours: Any) -> None:
    assert days_halved(day, day, morning).apply(ZONE).hours.on(day) == hours


def test_seasons_come_change_and_go() -> None:
    summer = season_set(EARLY).apply(ZONE)
    assert summer.hours.on(date(2026, 7, 4)) == HALF
    longer = season_set(Season((5, 1), (9, 30), EARLY.weekly), instead_of=(6, 1)).apply(summer)
    assert [season.name for season in longer.seasons] == ["05-01..09-30"]
    assert season_ended((5, 1)).apply(longer).to_spec() == ZONE.to_spec()
    assert first_difference(ZONE, summer) == date.min
    with pytest.raises(CalendarError, match="overlap"):
        season_set(Season((9, 30), (10, 31), EARLY.weekly)).apply(summer)


def test_a_week_that_never_opens_is_refused() -> None:
    with pytest.raises(CalendarError, match="no open time"):
        week_set(((),) * 7).apply(ZONE)
    assert week_set((HALF,) * 7).apply(ZONE).hours.on(date(2026, 11, 22)) == HALF


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
SINGLE = st.dictionaries(DAYS, st.sampled_from([(), HALF]), max_size=3)


@given(SINGLE, DAYS, st.booleans())
def test_no_day_before_the_first_difference_differs(
    single: dict[date, Any], day: date, with_notice: bool
) -> None:
    before = notice_loaded(NOTICE).apply(ZONE)
    after = before if with_notice else ZONE
    for one, hours in single.items():
        after = days_set(one, one, hours).apply(after)
    first = first_difference(before, after)
    if first is None or day < first:
        assert before.hours.on(day) == after.hours.on(day)
        assert (day.year in before.known_years) == (day.year in after.known_years)
