"""The things that a figure counted, one row each: what stands behind its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, not_, null, or_, select, true, tuple_

from servicedesk.extensions import db
from servicedesk.models import Department, Enterprise, Ticket
from servicedesk.queries.counted import Question, Source
from servicedesk.queries.cursors import Page, cursor_of, place_of
from servicedesk.queries.groupings import group_of
from servicedesk.queries.sources import source_of
from servicedesk.rules.counts import left_out
from servicedesk.rules.figure_definitions import BY_NAME, Definition
from servicedesk.rules.figures import PARTS
from servicedesk.rules.refusals import NotFound
from servicedesk.rules.text import Named

SAYS = ("due_at", "provisional", "stopped_at", "solved", "satisfaction", "refused", "minutes")
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
    """Of an answer, from 1 to 5; of a call, its grade."""
    refused: bool = False
    """Of a dispatch: whether its return was refused."""
    minutes: int | None = None
    """Of a lead's cycle: how long it took in working time."""


def behind(asked: Question, name: str, group: str | None, part: str) -> Select[Any]:
    """The rows of one of PARTS, as `id, ticket_id, at, department_id, cycle, outcome` and what they say.

    Raises NotFound for an unknown figure.
    """
    one = BY_NAME.get(name)
    if one is None:
        raise NotFound
    # Of whistles per 100 matters, the matters are the base, and whistles the numerator.
    source = source_of(one, asked, base=part != "numerator")
    base, good = (source.conditions.get(which, true()) for which in (one.base, one.good))
    if one.value == "per_100":
        good = true()
    wanted = {
        "denominator": base,
        "numerator": and_(base, good),
        "missed": and_(base, not_(good)),
        "excluded": or_(false(), *(source.conditions[name] for name in left_out(one).values())),
    }[part]
    rows = source.rows.with_only_columns(*_columns(source, one, good), maintain_column_froms=True)
    if group is not None and asked.by is not None:
        rows = rows.where(group_of(asked.by, asked.then.kind) == group)
    return rows.where(wanted)


def _columns(source: Source, one: Definition, good: Any) -> list[ColumnElement[Any]]:
    says = dict(source.says)
    if one.good == "strict":
        says["due_at"] = says["original_due_at"]
    return [
        source.id.label("id"),
        source.ticket_id.label("ticket_id"),
        source.at.label("at"),
        source.department_id.label("department_id"),
        (Ticket.cycle if source.cycle is None else source.cycle).label("cycle"),
        good.label("outcome"),
        *(says.get(name, null()).label(name) for name in SAYS),
    ]


def tickets_behind(asked: Question, name: str, group: str | None, part: str) -> ColumnElement[bool]:
    """The condition on tickets that a figure is about (a ticket with several cycles stands there once)."""
    rows = behind(asked, name, group, part).subquery()
    return Ticket.id.in_(select(rows.c.ticket_id))


def sizes_behind(asked: Question, name: str, group: str | None) -> dict[str, int]:
    """How many rows each of PARTS has; one statement."""
    sizes = {
        part: select(func.count()).select_from(behind(asked, name, group, part).subquery()).scalar_subquery()
        for part in PARTS
    }
    return dict(
        db.session.execute(select(*(size.label(part) for part, size in sizes.items()))).one()._mapping
    )


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
        refused=bool(row.refused),
        minutes=row.minutes,
    )


def _next(rows: Sequence[Row[Any]], order: str) -> str | None:
    return cursor_of(order, rows[PAGE - 1].at, rows[PAGE - 1].id) if len(rows) > PAGE else None
