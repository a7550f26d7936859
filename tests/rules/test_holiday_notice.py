"""Yearly notices inside a calendar: what they open and close, and what they yield to."""

from datetime import date
from typing import Any

import pytest

from servicedesk.rules.holiday_notice import missing_year
from servicedesk.rules.working_time import Calendar, CalendarError
from tests.rules.calendars import OFFICE, SUMMER, WEEK, at

NOTICES = {
    "2026": {"off": ["2026-10-01", "2026-10-02", "2026-10-03"], "work": ["2026-10-10", "2026-06-13"]},
    "2027": {"off": ["2026-12-31", "2027-01-01"], "work": ["2026-12-26"]},
}


def noticed(**more: Any) -> Calendar:
    """Office hours with two notices."""
    return Calendar.from_spec({"timezone": "Asia/Shanghai", "weekly": WEEK, "notices": NOTICES} | more)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-10-01", False), ("2026-10-03", False), ("2026-10-05", True), ("2026-10-10", True),
        ("2026-10-17", False), ("2026-12-26", True), ("2026-12-31", False), ("2027-01-01", False),
    ],
)  # fmt: skip
def test_a_notice_closes_days_and_opens_others(day: str, works: bool) -> None:
    assert noticed().is_working_day(date.fromisoformat(day)) is works


def test_a_make_up_day_has_the_hours_of_a_monday_of_its_season() -> None:
    week = WEEK | {"sat": [["09:00", "10:00"]]}
    here = noticed(weekly=week, seasons=[{"from": "06-01", "to": "09-30", "weekly": SUMMER}])
    assert here.hours.on(date(2026, 10, 10)) == here.weekly[0]
    assert here.hours.on(date(2026, 10, 17)) == here.weekly[5]
    assert here.hours.on(date(2026, 6, 13)) == here.seasons[0].weekly[0] != here.weekly[0]


def test_a_day_set_by_hand_beats_the_notice() -> None:
    here = noticed(days={"2026-10-10": [], "2026-10-01": [["09:00", "12:00"]]})
    assert not here.is_working_day(date(2026, 10, 10))
    assert here.close_of_business(at("2026-10-01 08:00")) == at("2026-10-01 12:00")
    assert here.hours.noticed(date(2026, 10, 1)) == ()


def test_the_later_year_has_the_last_word_on_december() -> None:
    both = {"2026": {"work": ["2026-12-26"]}, "2027": {"off": ["2026-12-26"]}}
    assert not noticed(notices=both).is_working_day(date(2026, 12, 26))


def test_years_with_a_notice_are_known_and_days_set_by_hand_make_none_known() -> None:
    here = noticed(days={"2028-02-01": []}, known_years=[2020])
    assert here.known_years == {2020, 2026, 2027}
    assert noticed(notices={}, days={"2028-02-01": []}).known_years == frozenset()
    assert noticed(notices={"2030": {}}).known_years == {2030}


def test_calendars_without_notices_stay_as_they_were() -> None:
    spec = {"timezone": "UTC", "weekly": WEEK, "days": {"2026-10-01": [], "2027-01-02": OFFICE}}
    assert Calendar.from_spec(spec).known_years == {2026, 2027}
    assert Calendar.from_spec(spec | {"known_years": [2026]}).known_years == {2026}


@pytest.mark.parametrize("more", [{}, {"notices": {}}, {"days": {"2026-10-10": []}, "known_years": [2020]}])
def test_notices_go_to_json_and_back(more: Any) -> None:
    written = noticed(**more).to_spec()
    again = Calendar.from_spec(written)
    assert again.to_spec() == written
    assert again.known_years == noticed(**more).known_years


@pytest.mark.parametrize(
    ("notices", "sentence"),
    [
        ([], "'notices' must name years"),
        ({"26": {}}, "'26' is not a year"),
        ({"2026": {"of": []}}, "The notice of 2026 must have 'off' and 'work'"),
        ({"2026": []}, "The notice of 2026 must have"),
        ({"2026": {"off": "2026-10-01"}}, "must have lists of dates"),
        ({"2026": {"off": ["2026-13-01"]}}, "'2026-13-01' is not a date"),
        ({"2026": {"off": ["2027-01-01"]}}, "2027-01-01 does not belong into the notice of 2026"),
        ({"2026": {"off": ["2025-12-20"]}}, "2025-12-20 does not belong into the notice of 2026"),
        ({"2026": {"off": ["2026-10-01", "2026-10-01"]}}, "names 2026-10-01 twice"),
        ({"2026": {"off": ["2026-10-10"], "work": ["2026-10-10"]}}, "2026-10-10 is both off and worked"),
    ],
)
def test_a_wrong_notice_is_refused_with_a_sentence(notices: Any, sentence: str) -> None:
    with pytest.raises(CalendarError, match=sentence):
        noticed(notices=notices)


@pytest.mark.parametrize(
    ("known", "today", "missing"),
    [
        ((2026,), "2026-10-31", None), ((2026,), "2026-11-01", 2027), ((2026,), "2026-12-31", 2027),
        ((2026,), "2027-01-01", 2027), ((2026, 2027), "2026-11-01", None), ((2027,), "2026-11-01", 2026),
        ((2026, 2027), "2027-11-01", 2028),
    ],
)  # fmt: skip
def test_next_years_notice_is_missed_from_november_on(
    known: tuple[int, ...], today: str, missing: int | None
) -> None:
    assert missing_year(known, date.fromisoformat(today)) == missing
