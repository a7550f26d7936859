"""Figures reckoned directly from clocks, results and judgements, over what a person may see.

Every clock counts once, on the day of its stop or its limit, whichever is first; one whose limit is still to
come has not counted yet, one that stands still counts when it runs again or ends. Cancelled clocks stand in
no base and are named as excluded.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select, true

from servicedesk.extensions import db
from servicedesk.models import Category, Clock, Department, Enterprise, Judgement, Result, Ticket
from servicedesk.queries.visible import sight
from servicedesk.rules.access import Actor
from servicedesk.rules.figures import BY_NAME, DEFINITIONS, SATISFIED_FROM, Definition, Figure
from servicedesk.rules.refusals import NotFound

COUNTED_STATES = ("met", "missed", "running")


@dataclass(frozen=True)
class Question:
    """Which figures are asked for: for whom, from when to when, as of when, and by which grouping."""

    actor: Actor
    start: datetime
    end: datetime
    as_of: datetime
    by: str | None = None


def figures(question: Question) -> list[Figure]:
    """All figures of the question, group by group in the order of the codes; two statements.

    Every figure stands for every group that has anything in the period, and without a grouping once.
    """
    found: dict[tuple[str, str | None], Figure] = {}
    for row in db.session.execute(_clock_counts(question)):
        for definition in DEFINITIONS:
            if definition.clock == row.kind:
                found[definition.name, row.grp] = _of_clocks(definition, row)
    for row in db.session.execute(_answer_counts(question)):
        found["resolution_rate", row.grp] = Figure(
            "resolution_rate", row.grp, row.solved, row.answers, [("partly", row.partly)]
        )
        levels = [(str(level), getattr(row, f"level_{level}")) for level in (5, 4, 3, 2, 1)]
        found["satisfaction_rate", row.grp] = Figure(
            "satisfaction_rate", row.grp, row.satisfied, row.answers, levels
        )
    groups: list[str | None] = [None]
    if question.by is not None:
        groups = sorted({group for _, group in found if group is not None})
    return [
        found.get((definition.name, group), Figure(definition.name, group, 0, 0))
        for group in groups
        for definition in DEFINITIONS
    ]


def behind(question: Question, name: str, group: str | None, *, numerator_only: bool) -> Select[Any]:
    """The things that a figure counted, one row each: columns `ticket_id, at, department_id, outcome`.

    `at` is the moment under which it was counted. Raises NotFound for an unknown figure.
    """
    definition = BY_NAME.get(name)
    if definition is None:
        raise NotFound
    if definition.clock:
        outcome = _strictly_met(question) if definition.strict else _met(question)
        rows = _clocks(
            question,
            Clock.ticket_id.label("ticket_id"),
            Clock.counted_at.label("at"),
            _holder().label("department_id"),
            outcome.label("outcome"),
        ).where(Clock.kind == definition.clock, _is_counted())
    else:
        good = (
            Judgement.solved == "yes"
            if name == "resolution_rate"
            else Judgement.satisfaction >= SATISFIED_FROM
        )
        outcome = good
        rows = _answers(
            question,
            Result.ticket_id.label("ticket_id"),
            Result.reached_at.label("at"),
            Result.department_id.label("department_id"),
            outcome.label("outcome"),
        )
    if group is not None and question.by is not None:
        rows = rows.where(_group(question.by, of_clocks=bool(definition.clock)) == group)
    return rows.where(outcome) if numerator_only else rows


def tickets_behind(
    question: Question, name: str, group: str | None, *, numerator_only: bool
) -> ColumnElement[bool]:
    """The condition on tickets that a figure is about (a ticket with several cycles stands there once)."""
    rows = behind(question, name, group, numerator_only=numerator_only).subquery()
    return Ticket.id.in_(select(rows.c.ticket_id))


# Clocks -----------------------------------------------------------------------------------------


def _clock_counts(question: Question) -> Select[Any]:
    counted, met, strict = _is_counted(), _met(question), _strictly_met(question)
    group = _group(question.by, of_clocks=True)
    return _clocks(
        question,
        Clock.kind.label("kind"),
        group.label("grp"),
        _count(counted).label("base"),
        _count(and_(counted, met)).label("met"),
        _count(and_(counted, strict)).label("strict"),
        _count(Clock.state == "cancelled").label("cancelled"),
    ).group_by(Clock.kind, group)


def _of_clocks(definition: Definition, row: Row[Any]) -> Figure:
    numerator = row.strict if definition.strict else row.met
    excluded = [("cancelled", row.cancelled)] if row.cancelled else []
    return Figure(definition.name, row.grp, numerator, row.base, excluded=excluded)


def _clocks(question: Question, *columns: ColumnElement[Any]) -> Select[Any]:
    kinds = {definition.clock for definition in DEFINITIONS if definition.clock}
    return _grouped(
        select(*columns)
        .select_from(Clock)
        .join(Ticket, Ticket.id == Clock.ticket_id)
        .where(
            Clock.kind.in_(kinds),
            Clock.counted_at >= question.start,
            Clock.counted_at < question.end,
            Clock.counted_at <= question.as_of,
            sight(question.actor),
        ),
        question.by,
        _holder(),
    )


def _is_counted() -> ColumnElement[bool]:
    return or_(Clock.state.in_(COUNTED_STATES), and_(Clock.state == "paused", Clock.breached_at.is_not(None)))


def _met(question: Question) -> ColumnElement[bool]:
    return and_(Clock.state == "met", Clock.stopped_at <= question.as_of)


def _strictly_met(question: Question) -> ColumnElement[bool]:
    return and_(_met(question), Clock.stopped_at <= Clock.original_due_at)


def _holder() -> ColumnElement[Any]:
    # A promise that runs is the present lead's.
    return func.coalesce(Clock.department_id, Ticket.lead_id)


# Answers ----------------------------------------------------------------------------------------


def _answer_counts(question: Question) -> Select[Any]:
    group = _group(question.by, of_clocks=False)
    levels = [_count(Judgement.satisfaction == level).label(f"level_{level}") for level in (5, 4, 3, 2, 1)]
    return _answers(
        question,
        group.label("grp"),
        func.count().label("answers"),
        _count(Judgement.solved == "yes").label("solved"),
        _count(Judgement.solved == "partly").label("partly"),
        _count(Judgement.satisfaction >= SATISFIED_FROM).label("satisfied"),
        *levels,
    ).group_by(group)


def _answers(question: Question, *columns: ColumnElement[Any]) -> Select[Any]:
    """Results that reached the enterprise in the period, each with the last valid answer of its cycle."""
    last_result = (
        select(func.max(Result.id))
        .where(Result.reached_at >= question.start, Result.reached_at < question.end)
        .where(Result.reached_at <= question.as_of)
        .group_by(Result.ticket_id, Result.cycle)
    )
    last_answer = (
        select(func.max(Judgement.id))
        .where(
            Judgement.ticket_id == Result.ticket_id,
            Judgement.cycle == Result.cycle,
            Judgement.solved.is_not(None),
            Judgement.satisfaction.is_not(None),
            Judgement.at <= question.as_of,
        )
        .correlate(Result)
        .scalar_subquery()
    )
    return _grouped(
        select(*columns)
        .select_from(Result)
        .join(Ticket, Ticket.id == Result.ticket_id)
        .join(Judgement, Judgement.id == last_answer)
        .where(Result.id.in_(last_result), sight(question.actor)),
        question.by,
        Result.department_id,
    )


# Groupings --------------------------------------------------------------------------------------


def _grouped(rows: Select[Any], by: str | None, holder: ColumnElement[Any]) -> Select[Any]:
    match by:
        case "department":
            return rows.outerjoin(Department, Department.id == holder)
        case "category" | "strand":
            return rows.join(Category, Category.id == Ticket.category_id)
        case "enterprise" | "park":
            return rows.join(Enterprise, Enterprise.id == Ticket.enterprise_id)
    return rows


def _group(by: str | None, *, of_clocks: bool) -> ColumnElement[Any]:
    groups: dict[str | None, Any] = {
        None: None,
        "department": Department.code,
        "category": Category.code,
        "strand": Category.strand,
        "kind": Ticket.kind,
        "enterprise": Enterprise.credit_code,
        "park": Enterprise.park,
        "channel": Ticket.channel,
    }
    found = groups[by]
    # One group for everything; a constant cannot be grouped by on every database, an expression can.
    return func.nullif(true(), true()) if found is None else found


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
