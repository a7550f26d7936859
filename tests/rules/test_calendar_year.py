"""A year of the calendar as people read it."""

from datetime import date

import pytest

from servicedesk.rules.calendar_year import DAY_KINDS, calendar_year, months, year_day
from servicedesk.rules.working_time import Calendar

HOURS = [["08:30", "12:00"], ["14:00", "17:30"]]
SPEC = {
    "timezone": "Asia/Shanghai",
    "weekly": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), HOURS),
    "days": {
        # A Thursday and a Friday off join the weekend after them; the Saturday a week later is worked.
        "2026-10-01": [],
        "2026-10-02": [],
        "2026-10-05": [],
        "2026-10-10": HOURS,
        # A half day, a weekend day that is off anyway, and a day with its usual hours.
        "2026-12-31": [["08:30", "12:00"]],
        "2026-10-04": [],
        "2026-11-02": HOURS,
    },
    "known_years": [2026],
}


def test_days_off_stand_together_with_the_weekends_that_they_touch() -> None:
    year = calendar_year(Calendar.from_spec(SPEC), 2026)
    assert year.off == [(date(2026, 10, 1), date(2026, 10, 5))]


def test_make_up_days_and_days_with_other_hours_are_named() -> None:
    year = calendar_year(Calendar.from_spec(SPEC), 2026)
    assert year.made_up == [date(2026, 10, 10)]
    assert [day for day, _ in year.other_hours] == [date(2026, 12, 31)]


def test_a_year_without_a_notice_is_not_known_and_differs_in_nothing() -> None:
    year = calendar_year(Calendar.from_spec(SPEC), 2027)
    assert (year.known, year.off, year.made_up, year.other_hours) == (False, [], [], [])


NOTICED = {
    "timezone": "Asia/Shanghai",
    "weekly": SPEC["weekly"],
    "notices": {"2026": {"off": ["2026-10-01", "2026-10-03"], "work": ["2026-10-10"]}},
    "days": {"2026-10-06": [], "2026-10-08": [["08:30", "12:00"]], "2026-10-17": HOURS},
}


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (1, "off"), (2, "open"), (3, "closed"), (4, "closed"), (6, "set_closed"), (8, "set_hours"),
        (10, "made_up"), (17, "set_open"),
    ],
)  # fmt: skip
def test_every_day_says_what_it_is_and_why(day: int, kind: str) -> None:
    calendar = Calendar.from_spec(NOTICED)
    assert year_day(calendar, date(2026, 10, day)).kind == kind
    assert kind in DAY_KINDS


def test_a_year_is_twelve_months_of_whole_weeks() -> None:
    year = months(Calendar.from_spec(NOTICED), 2026)
    assert len(year) == 12
    assert all(len(week) == 7 for month in year for week in month)
    shown = [cell.day for month in year for week in month for cell in week if cell]
    assert (shown[0], shown[-1], len(shown)) == (date(2026, 1, 1), date(2026, 12, 31), 365)
    assert all(
        cell is None or cell.day.weekday() == n
        for month in year
        for week in month
        for n, cell in enumerate(week)
    )


def test_what_was_set_by_hand_is_no_make_up_day() -> None:
    year = calendar_year(Calendar.from_spec(NOTICED), 2026)
    assert year.made_up == [date(2026, 10, 10)]
    assert [day for day, _ in year.other_hours] == [date(2026, 10, 8), date(2026, 10, 17)]
    assert (date(2026, 10, 6), date(2026, 10, 6)) in year.off
