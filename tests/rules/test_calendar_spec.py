"""Calendars as JSON: every mistake gets its sentence."""

from typing import Any

import pytest

from servicedesk.rules.working_time import Calendar, CalendarError
from tests.rules.calendars import OFFICE

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
