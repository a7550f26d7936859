"""The calendar that the product ships."""

from datetime import date

import pytest

from servicedesk.rules.chinese_calendar import known_years, zone_calendar
from servicedesk.rules.working_time import Calendar
from tests.rules.calendars import ZONE, at


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
    assert ZONE.hours.on(saturday) == monday == ((30600, 43200), (50400, 63000))


def test_a_calendar_goes_to_json_and_back() -> None:
    assert Calendar.from_spec(ZONE.to_spec()).to_spec() == ZONE.to_spec() == zone_calendar()
