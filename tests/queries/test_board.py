"""What the board counts in one go is what each question says by itself; and what stands open now."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from servicedesk.operations.facts import fold
from servicedesk.queries.at_present import overdue_now, standing
from servicedesk.queries.board import board_counts, board_names, own_counts
from servicedesk.queries.counted import Question
from servicedesk.queries.figures import figures, figures_of_periods, of_periods
from servicedesk.queries.team_load import team_load
from servicedesk.rules.figure_definitions import DEFINITIONS
from servicedesk.rules.periods import parse
from tests.cast import STAGES, Cast
from tests.factories import NOW, step

ZONE = ZoneInfo("Asia/Shanghai")
LATER, FAR = NOW + timedelta(days=4), NOW + timedelta(days=14)
HANDLING_TIMES = {one.name for one in DEFINITIONS if one.source == "cycles"}
PERIODS = [parse("2026-11"), parse("2026-10"), parse("2026-W48")]


@pytest.fixture
def matters(cast: Cast) -> None:
    for stage in STAGES:
        cast.ticket(stage)
    cast.ticket("closed", NOW - timedelta(days=30))


@pytest.mark.usefixtures("matters")
@pytest.mark.parametrize("folded", [True, False])
def test_the_board_says_what_each_question_says(cast: Cast, folded: bool) -> None:
    if folded:
        fold(LATER, ZONE)
    asked = Question(cast.leader.actor(), (), LATER, "department", live=True)
    found, here = board_counts(asked, PERIODS, ZONE), of_periods(asked, PERIODS[:1], ZONE)
    # Handling times, which are long to read, are there for the period that is shown.
    others = {period.name for period in PERIODS[1:]}
    assert found.periods == {
        period: {
            name: one for name, one in several.items() if period not in others or name not in HANDLING_TIMES
        }
        for period, several in figures_of_periods(here, PERIODS, ZONE).items()
    }
    assert found.groups == figures(here)
    ((enterprise, repeated),) = found.repeats
    assert (enterprise, repeated) == (cast.enterprise.enterprise.credit_code, _repeated(cast))
    assert sum(found.sent["2026-11"].values()) == found.periods["2026-11"]["whistles_per_100"].denominator


def _repeated(cast: Cast) -> int:
    here = of_periods(Question(cast.leader.actor(), (), LATER, live=True), PERIODS[:1], ZONE)
    return next(one.numerator for one in figures(here) if one.name == "repeat_rate")


@pytest.mark.usefixtures("matters")
def test_a_departments_board_is_its_own_line(cast: Cast) -> None:
    asked = Question(cast.handler.actor(), (), LATER, "department", live=True, office="jfj")
    found = own_counts(asked, PERIODS, ZONE)
    (line,) = {one.group for one in figures(of_periods(asked, PERIODS[:1], ZONE))}
    assert line == "jfj"
    whole = figures(
        of_periods(Question(cast.handler.actor(), (), LATER, "department", live=True), PERIODS[:1], ZONE)
    )
    own = {one.name: (one.numerator, one.denominator) for one in whole if one.group == "jfj"}
    assert {name: (one.numerator, one.denominator) for name, one in found.periods["2026-11"].items()} == own


def test_what_stands_open_now(cast: Cast) -> None:
    late = cast.ticket("submitted")
    led = cast.ticket("working")
    step(cast.leader, led, "instruct", NOW, text="请尽快解决。", due_on="2026-11-24", departments=["jfj"])
    found = overdue_now(cast.leader.actor(), FAR)
    assert (found.count, found.more) == (2, False)
    assert {one.number for one in found.longest} == {late.number, led.number}
    assert found.by_lead == [(None, 1), ("jfj", 1)]
    ledgers = standing(cast.leader.actor(), FAR, FAR.date())
    assert (ledgers["instructions"], ledgers["instructions_late"], ledgers["whistles"]) == (1, 1, 0)
    assert [(one.name, one.open, one.overdue) for one in team_load(cast.handler.actor(), FAR)] == [
        (cast.handler.name, 1, 1)
    ]
    assert overdue_now(cast.handler2.actor(), FAR).count == 0
    names = board_names({"jfj"}, {"0101"}, {cast.enterprise.enterprise.credit_code})
    assert names.departments["jfj"].name_zh == "经济发展局"
    assert set(names.categories) == {"0101"}
    assert list(names.enterprises.values()) == [cast.enterprise.enterprise.name]


def test_a_joined_matter_is_late_with_whoever_leads_its_main_one(cast: Cast) -> None:
    main, joined = cast.ticket("working"), cast.ticket("accepted")
    step(cast.officer, joined, "join", NOW, into=main.number)
    assert overdue_now(cast.leader.actor(), FAR).by_lead == [("jfj", 2)]
