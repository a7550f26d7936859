"""When figures stand on enough to be compared, and what lines show of a period that goes on."""

from datetime import date

import pytest

from servicedesk.rules.comparing import Change, as_drawn, change_since, ranked
from servicedesk.rules.figures import Figure
from servicedesk.rules.periods import parse

TOO_FEW, NOT_KNOWN = Change(None, too_few=True), Change(None)
NOVEMBER, LAST_DAY, DAY_AFTER = parse("2026-11"), date(2026, 11, 30), date(2026, 12, 1)


def rate(numerator: int, denominator: int) -> Figure:
    return Figure("sign_on_time", None, numerator, denominator)


@pytest.mark.parametrize(
    ("earlier", "now", "change"),
    [
        ((5, 10), (9, 10), Change(40.0)),
        ((10, 10), (10, 10), Change(0.0)),
        ((2, 30), (1, 30), Change(-3.3)),
        ((5, 10), (9, 9), TOO_FEW),
        ((9, 9), (5, 10), TOO_FEW),
        ((1, 1), (1, 2), TOO_FEW),
        ((0, 0), (9, 10), NOT_KNOWN),
        ((0, 0), (9, 9), TOO_FEW),
        ((9, 10), (0, 0), NOT_KNOWN),
        ((0, 0), (0, 0), NOT_KNOWN),
    ],
)
def test_a_change_is_told_where_both_stand_on_ten_or_more(
    earlier: tuple[int, int], now: tuple[int, int], change: Change
) -> None:
    assert change_since(rate(*earlier), rate(*now), 10) == change


def test_what_is_worth_nothing_yet_has_not_changed() -> None:
    no_score = Figure("composite", None, 0, 20)
    assert change_since(no_score, rate(5, 20), 10) == change_since(rate(5, 20), no_score, 10) == NOT_KNOWN


@pytest.mark.parametrize(("least", "change"), [(0, Change(-100.0)), (1, Change(-100.0)), (2, TOO_FEW)])
def test_administrators_say_how_many_are_enough(least: int, change: Change) -> None:
    assert change_since(rate(1, 1), rate(0, 1), least) == change


@pytest.mark.parametrize(
    ("today", "counted", "drawn"),
    [
        (LAST_DAY, (5, 9), None),
        (LAST_DAY, (5, 10), 0.5),
        (DAY_AFTER, (3, 6), 0.5),
        (DAY_AFTER, (0, 0), None),
    ],
)
def test_a_line_waits_for_enough_while_a_month_goes_on(
    today: date, counted: tuple[int, int], drawn: float | None
) -> None:
    found = as_drawn({"sign_on_time": rate(*counted)}, NOVEMBER, today, 10)
    assert found["sign_on_time"].value == drawn


@pytest.mark.parametrize(
    ("least", "places"),
    [
        (0, [("wsj", 1), ("jfj", 2), ("scj", 2), ("gaj", 4)]),
        (10, [("jfj", 1), ("scj", 1), ("gaj", 3)]),
        (100, []),
    ],
)
def test_equal_ones_share_a_place_and_too_few_have_none(least: int, places: list[tuple[str, int]]) -> None:
    offices = {
        "scj": rate(18, 20), "jfj": rate(9, 10), "gaj": rate(5, 10), "wsj": rate(9, 9), "rsj": rate(0, 0)
    }  # fmt: skip
    assert ranked(offices, least) == places
