"""What the board counts, in one go: periods, categories and strands, groups, and who repeated matters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import CompoundSelect, Row, literal, null, select, union_all

from servicedesk.extensions import db
from servicedesk.models import Category, Department, Enterprise
from servicedesk.queries.counted import Question
from servicedesk.queries.figures import Counted, counts_of_all, of_periods
from servicedesk.rules.counts import Counts, added, figures_from, most_repeated
from servicedesk.rules.facts import REPEATS
from servicedesk.rules.figures import Figure
from servicedesk.rules.periods import Period
from servicedesk.rules.text import Named

Figures = Mapping[str, Figure]
MOST_REPEATING = 10
"""Enterprises that are named."""
NO_COUNTS: Counts = {}


@dataclass(frozen=True, slots=True)
class BoardNames:
    """What the board calls its groups, by code, and the strand of each category."""

    departments: Mapping[str, Named]
    categories: Mapping[str, Named]
    enterprises: Mapping[str, str]
    strands: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BoardCounts:
    """What was counted, in figures."""

    periods: Mapping[str, Figures]
    """By the name of the period."""
    categories: Mapping[str, Mapping[str, Counts]]
    """Counts by the name of the period and the code of the category."""
    groups: Sequence[Figure]
    """The figures of every group of the first period; without a grouping, of every category."""
    repeats: Sequence[tuple[str, int]]
    """The enterprises (by credit code) with the most repeated matters of the first period."""


def board_counts(asked: Question, periods: Sequence[Period], zone: ZoneInfo) -> BoardCounts:
    """Of all that whoever asks may see; the first period is the one that is shown. Two to six statements."""
    different = list({period.name: period for period in periods}.values())
    here = of_periods(asked, different[:1], zone)
    questions = [
        replace(of_periods(asked, different, zone), by="category"),
        replace(here, by=REPEATS),
        *([here] if asked.by not in ("category", None) else []),
    ]
    counted, repeated, *grouped = counts_of_all(questions)
    groups = {group or "": counts for (_, group), counts in grouped[0].items()} if grouped else None
    return _in_figures(_by_span(counted, different), asked, groups, added(repeated.values()))


def own_counts(asked: Question, periods: Sequence[Period], zone: ZoneInfo) -> BoardCounts:
    """Of what one office had in hand, by category; the first period is shown. One statement."""
    different = list({period.name: period for period in periods}.values())
    (counted,) = counts_of_all([replace(of_periods(asked, different, zone), by="category")])
    return _in_figures(_by_span(counted, different), asked)


def _by_span(counted: Counted, periods: Sequence[Period]) -> dict[str, dict[str, Counts]]:
    """Counts by period and category."""
    found: dict[str, dict[str, Counts]] = {period.name: {} for period in periods}
    for (span, code), counts in counted.items():
        found[span or periods[0].name][code or ""] = counts
    return found


def _in_figures(
    categories: Mapping[str, Mapping[str, Counts]],
    asked: Question,
    groups: Mapping[str, Counts] | None = None,
    repeats: Counts = NO_COUNTS,
) -> BoardCounts:
    """`groups` of the first period; None: its categories."""
    score = asked.holds.score
    here = next(iter(categories))
    groups = categories[here] if groups is None else groups
    periods = {
        name: {one.name: one for one in figures_from(added(by_code.values()), None, score)}
        for name, by_code in categories.items()
    }
    return BoardCounts(
        periods,
        categories,
        [one for code in sorted(groups) for one in figures_from(groups[code], code, score)],
        most_repeated(repeats, MOST_REPEATING),
    )


def board_names(
    departments: Sequence[str], categories: Sequence[str], enterprises: Sequence[str]
) -> BoardNames:
    """The names of these; one statement."""
    found: CompoundSelect[Any] = union_all(
        select(
            literal("department").label("of"),
            Department.code.label("code"),
            Department.name_zh.label("zh"),
            Department.name_en.label("en"),
            null().label("strand"),
        ).where(Department.code.in_(departments)),
        select(literal("category"), Category.code, Category.name_zh, Category.name_en, Category.strand).where(
            Category.code.in_(categories)
        ),
        select(literal("enterprise"), Enterprise.credit_code, Enterprise.name, Enterprise.name, null()).where(
            Enterprise.credit_code.in_(enterprises)
        ),
    )
    rows: Sequence[Row[Any]] = db.session.execute(found).all()
    named = {
        of: {row.code: Named(row.zh, row.en) for row in rows if row.of == of}
        for of in ("department", "category")
    }
    return BoardNames(
        named["department"],
        named["category"],
        {row.code: row.zh for row in rows if row.of == "enterprise"},
        {row.code: row.strand for row in rows if row.of == "category"},
    )
