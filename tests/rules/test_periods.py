"""Periods: every way to write one, what is refused, and which one came before."""

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from servicedesk.rules.periods import (
    before,
    compared_with,
    half_year_of,
    month_of,
    months_until,
    of_days,
    parse,
    quarter_of,
    read_range,
    year_of,
)
from servicedesk.rules.refusals import Invalid

# As it is written, its first and last day, and the one before.
WRITTEN = [
    ("2026-11-23", "2026-11-23", "2026-11-23", "2026-11-22"),
    ("2026-01-01", "2026-01-01", "2026-01-01", "2025-12-31"),
    ("2026-W47", "2026-11-16", "2026-11-22", "2026-W46"),
    ("2026-W53", "2026-12-28", "2027-01-03", "2026-W52"),
    ("2026-W01", "2025-12-29", "2026-01-04", "2025-W52"),
    ("2026-11", "2026-11-01", "2026-11-30", "2026-10"),
    ("2026-01", "2026-01-01", "2026-01-31", "2025-12"),
    ("2028-02", "2028-02-01", "2028-02-29", "2028-01"),
    ("2026-Q1", "2026-01-01", "2026-03-31", "2025-Q4"),
    ("2026-Q4", "2026-10-01", "2026-12-31", "2026-Q3"),
    ("2026-H1", "2026-01-01", "2026-06-30", "2025-H2"),
    ("2026-H2", "2026-07-01", "2026-12-31", "2026-H1"),
    ("2026", "2026-01-01", "2026-12-31", "2025"),
    ("2026-11-01..2026-11-15", "2026-11-01", "2026-11-15", "2026-10-17..2026-10-31"),
    ("2026-06-20..2026-06-20", "2026-06-20", "2026-06-20", "2026-06-19"),
    ("2025-12-30..2026-01-02", "2025-12-30", "2026-01-02", "2025-12-26..2025-12-29"),
    # A range of whole months is compared with whole months.
    ("2026-11-01..2026-11-30", "2026-11-01", "2026-11-30", "2026-10"),
    ("2026-07-01..2026-12-31", "2026-07-01", "2026-12-31", "2026-H1"),
    # Two months have no name of their own: as many days before.
    ("2026-10-01..2026-11-30", "2026-10-01", "2026-11-30", "2026-08-01..2026-09-30"),
]
WRONG = [
    "", "soon", "2026-13", "2026-00", "2026-Q0", "2026-Q5", "2026-H3", "2026-W54", "2026-W00",
    "2026-02-30", "26", "2026-1", "2026-11-1", "20261123", "2026-W47-1", "2026-11-15..2026-11-01",
    "2026-11-01..", "..2026-11-01", "2026-11-01...2026-11-15", "2026-11..2026-12",
    "2026-11-01..20261115", "0000", "0001", "1899", "3000", "9999", "2999-12-31..3000-01-01",
    "٢٠٢٦", "2026-q1", "2026/11",
]  # fmt: skip


@pytest.mark.parametrize(("written", "first", "last", "earlier"), WRITTEN)
def test_a_period_has_its_days_and_one_before(written: str, first: str, last: str, earlier: str) -> None:
    period = parse(written)
    assert (period.name, str(period.first), str(period.last)) == (written, first, last)
    assert before(period).name == earlier
    assert before(period) == parse(earlier)
    assert (period.first - before(period).last).days == 1


@pytest.mark.parametrize(
    ("written", "day", "against"),
    [
        ("2026-11", "2026-11-03", "2026-10-01..2026-10-03"),
        ("2026-12", "2026-12-01", "2026-11-01"),
        ("2026-W48", "2026-11-25", "2026-11-16..2026-11-18"),
        ("2026-Q4", "2026-11-23", "2026-07-01..2026-08-23"),
        # February has no thirtieth.
        ("2026-03", "2026-03-30", "2026-02"),
        # Nothing is missing any more, or nothing is there yet.
        ("2026-11", "2026-11-30", "2026-10"),
        ("2026-11", "2027-01-05", "2026-10"),
        ("2026-11", "2026-10-31", "2026-10"),
    ],
)
def test_a_period_that_goes_on_is_compared_with_as_many_days(written: str, day: str, against: str) -> None:
    assert compared_with(parse(written), date.fromisoformat(day)) == parse(against)


@pytest.mark.parametrize("written", WRONG)
def test_what_is_no_period_is_refused_beside_its_field(written: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse(written)
    assert list(refused.value.errors) == ["period"]


def test_space_around_a_period_does_not_matter() -> None:
    assert parse(" 2026-11 ") == parse("2026-11")


@pytest.mark.parametrize("written", [written for written, *_ in WRITTEN if ".." not in written])
def test_days_go_by_their_shortest_name(written: str) -> None:
    period = parse(written)
    assert of_days(period.first, period.last) == period


def test_a_range_without_a_name_is_written_by_its_days() -> None:
    assert of_days(date(2026, 11, 2), date(2026, 11, 9)).name == "2026-11-02..2026-11-09"


def test_the_periods_around_a_day() -> None:
    day = date(2026, 11, 23)
    names = [around(day).name for around in (month_of, quarter_of, half_year_of, year_of)]
    assert names == ["2026-11", "2026-Q4", "2026-H2", "2026"]


def test_the_last_months_go_over_the_turn_of_the_year() -> None:
    assert [month.name for month in months_until(date(2026, 2, 28), 4)] == [
        "2025-11", "2025-12", "2026-01", "2026-02",
    ]  # fmt: skip


def test_a_period_ends_with_the_zones_day() -> None:
    start, end = parse("2026-11").moments(ZoneInfo("Asia/Shanghai"))
    assert start == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert end == datetime(2026, 11, 30, 16, tzinfo=UTC)


def test_a_range_from_a_form_gets_its_shortest_name() -> None:
    assert read_range("2026-10-01", " 2026-12-31 ").name == "2026-Q4"


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("", "2026-11-01", ["from"]),
        ("2026-11-01", "", ["to"]),
        ("soon", "later", ["from", "to"]),
        ("2026-11-02", "2026-11-01", ["to"]),
        ("1000-01-01", "2026-11-01", ["from"]),
        ("2026-11-01", "9999-12-31", ["to"]),
    ],
)
def test_a_wrong_range_is_refused_beside_its_field(first: str, last: str, wrong: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        read_range(first, last)
    assert list(refused.value.errors) == wrong


# As it is written where months end on the 25th, its first and last day, and the one before.
CUT_OFF = [
    ("2026-11", "2026-10-26", "2026-11-25", "2026-10"),
    ("2026-01", "2025-12-26", "2026-01-25", "2025-12"),
    ("2026-03", "2026-02-26", "2026-03-25", "2026-02"),
    ("2026-Q4", "2026-09-26", "2026-12-25", "2026-Q3"),
    ("2026-H1", "2025-12-26", "2026-06-25", "2025-H2"),
    ("2026", "2025-12-26", "2026-12-25", "2025"),
    # Days and weeks do not ask for months, nor do whole months of the calendar mean anything here.
    ("2026-W47", "2026-11-16", "2026-11-22", "2026-W46"),
    ("2026-11-01..2026-11-30", "2026-11-01", "2026-11-30", "2026-10-02..2026-10-31"),
]


@pytest.mark.parametrize(("written", "first", "last", "earlier"), CUT_OFF)
def test_a_zone_may_end_its_months_on_a_day_of_its_own(
    written: str, first: str, last: str, earlier: str
) -> None:
    period = parse(written, 25)
    assert (str(period.first), str(period.last)) == (first, last)
    assert before(period, 25).name == earlier
    assert before(period, 25) == parse(earlier, 25)


def test_the_day_after_the_cut_off_belongs_to_the_next_month() -> None:
    days = [date(2026, 11, 25), date(2026, 11, 26), date(2026, 12, 26)]
    assert [month_of(day, 25).name for day in days] == ["2026-11", "2026-12", "2027-01"]
    assert half_year_of(date(2026, 12, 26), 25).name == "2027-H1"


@pytest.mark.parametrize("ends_on", [1, 15, 28, 29, 30, 31])
def test_months_follow_each_other_without_a_gap_whatever_their_last_day(ends_on: int) -> None:
    months = months_until(date(2028, 6, 1), 30, ends_on)
    assert all((later.first - earlier.last).days == 1 for earlier, later in pairwise(months))
    assert all(parse(month.name, ends_on) == month for month in months)
