"""The things that a figure counted, one row each: what stands behind its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, false, func, literal, not_, null, select, tuple_

from servicedesk.extensions import db
from servicedesk.models import Assignment, Clock, Department, Enterprise, Judgement, Result, Ticket
from servicedesk.queries.counted import (
    Question,
    answers,
    clocks,
    holder,
    is_counted,
    is_excluded,
    is_good,
    is_left_out,
    is_met,
)
from servicedesk.queries.cursors import Page, cursor_of, place_of
from servicedesk.queries.dispatches import dispatches, is_refused, is_returned
from servicedesk.queries.groupings import group_of
from servicedesk.queries.whistle_figures import has_outcome
from servicedesk.queries.whistle_figures import rows as whistle_rows
from servicedesk.rules.figures import BY_NAME, Definition
from servicedesk.rules.refusals import NotFound
from servicedesk.rules.text import Named

PAGE = 50


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing that a figure counted (or left out), with the ticket that it belongs to.

    `at` is the moment under which it was counted. A clock has a limit and, once it was stopped, the moment
    of that; an answer has what the enterprise said; a dispatch may have a refused return.
    """

    id: int
    """Of the clock, the answer or the share."""
    number: str
    title: str
    cycle: int
    sensitive: bool
    enterprise: str
    department: Named | None
    at: datetime
    outcome: bool
    due_at: datetime | None
    provisional: bool
    stopped_at: datetime | None
    solved: str | None
    satisfaction: int | None
    refused: bool = False
    """Of a dispatch: whether its return was refused."""


def behind(asked: Question, name: str, group: str | None, part: str) -> Select[Any]:
    """The rows of one of PARTS, as `id, ticket_id, at, department_id, cycle, outcome` and what they say.

    Raises NotFound for an unknown figure.
    """
    definition = BY_NAME.get(name)
    if definition is None:
        raise NotFound
    if definition.of_whistles:
        rows, outcome = whistle_rows(asked, definition, part), has_outcome(asked, definition)
    elif definition.dispatches:
        rows, outcome = _dispatch_rows(asked, part), is_returned(asked)
    elif definition.clock:
        rows, outcome = _clock_rows(asked, definition, part), is_met(definition)
    else:
        rows, outcome = _answer_rows(asked, definition, part), is_good(definition)
    if group is not None and asked.by is not None:
        rows = rows.where(group_of(asked.by) == group)
    match part:
        case "numerator":
            return rows.where(outcome)
        case "missed":
            return rows.where(~outcome)
    return rows


def tickets_behind(asked: Question, name: str, group: str | None, part: str) -> ColumnElement[bool]:
    """The condition on tickets that a figure is about (a ticket with several cycles stands there once)."""
    rows = behind(asked, name, group, part).subquery()
    return Ticket.id.in_(select(rows.c.ticket_id))


def sizes_behind(asked: Question, name: str, group: str | None) -> dict[str, int]:
    """How many rows each of PARTS has; one statement."""
    rows = behind(asked, name, group, "denominator").subquery()
    left_out = behind(asked, name, group, "excluded").subquery()
    counted: ColumnElement[int] = func.coalesce(func.sum(case((rows.c.outcome, 1), else_=0)), 0)
    # Of whistles per 100 matters, the one are not among the others.
    apart = BY_NAME[name].value == "per_100"
    if apart:
        good = behind(asked, name, group, "numerator").subquery()
        counted = select(func.count()).select_from(good).scalar_subquery()
    found = db.session.execute(
        select(
            func.count().label("denominator"),
            counted.label("numerator"),
            select(func.count()).select_from(left_out).scalar_subquery().label("excluded"),
        ).select_from(rows)
    ).one()
    return {
        "denominator": found.denominator,
        "numerator": found.numerator,
        "missed": 0 if apart else found.denominator - found.numerator,
        "excluded": found.excluded,
    }


def page_behind(
    asked: Question, name: str, group: str | None, part: str, cursor: str | None = None
) -> Page[Counted]:
    """A page of the rows, newest first; one statement. Raises NotFound, and Invalid for a wrong cursor."""
    rows = behind(asked, name, group, part).subquery()
    found = (
        select(
            rows,
            Ticket.number,
            Ticket.title,
            Ticket.sensitive,
            Enterprise.name.label("enterprise"),
            Department.name_zh,
            Department.name_en,
        )
        .join(Ticket, Ticket.id == rows.c.ticket_id)
        .join(Enterprise, Enterprise.id == Ticket.enterprise_id)
        .outerjoin(Department, Department.id == rows.c.department_id)
        .order_by(rows.c.at.desc(), rows.c.id.desc())
        .limit(PAGE + 1)
    )
    order = f"behind {name}"
    if cursor:
        place: Any = tuple_(*place_of(cursor, order, datetime, int), types=[rows.c.at.type, rows.c.id.type])
        found = found.where(tuple_(rows.c.at, rows.c.id) < place)
    listed = db.session.execute(found).all()
    return Page([_counted(row) for row in listed[:PAGE]], _next(listed, order))


def _clock_rows(asked: Question, definition: Definition, part: str) -> Select[Any]:
    due = Clock.original_due_at if definition.strict else Clock.due_at
    return clocks(
        asked,
        Clock.id.label("id"),
        Clock.ticket_id.label("ticket_id"),
        Clock.counted_at.label("at"),
        holder().label("department_id"),
        Clock.cycle.label("cycle"),
        is_met(definition).label("outcome"),
        due.label("due_at"),
        Clock.provisional.label("provisional"),
        Clock.stopped_at.label("stopped_at"),
        null().label("solved"),
        null().label("satisfaction"),
    ).where(
        Clock.kind == definition.clock, is_left_out(asked) if part == "excluded" else is_counted(asked)
    )  # fmt: skip


def _dispatch_rows(asked: Question, part: str) -> Select[Any]:
    rows = dispatches(
        asked,
        Assignment.id.label("id"),
        Assignment.ticket_id.label("ticket_id"),
        Assignment.handed_at.label("at"),
        Assignment.department_id.label("department_id"),
        # Of the dispatch; what was done again since stands in the same share.
        literal(1).label("cycle"),
        is_returned(asked).label("outcome"),
        null().label("due_at"),
        false().label("provisional"),
        null().label("stopped_at"),
        null().label("solved"),
        null().label("satisfaction"),
        is_refused(asked).label("refused"),
    )
    return rows.where(false()) if part == "excluded" else rows


def _answer_rows(asked: Question, definition: Definition, part: str) -> Select[Any]:
    rows = answers(
        asked,
        Result.id.label("id"),
        Result.ticket_id.label("ticket_id"),
        Result.reached_at.label("at"),
        Result.department_id.label("department_id"),
        Result.cycle.label("cycle"),
        is_good(definition).label("outcome"),
        null().label("due_at"),
        false().label("provisional"),
        null().label("stopped_at"),
        Judgement.solved.label("solved"),
        Judgement.satisfaction.label("satisfaction"),
    )
    out = is_excluded(asked)
    return rows.where(out if part == "excluded" else not_(out))


def _counted(row: Row[Any]) -> Counted:
    return Counted(
        id=row.id,
        number=row.number,
        title=row.title,
        cycle=row.cycle,
        sensitive=row.sensitive,
        enterprise=row.enterprise,
        department=Named(row.name_zh, row.name_en) if row.name_zh else None,
        at=row.at,
        outcome=bool(row.outcome),
        due_at=row.due_at,
        provisional=bool(row.provisional),
        stopped_at=row.stopped_at,
        solved=row.solved,
        satisfaction=row.satisfaction,
        refused=bool(getattr(row, "refused", False)),
    )


def _next(rows: Sequence[Row[Any]], order: str) -> str | None:
    return cursor_of(order, rows[PAGE - 1].at, rows[PAGE - 1].id) if len(rows) > PAGE else None
