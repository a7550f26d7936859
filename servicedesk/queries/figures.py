"""Figures reckoned directly from clocks, results, answers and dispatches, over what a person may see."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, and_, func, literal, not_, or_, true, union_all

from servicedesk.extensions import db
from servicedesk.models import Clock, Judgement, Ticket
from servicedesk.queries.counted import (
    Question,
    answers,
    clocks,
    is_cancelled,
    is_counted,
    is_excluded,
    is_good,
    is_met,
    is_taken_out,
    is_transferred,
    keys,
)
from servicedesk.queries.dispatches import dispatches, is_refused, is_returned
from servicedesk.queries.summing import number
from servicedesk.queries.whistle_figures import CALLED, GRADES, SENT
from servicedesk.queries.whistle_figures import counts as whistle_counts
from servicedesk.rules.access import Actor
from servicedesk.rules.exclusions import EXCLUSION_CODES, MOVED_TO_TRACKING
from servicedesk.rules.figure_question import Asked
from servicedesk.rules.figures import BY_NAME, DEFINITIONS, OF_MATTERS, Definition, Figure
from servicedesk.rules.periods import Period

LEVELS = (5, 4, 3, 2, 1)
DISPATCHES = "dispatches"
"""Stands for the kind of clock in the counts of what is no clock."""
_Found = dict[tuple[str | None, str, str | None], Figure]
"""By span (None where there is only one), figure and group."""


def question(actor: Actor, asked: Asked, zone: ZoneInfo) -> Question:
    """What is asked, for a person who sees some of the tickets; days are days of the zone."""
    return Question(actor, [(asked.period.name, *asked.period.moments(zone))], asked.as_of, asked.by)


def figures(asked: Question) -> list[Figure]:
    """All figures of one span, group by group in the order of the codes; three statements.

    Every figure stands for every group that has anything in the span, and without a grouping once.
    """
    found = _count(asked) | _whistles(asked)
    groups: Sequence[str | None] = [None]
    if asked.by is not None:
        groups = sorted({group for _, _, group in found if group is not None})
    return [
        found.get((None, definition.name, group), Figure(definition.name, group, 0, 0))
        for group in groups
        for definition in DEFINITIONS
    ]


def figures_of_periods(
    asked: Question, periods: Sequence[Period], zone: ZoneInfo
) -> Mapping[str, Mapping[str, Figure]]:
    """The figures of matters (not of whistles) of several periods, by period and figure; two statements.

    The periods may overlap; those of the same name are the same.
    """
    spans = {period.name: (period.name, *period.moments(zone)) for period in periods}
    found = _count(Question(asked.actor, list(spans.values()), asked.as_of))
    several = len(spans) > 1
    return {
        name: {
            definition.name: found.get(
                (name if several else None, definition.name, None), Figure(definition.name, None, 0, 0)
            )
            for definition in OF_MATTERS
        }
        for name in spans
    }


def _count(asked: Question) -> _Found:
    found: _Found = {}
    returns = BY_NAME["return_rate"]
    for row in db.session.execute(union_all(_clock_counts(asked), _dispatch_counts(asked))):
        if row.kind == DISPATCHES:
            refused = [("refused", row.refused)]
            found[_place(row, returns)] = Figure(returns.name, _group(row), row.met, row.base, refused)
        for definition in DEFINITIONS:
            if definition.clock == row.kind:
                found[_place(row, definition)] = _of_clocks(definition, row)
    for row in db.session.execute(_answer_counts(asked)):
        solved, satisfied = BY_NAME["resolution_rate"], BY_NAME["satisfaction_rate"]
        found[_place(row, solved)] = Figure(
            solved.name, _group(row), row.solved, row.answers, [("partly", row.partly)], _reasons(row)
        )
        levels = [(str(level), getattr(row, f"level_{level}")) for level in LEVELS]
        found[_place(row, satisfied)] = Figure(
            satisfied.name, _group(row), row.satisfied, row.answers, levels, _reasons(row)
        )
    return found


def _whistles(asked: Question) -> _Found:
    """The five figures of whistles, by span and group; one statement."""
    blown: dict[tuple[str | None, str | None], dict[str, int]] = defaultdict(dict)
    found: _Found = {}
    sent = dict[tuple[str | None, str | None], int]()
    for row in db.session.execute(whistle_counts(asked)):
        here = getattr(row, "span", None), _group(row)
        if row.what == CALLED and (row.base or row.cancelled):
            for name, figure in _of_calls(row).items():
                found[here[0], name, here[1]] = figure
        elif row.what == SENT:
            sent[here] = row.base
        elif row.what != CALLED and row.base:
            blown[here][row.what] = row.base
    for span, group in {**blown, **sent}:
        kinds = blown.get((span, group), {})
        count, parts = sum(kinds.values()), sorted(kinds.items())
        found[span, "whistles", group] = Figure("whistles", group, count, count, parts)
        base = sent.get((span, group), 0)
        found[span, "whistles_per_100", group] = Figure("whistles_per_100", group, count, base)
    return found


def _of_calls(row: Row[Any]) -> dict[str, Figure]:
    group, cancelled = _group(row), [("cancelled", row.cancelled)] if row.cancelled else []
    grades = [(str(grade), getattr(row, f"grade_{grade}")) for grade in GRADES]
    graded = sum(count for _, count in grades)
    names = "whistle_report_in_rate", "whistle_on_time_rate", "whistle_grade_mean"
    return {
        names[0]: Figure(names[0], group, row.good, row.base, excluded=cancelled),
        names[1]: Figure(names[1], group, row.in_time, row.base, excluded=cancelled),
        names[2]: Figure(names[2], group, row.total, graded, grades),
    }


def _place(row: Row[Any], definition: Definition) -> tuple[str | None, str, str | None]:
    return getattr(row, "span", None), definition.name, _group(row)


def _group(row: Row[Any]) -> str | None:
    return getattr(row, "group_code", None)


def _clock_counts(asked: Question) -> Select[Any]:
    counted, kept = is_counted(asked), keys(asked)
    return clocks(
        asked,
        *kept,
        Clock.kind.label("kind"),
        number(counted).label("base"),
        number(and_(counted, is_met(BY_NAME["resolved_on_time"]))).label("met"),
        number(and_(counted, is_met(BY_NAME["resolved_on_time_strict"]))).label("strict"),
        literal(0).label("refused"),
        number(is_cancelled(asked)).label("cancelled"),
        *_by_reason(is_taken_out(asked), is_transferred()),
    ).group_by(*kept, Clock.kind)


def _of_clocks(definition: Definition, row: Row[Any]) -> Figure:
    numerator = row.strict if definition.strict else row.met
    cancelled = [("cancelled", row.cancelled)] if row.cancelled else []
    return Figure(definition.name, _group(row), numerator, row.base, excluded=cancelled + _reasons(row))


def _by_reason(
    taken_out: ColumnElement[bool], transferred: ColumnElement[bool] | None = None
) -> list[ColumnElement[int]]:
    """How many were taken out, by each coded reason; limits that were `transferred` stand under tracking."""
    out = {code: and_(taken_out, Ticket.excluded_reason == code) for code in EXCLUSION_CODES}
    if transferred is not None:
        out[MOVED_TO_TRACKING] = or_(out[MOVED_TO_TRACKING], transferred)
    return [number(condition).label(f"out_{code}") for code, condition in out.items()]


def _reasons(row: Row[Any]) -> list[tuple[str, int]]:
    found = [(code, getattr(row, f"out_{code}")) for code in EXCLUSION_CODES]
    return [(code, count) for code, count in found if count]


def _answer_counts(asked: Question) -> Select[Any]:
    kept, out = keys(asked), is_excluded(asked)
    counts = {
        "answers": true(),
        "solved": is_good(BY_NAME["resolution_rate"]),
        "partly": Judgement.solved == "partly",
        "satisfied": is_good(BY_NAME["satisfaction_rate"]),
        **{f"level_{level}": Judgement.satisfaction == level for level in LEVELS},
    }
    rows = answers(
        asked,
        *kept,
        *(number(and_(condition, not_(out))).label(name) for name, condition in counts.items()),
        *_by_reason(out),
    )
    # Without anything to keep apart, nothing answered would still make a row of zeros.
    return rows.group_by(*kept) if kept else rows.having(func.count() > 0)


def _dispatch_counts(asked: Question) -> Select[Any]:
    """In the columns of the clocks, so that one statement counts both."""
    kept = keys(asked)
    rows = dispatches(
        asked,
        *kept,
        literal(DISPATCHES).label("kind"),
        number(true()).label("base"),
        number(is_returned(asked)).label("met"),
        literal(0).label("strict"),
        number(is_refused(asked)).label("refused"),
        literal(0).label("cancelled"),
        *(literal(0).label(f"out_{code}") for code in EXCLUSION_CODES),
    )
    return rows.group_by(*kept) if kept else rows.having(func.count() > 0)
