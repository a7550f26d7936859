"""Seasons: weekly hours that hold for a part of every year."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicedesk.rules.working_time import Calendar, CalendarError
from tests.rules.calendars import HOUR, SUMMER, WEEK, at

NIGHTS = {"sat": [["20:00", "24:00"]]}


def seasonal(*seasons: tuple[str, str, Any], **more: Any) -> Calendar:
    """Office hours, and seasons of their own from a date to a date."""
    written = [{"from": first, "to": last, "weekly": weekly} for first, last, weekly in seasons]
    return Calendar.from_spec({"timezone": "Asia/Shanghai", "weekly": WEEK, "seasons": written} | more)


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        ("2026-05-29", "08:30"), ("2026-06-01", "08:00"), ("2026-09-30", "08:00"), ("2026-10-01", "08:30"),
        ("2030-07-01", "08:00"), ("1999-06-01", "08:00"),
    ],
)  # fmt: skip
def test_a_season_holds_from_its_first_to_its_last_day_of_every_year(day: str, opens: str) -> None:
    here = seasonal(("06-01", "09-30", SUMMER))
    assert here.next_opening(at(f"{day} 00:00")) == at(f"{day} {opens}")


@pytest.mark.parametrize(
    ("day", "works"),
    [("2026-12-12", True), ("2027-02-27", True), ("2028-02-26", True), ("2027-03-06", False)],
)
def test_a_season_may_go_on_over_new_year(day: str, works: bool) -> None:
    here = seasonal(("12-01", "02-29", NIGHTS))
    assert here.is_working_day(date.fromisoformat(day)) is works
    assert here.is_working_day(date(2026, 12, 14)) is False  # a Monday: the season's week knows none


def test_the_leap_day_belongs_to_the_season_around_it() -> None:
    here = seasonal(("02-01", "03-31", SUMMER))
    assert here.next_opening(at("2028-02-29 00:00")) == at("2028-02-29 08:00")


def test_limits_go_on_from_one_season_into_the_other() -> None:
    here = seasonal(("06-01", "09-30", SUMMER))
    # 30 minutes are left of Friday; Monday is in the season, and opens at eight.
    assert here.add(at("2026-05-29 17:00"), HOUR) == at("2026-06-01 08:30")


@pytest.mark.parametrize(
    ("seasons", "sentence"),
    [
        ("06-01", "'seasons' must be a list"),
        (["06-01"], "A season must have"),
        ([{"from": "06-01", "to": "09-31", "weekly": WEEK}], "'09-31' is not a date of the year"),
        ([{"from": "6-1", "to": "09-30", "weekly": WEEK}], "'6-1' is not a date of the year"),
        ([{"from": 601, "to": "09-30", "weekly": WEEK}], "601 is not a date of the year"),
        ([{"from": "06-01", "to": "09-30"}], "'weekly' must name"),
        ([{"from": "06-01", "to": "09-30", "weekly": {}}], "season 06-01..09-30 has no open time"),
        ([{"from": "06-01", "to": "09-30", "weekly": {"mon": [["12:00", "08:00"]]}}], "does not end after"),
    ],
)
def test_a_wrong_season_is_refused_with_a_sentence(seasons: Any, sentence: str) -> None:
    with pytest.raises(CalendarError, match=sentence):
        Calendar.from_spec({"timezone": "UTC", "weekly": WEEK, "seasons": seasons})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("06-01", "09-30"), ("09-30", "10-15")),
        (("11-01", "02-28"), ("01-15", "01-20")),
        (("06-01", "09-30"), ("06-01", "09-30")),
    ],
)
def test_seasons_that_overlap_are_refused(one: tuple[str, str], other: tuple[str, str]) -> None:
    with pytest.raises(CalendarError, match="overlap"):
        seasonal((*one, SUMMER), (*other, SUMMER))
    assert seasonal(("06-01", "09-30", SUMMER), ("10-01", "05-31", SUMMER)).seasons


MONTH_DAYS = st.dates(date(2028, 1, 1), date(2028, 12, 31)).map(lambda day: f"{day:%m-%d}")


@given(MONTH_DAYS, MONTH_DAYS, st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_each_date_has_the_week_of_its_season_or_of_the_rest_of_the_year(
    first: str, last: str, day: date
) -> None:
    here, when = seasonal((first, last, SUMMER)), f"{day:%m-%d}"
    inside = first <= when <= last if first <= last else when >= first or when <= last
    assert here.hours.week_of(day) == (here.seasons[0].weekly if inside else here.weekly)
    assert Calendar.from_spec(here.to_spec()).to_spec() == here.to_spec()


@given(MONTH_DAYS, MONTH_DAYS, st.datetimes(at("2025-01-01").replace(tzinfo=None)), st.integers(0, 10**6))
def test_adding_and_measuring_stay_inverse_with_seasons(
    first: str, last: str, wall: Any, seconds: int
) -> None:
    here = seasonal((first, last, SUMMER))
    start = here.from_wall(min(wall, at("2100-01-01").replace(tzinfo=None)) + timedelta(0))
    assert here.between(start, here.add(start, seconds)) == seconds
