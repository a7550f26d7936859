"""What figures count: clocks of a period, and results with their answers, over what a person may see.

Every clock counts once, on the day of its stop or its limit, whichever is first; one whose limit is still to
come has not counted yet, one that stands still counts when it runs again or ends. Cancelled clocks and those
that gave way to tracking stand in no base and are named as excluded; so are promises, results and answers of
matters that were taken out.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from servicedesk.models import Clock, Judgement, Result, Ticket
from servicedesk.queries.groupings import group_of, grouped
from servicedesk.queries.visible import sight
from servicedesk.rules.access import Actor
from servicedesk.rules.exclusions import EXCLUDED_CLOCKS
from servicedesk.rules.figures import DEFINITIONS, SATISFIED_FROM, Definition

COUNTED_STATES = ("met", "missed", "running")
Span = tuple[str, datetime, datetime]
"""A name, from, and until (not included)."""


@dataclass(frozen=True)
class Question:
    """Which figures are asked for: for whom, in which spans of time, as of when, and by which grouping."""

    actor: Actor
    spans: Sequence[Span]
    as_of: datetime
    by: str | None = None

    @cached_property
    def table(self) -> Subquery:
        """The spans as rows, for counting several of them in one statement; they may overlap."""
        moment = Clock.counted_at.type
        rows = [
            select(
                literal(name).label("span"),
                literal(start, moment).label("start"),
                literal(end, moment).label("end"),
            )
            for name, start, end in self.spans
        ]
        return union_all(*rows).subquery("spans")


WORK_CLOCKS = frozenset(one.clock for one in DEFINITIONS if one.clock and not one.of_whistles)


def clocks(
    question: Question, *columns: ColumnElement[Any], kinds: Collection[str | None] = WORK_CLOCKS
) -> Select[Any]:
    """The clocks of the spans that any figure of matters measures, cancelled ones included."""
    rows = select(*columns).select_from(Clock).join(Ticket, Ticket.id == Clock.ticket_id)
    rows = grouped(within(rows, question, Clock.counted_at), question.by, holder())
    return rows.where(
        Clock.kind.in_(kinds), Clock.counted_at <= question.as_of, sight(question.actor)
    )  # fmt: skip


def holder() -> ColumnElement[Any]:
    """The department that a clock measures; a promise that runs is the present lead's."""
    return func.coalesce(Clock.department_id, Ticket.lead_id)


def is_excluded(question: Question) -> ColumnElement[bool]:
    """Whether the matter was taken out of the figures by then."""
    return and_(Ticket.excluded_at.is_not(None), Ticket.excluded_at <= question.as_of)


def _is_out(question: Question) -> ColumnElement[bool]:
    return and_(Clock.kind.in_(EXCLUDED_CLOCKS), is_excluded(question))


def is_counted(question: Question) -> ColumnElement[bool]:
    """Whether a clock stands in the base.

    Not one that stands still within its limit, nor a cancelled one, nor a limit of an excluded matter.
    """
    return and_(_has_come(question), not_(_is_out(question)))


def is_taken_out(question: Question) -> ColumnElement[bool]:
    """Whether a clock would stand in the base if its matter were not excluded."""
    return and_(_has_come(question), _is_out(question))


def _has_come(question: Question) -> ColumnElement[bool]:
    return or_(
        Clock.state.in_(COUNTED_STATES),
        and_(Clock.state == "paused", Clock.breached_at.is_not(None)),
        # At that moment it still ran past its limit.
        and_(Clock.state == "cancelled", Clock.stopped_at > question.as_of),
    )


def is_cancelled(question: Question) -> ColumnElement[bool]:
    """Whether a clock measured nothing any more by then."""
    return and_(Clock.state == "cancelled", Clock.stopped_at <= question.as_of)


def is_transferred() -> ColumnElement[bool]:
    """Whether a clock gave way to promised feedback; it counted until then only, so not before."""
    return Clock.state == "transferred"


def is_left_out(question: Question) -> ColumnElement[bool]:
    """Whether a clock is named as excluded, with its matter or alone."""
    return or_(is_cancelled(question), is_transferred(), is_taken_out(question))


def is_met(definition: Definition) -> ColumnElement[bool]:
    """Whether a clock was stopped within its limit, or its original one where the figure is strict."""
    met = Clock.state == "met"
    return and_(met, Clock.stopped_at <= Clock.original_due_at) if definition.strict else met


def answers(question: Question, *columns: ColumnElement[Any]) -> Select[Any]:
    """Results that reached the enterprise in the spans, each with the last valid answer of its cycle."""
    later = aliased(Result)
    was_repeated = exists().where(
        later.ticket_id == Result.ticket_id,
        later.cycle == Result.cycle,
        later.id > Result.id,
        later.reached_at <= question.as_of,
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
    rows = (
        select(*columns)
        .select_from(Result)
        .join(Ticket, Ticket.id == Result.ticket_id)
        .join(Judgement, Judgement.id == last_answer)
    )
    rows = grouped(within(rows, question, Result.reached_at), question.by, Result.department_id)
    return rows.where(Result.reached_at <= question.as_of, ~was_repeated, sight(question.actor))


def is_good(definition: Definition) -> ColumnElement[bool]:
    """Whether an answer has the outcome of its figure."""
    if definition.name == "resolution_rate":
        return Judgement.solved == "yes"
    return Judgement.satisfaction >= SATISFIED_FROM


def keys(question: Question) -> list[ColumnElement[Any]]:
    """What counts are kept apart by, as columns `span` and `group_code`, each where there are several."""
    found: list[ColumnElement[Any]] = []
    if len(question.spans) > 1:
        found.append(question.table.c.span.label("span"))
    if question.by is not None:
        found.append(group_of(question.by).label("group_code"))
    return found


def within(rows: Select[Any], question: Question, at: Any) -> Select[Any]:
    """The rows whose moment lies in one of the spans."""
    if len(question.spans) == 1:
        ((_, start, end),) = question.spans
        return rows.where(at >= start, at < end)
    spans = question.table.c
    return rows.join(question.table, and_(at >= spans.start, at < spans.end))
