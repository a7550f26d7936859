"""Reports: how numbers are printed, which kind a period asks for, and what is composed of facts."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from servicedesk.rules.periods import Period, parse
from servicedesk.rules.report import REPORT_KINDS, Chart, Document, Paragraph, Ratio, Table, said
from servicedesk.rules.report_figures import trend
from servicedesk.rules.report_form import digest, from_json, to_json
from servicedesk.rules.report_numbers import percent, points, with_base, written
from servicedesk.rules.report_phrases import change, kind_of
from servicedesk.rules.report_plan import compose
from tests.rules.report_facts import AS_OF, facts, figure

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("numerator", "denominator", "printed"),
    [
        # Two published tables, as they should have been printed.
        (597, 601, "99.33%"),
        (1715, 2274, "75.42%"),
        (1, 1, "100.00%"),
        (0, 7, "0.00%"),
        # Halves go up, on whole numbers.
        (1, 20000, "0.01%"),
        (2, 3, "66.67%"),
        # Nothing due is neither nothing nor everything.
        (0, 0, "—"),
    ],
)
def test_a_share_is_printed_with_two_decimals(numerator: int, denominator: int, printed: str) -> None:
    assert percent(numerator, denominator) == printed
    assert written(Ratio(numerator, denominator), "rate", ZONE) == printed


def test_a_share_in_a_table_has_its_base_beside_it() -> None:
    assert with_base(Ratio(597, 601), "rate", ZONE) == "99.33% (597/601)"
    assert with_base(None, "rate", ZONE) == with_base(Ratio(0, 0), "rate", ZONE) == "—"


def test_changes_have_their_sign_and_agree_with_the_printed_shares() -> None:
    assert points(Ratio(597, 601), Ratio(90, 100)) == 933
    assert points(Ratio(0, 0), Ratio(1, 2)) is None
    assert [written(cell, "points", ZONE) for cell in (933, -5, 0)] == ["+9.33", "-0.05", "0.00"]
    assert [written(cell, "change", ZONE) for cell in (3, -3, 0)] == ["+3", "-3", "0"]


@pytest.mark.parametrize(
    ("period", "kind"),
    [
        ("2026-11-23", "daily"),
        ("2026-W47", "weekly"),
        ("2026-11", "circular"),
        ("2026-Q3", "circular"),
        ("2026-H1", "half_year"),
        ("2026", "circular"),
        ("2026-01-01..2026-06-20", "circular"),
    ],
)
def test_a_period_asks_for_its_kind_of_report(period: str, kind: str) -> None:
    assert kind_of(parse(period)) == kind


def in_english(document: Document) -> Document:
    return said(document, str)


@pytest.mark.parametrize(
    ("now", "before", "says"),
    [
        (3, 1, "2 more than"),
        (1, 3, "2 fewer than"),
        (2, 2, "as many as"),
        (5, 0, "none in the period before"),
    ],
)
def test_growing_from_nothing_is_not_called_growth(now: int, before: int, says: str) -> None:
    assert says in str(change(now, before))


@pytest.mark.parametrize("kind", REPORT_KINDS)
def test_every_report_says_its_base_and_what_was_excluded_on_its_face(kind: str) -> None:
    document = in_english(compose(facts(kind=kind), ZONE))
    face = " ".join(str(block.words) for block in document.opening if isinstance(block, Paragraph))
    assert "99.33% (597 of 601)" in face
    assert "75.42% (1715 of 2274)" in face
    assert "2 matters were excluded" in face
    # No answer: a dash, not 0 % or 100 %.
    assert "satisfied —" in face
    keys = [block.key for block in document.blocks() if isinstance(block, Paragraph | Table)]
    assert len(keys) == len(set(keys)), "a person's words are kept by key"


def test_who_is_late_is_named() -> None:
    limits = next(one for one in compose(facts(), ZONE).sections if one.key == "limits")
    words = str(next(block.words for block in limits.blocks if isinstance(block, Paragraph)))
    assert "Economic Development Bureau: 2, Natural Resources Branch: 2." in words
    assert "Still overdue at" in words


def test_the_summary_tells_its_cases_and_leaves_room_for_a_person() -> None:
    document = in_english(compose(facts("2026-H2"), ZONE))
    assert [section.key for section in document.sections] == [
        "work", "guarantee", "joint", "cases", "remaining", "next", "annex",
    ]  # fmt: skip
    told = next(
        block.words
        for block in document.blocks()
        if isinstance(block, Paragraph) and block.key == "case-QS20261102-0001"
    )
    assert "with the help of Economic Development Bureau" in str(told)


def test_a_report_comes_back_from_what_is_stored_with_the_same_hash() -> None:
    document = in_english(compose(facts(), ZONE))
    again = from_json(to_json(document))
    assert digest(again) == digest(document)
    assert to_json(again) == to_json(document)
    assert again.as_of == AS_OF


@pytest.mark.parametrize(
    ("answers", "today", "drawn"),
    [
        (9, date(2026, 11, 20), ["2026-10"]),
        (10, date(2026, 11, 20), ["2026-10", "2026-11"]),
        (9, date(2026, 12, 1), ["2026-10", "2026-11"]),
    ],
)
def test_a_month_that_goes_on_is_drawn_when_enough_counts(
    answers: int, today: date, drawn: list[str]
) -> None:
    small = facts()
    (earlier, none), (asked, found) = small.months
    found = {**found, "satisfaction_rate": figure("satisfaction_rate", 0, answers)}
    table, picture = trend(replace(small, months=[(earlier, none), (asked, found)], today=today))
    assert isinstance(table, Table)
    assert isinstance(picture, Chart)
    assert len(table.rows) == 2
    assert [month.name for month in picture.labels if isinstance(month, Period)] == drawn
    assert {len(values) for _, values in picture.series} == {len(drawn)}
