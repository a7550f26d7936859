"""A period is put together of months and days whose facts hold, and of days that must be counted."""

from datetime import date

from servicedesk.rules.facts import Held, days_from, put_together

FIRST = date(2026, 8, 3)
DAYS = frozenset(days_from(FIRST, date(2026, 11, 24)))
MONTHS = frozenset({date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)})
HELD = Held(DAYS, MONTHS, FIRST)
TODAY = date(2026, 11, 25)


def test_months_are_taken_whole_and_the_rest_by_days_and_today_is_counted() -> None:
    puzzle = put_together(date(2026, 9, 1), TODAY, HELD)
    assert puzzle.months == [date(2026, 9, 1), date(2026, 10, 1)]
    assert puzzle.days == days_from(date(2026, 11, 1), date(2026, 11, 24))
    assert puzzle.direct == [TODAY]


def test_nothing_is_asked_of_days_before_the_first_matter() -> None:
    puzzle = put_together(date(2025, 1, 1), date(2026, 8, 31), HELD)
    assert (puzzle.months, puzzle.days, puzzle.direct) == ([], days_from(FIRST, date(2026, 8, 31)), [])
    before = put_together(date(2025, 1, 1), date(2025, 12, 31), HELD)
    assert (before.months, before.days, before.direct) == ([], [], [])


def test_a_day_that_holds_no_longer_is_counted_and_its_month_taken_by_days() -> None:
    stale = date(2026, 9, 8)
    puzzle = put_together(date(2026, 9, 1), date(2026, 10, 31), HELD.without([stale]))
    assert puzzle.months == [date(2026, 10, 1)]
    assert puzzle.direct == [stale]
    assert puzzle.days == [day for day in days_from(date(2026, 9, 1), date(2026, 9, 30)) if day != stale]


def test_a_month_that_is_not_asked_for_whole_is_taken_by_days() -> None:
    assert put_together(date(2026, 9, 2), date(2026, 9, 30), HELD).months == []
