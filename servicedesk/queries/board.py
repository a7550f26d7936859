"""What the board counts, in one go: periods and strands, groups, what came in, and who repeated matters."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import CompoundSelect, Row, literal, select, union_all

from servicedesk.extensions import db
from servicedesk.models import Category, Department, Enterprise
from servicedesk.queries.counted import Question
from servicedesk.queries.figures import Counted, counts_of_all, of_periods
from servicedesk.rules.counts import Counts, added, figures_from, most_repeated, sent_by_category
from servicedesk.rules.facts import INTAKE
from servicedesk.rules.figure_definitions import BY_NAME
from servicedesk.rules.figures import Figure
from servicedesk.rules.periods import Period
from servicedesk.rules.text import Named

Figures = Mapping[str, Figure]
MOST_REPEATING = 10
"""Enterprises that are named."""
NO_COUNTS = Counts()


@dataclass(frozen=True, slots=True)
class BoardNames:
    """What the board calls its groups, by code."""

    departments: Mapping[str, Named]
    categories: Mapping[str, Named]
    enterprises: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BoardCounts:
    """What was counted, in figures."""

    periods: Mapping[str, Figures]
    """By the name of the period; handling times are those of the first one alone."""
    parts: Mapping[str, Mapping[str, Counts]]
    """Counts by the name of the period and the code of the strand (or category) that add up to it."""
    groups: Sequence[Figure]
    """The figures of every group of the first period."""
    sent: Mapping[str, Mapping[str, int]]
    """How many matters came in each category, in the first period and the one before."""
    repeats: Sequence[tuple[str, int]]
    """The enterprises (by credit code) with the most repeated matters of the first period."""


def board_counts(asked: Question, periods: Sequence[Period], zone: ZoneInfo) -> BoardCounts:
    """Of all that whoever asks may see, by strand. Two to six statements.

    The first period is the one that is shown, the second the one before.
    """
    different = list({period.name: period for period in periods}.values())
    grouped = asked.by not in ("strand", None)
    counted, came, *groups = counts_of_all(
        [
            replace(of_periods(asked, different, zone), by="strand", timed=[different[0].name]),
            replace(of_periods(asked, different[:2], zone), by=INTAKE),
            *([of_periods(asked, different[:1], zone)] if grouped else []),
        ]
    )
    parts = _by_span(counted, different)
    of_groups = {group or "": counts for (_, group), counts in groups[0].items()} if groups else None
    intake = {span or "": counts for (span, _), counts in came.items()}
    here, earlier = (intake.get(period.name, NO_COUNTS) for period in different[:2])
    return BoardCounts(
        _in_figures(parts, asked, different[0]),
        parts,
        _of_groups(parts[different[0].name] if of_groups is None else of_groups, asked),
        {
            period.name: sent_by_category(counts)
            for period, counts in zip(different, (here, earlier), strict=False)
        },
        most_repeated(here, MOST_REPEATING),
    )


def own_counts(asked: Question, periods: Sequence[Period], zone: ZoneInfo) -> BoardCounts:
    """Of what one office had in hand, by category; the first period is shown. One statement."""
    different = list({period.name: period for period in periods}.values())
    (counted,) = counts_of_all([replace(of_periods(asked, different, zone), by="category")])
    parts = _by_span(counted, different)
    return BoardCounts(
        _in_figures(parts, asked, different[0]), parts, _of_groups(parts[different[0].name], asked), {}, ()
    )


def _by_span(counted: Counted, periods: Sequence[Period]) -> dict[str, dict[str, Counts]]:
    """Counts by period and group."""
    found: dict[str, dict[str, Counts]] = {period.name: {} for period in periods}
    for (span, code), counts in counted.items():
        found[span or periods[0].name][code or ""] = counts
    return found


def _in_figures(
    parts: Mapping[str, Mapping[str, Counts]], asked: Question, shown: Period
) -> dict[str, Figures]:
    found: dict[str, Figures] = {}
    for name, of_period in parts.items():
        figures = figures_from(added(of_period.values()), None, asked.holds.score)
        whole = name == shown.name
        found[name] = {one.name: one for one in figures if whole or BY_NAME[one.name].source != "cycles"}
    return found


def _of_groups(groups: Mapping[str, Counts], asked: Question) -> list[Figure]:
    return [one for code in sorted(groups) for one in figures_from(groups[code], code, asked.holds.score)]


def board_names(
    departments: Collection[str], categories: Collection[str], enterprises: Collection[str]
) -> BoardNames:
    """The names of these; one statement."""
    found: CompoundSelect[Any] = union_all(
        select(
            literal("department").label("of"),
            Department.code.label("code"),
            Department.name_zh.label("zh"),
            Department.name_en.label("en"),
        ).where(Department.code.in_(departments)),
        select(literal("category"), Category.code, Category.name_zh, Category.name_en).where(
            Category.code.in_(categories)
        ),
        select(literal("enterprise"), Enterprise.credit_code, Enterprise.name, Enterprise.name).where(
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
    )
