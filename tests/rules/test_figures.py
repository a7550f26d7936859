"""What a question about figures says, and what a figure is worth."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from servicedesk.rules.figure_definitions import DEFINITIONS
from servicedesk.rules.figure_question import read_asked, read_figure
from servicedesk.rules.figures import Figure
from servicedesk.rules.refusals import Invalid

ZONE = ZoneInfo("Asia/Shanghai")
# In the zone it is December already.
NOW = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(("numerator", "denominator", "value"), [(3, 4, 0.75), (0, 4, 0.0), (4, 4, 1.0)])
def test_a_rate_is_its_numerator_over_its_base(numerator: int, denominator: int, value: float) -> None:
    assert Figure("sign_on_time", None, numerator, denominator).value == value


def test_a_figure_of_nothing_is_empty_and_not_zero() -> None:
    assert Figure("sign_on_time", None, 0, 0).value is None


def test_every_figure_says_what_it_counts() -> None:
    for definition in DEFINITIONS:
        assert str(definition.cohort)
        assert str(definition.outcome)


def test_without_more_words_this_month_of_the_zone_is_asked_for() -> None:
    asked = read_asked({}, ZONE, NOW)
    assert (asked.period.name, asked.by, asked.as_of) == ("2026-12", None, NOW)


@pytest.mark.parametrize(
    ("written", "as_of"),
    [
        ("2026-11-22", datetime(2026, 11, 22, 16, tzinfo=UTC)),
        ("2026-11-23T12:00+08:00", datetime(2026, 11, 23, 4, tzinfo=UTC)),
        ("2026-11-23T04:00:00Z", datetime(2026, 11, 23, 4, tzinfo=UTC)),
        ("2026-12-24", NOW),
        ("2030-01-01T00:00Z", NOW),
    ],
)
def test_nothing_is_asked_as_of_a_moment_to_come(written: str, as_of: datetime) -> None:
    assert read_asked({"as_of": written}, ZONE, NOW).as_of == as_of


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"period": "soon"}, ["period"]),
        ({"by": "colour"}, ["by"]),
        ({"as_of": "soon"}, ["as_of"]),
        ({"by": "colour", "period": "2026" * 40}, ["by", "period"]),
    ],
)
def test_a_wrong_question_is_refused_beside_its_fields(given: dict[str, str], wrong: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        read_asked(given, ZONE, NOW)
    assert sorted(refused.value.errors) == wrong


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"figure": "happiness"}, "figure"),
        ({"period": "2026"}, "figure"),
        ({"figure": "sign_on_time", "part": "some"}, "part"),
        ({"figure": "sign_on_time", "group": "jfj"}, "by"),
        ({"figure": "sign_on_time", "period": "soon"}, "period"),
    ],
)
def test_a_figure_must_be_named_rightly(given: dict[str, str], wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_figure(given, ZONE, NOW)
    assert list(refused.value.errors) == [wrong]


def test_a_query_that_says_nothing_about_figures_names_none() -> None:
    assert read_figure({"figure": None, "state": "closed"}, ZONE, NOW) is None


def test_a_figure_stands_for_its_whole_base_unless_a_part_is_named() -> None:
    named = {"figure": "sign_on_time", "by": "department", "group": "jfj"}
    found = read_figure(named, ZONE, NOW)
    assert found is not None
    assert (found.name, found.group, found.part) == ("sign_on_time", "jfj", "denominator")
