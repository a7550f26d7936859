"""Hours as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicedesk.rules.calendar_spec import CalendarError
from servicedesk.rules.hours_text import read_hours, write
from tests.rules.calendars import ZONE

OFFICE = ZONE.weekly[0]


@pytest.mark.parametrize(
    "written",
    [
        "08:30-12:00, 14:00-17:30",
        "8:30–12:00;14:00~17:30",
        "08:30—12:00、14:00至17:30",
        "8\uff1a30\uff5e12\uff1a00\uff0c\uff11\uff14\uff1a00-17\uff1a30\uff1b",  # as Chinese keyboards write
        " 14:00 - 17:30 ,, 8:30-12:00 ",
        "08:30-12:00\n14:00-17:30\n",
    ],
)
def test_hours_can_be_typed_in_the_usual_ways(written: str) -> None:
    assert read_hours(written) == OFFICE


@pytest.mark.parametrize("written", ["", "  ", "closed", "休息", "-"])
def test_nothing_is_a_day_off(written: str) -> None:
    assert read_hours(written) == ()


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("08:30", "'08:30' are no hours like 08:30-12:00, 14:00-17:30."),
        ("08:30-12:00-14:00", "are no hours"),
        ("nine to five", "'nine to five' are no hours"),
        ("12:00-08:30", "12:00-08:30 ends before it begins."),
        ("08:30-08:30", "08:30-08:30 ends before it begins."),
        ("08:30-24:30", "'24:30' is not a time like 08:30 or 24:00."),
        ("08.30-12:00", "'08.30' is not a time"),
        ("08:30-12:00, 11:00-13:00", "08:30-12:00 and 11:00-13:00 overlap."),
        ("08:30-12:00, 08:30-12:00", "overlap"),
    ],
)
def test_wrong_hours_are_refused_with_their_reason(written: str, sentence: str) -> None:
    with pytest.raises(CalendarError) as refused:
        read_hours(written)
    assert sentence in str(refused.value)


@given(st.lists(st.integers(0, 1440), max_size=12, unique=True))
def test_what_is_written_is_read_again(minutes: list[int]) -> None:
    bounds = sorted(minute * 60 for minute in minutes[: len(minutes) // 2 * 2])
    hours = tuple(zip(bounds[::2], bounds[1::2], strict=True))
    assert read_hours(write(hours)) == hours
