"""Typical cases, picked by rule.

Never a matter that rules 12-14 keep; closed in the period, called solved by an enterprise that was very
satisfied, with every result given in time. Of each strand one: where several departments worked together,
the latest of those; else the latest at all.
"""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, exists, func, not_, select
from sqlalchemy.orm import aliased

from servicedesk.extensions import db
from servicedesk.models import Assignment, Category, Clock, Department, Judgement, Result, Ticket
from servicedesk.queries.counted import Question, is_excluded, within
from servicedesk.rules.report_facts import Case
from servicedesk.rules.text import Named

VERY_SATISFIED = 5
LONGEST_MEASURES = 300


def cases(asked: Question, zone: ZoneInfo) -> Sequence[Case]:
    """One of each strand that has any, by strand; days are the zone's; two statements."""
    joint = case((_was_joint(), 1), else_=0)
    place = func.row_number().over(
        partition_by=Category.strand, order_by=[joint.desc(), Ticket.closed_at.desc(), Ticket.id.desc()]
    )
    found = select(Ticket.id, place.label("place")).select_from(Ticket)
    found = found.join(Category, Category.id == Ticket.category_id)
    picked = within(found, asked, Ticket.closed_at).where(
        Ticket.state == "closed",
        Ticket.sensitive.is_(False),
        Ticket.cycle == 1,
        not_(is_excluded(asked)),
        _was_praised(),
        not_(_was_late()),
        asked.seen,
    )
    first = picked.subquery()
    rows = db.session.execute(
        select(
            Ticket.id,
            Ticket.number,
            Ticket.title,
            Ticket.submitted_at,
            Ticket.closed_at,
            Category.strand,
            Category.name_zh,
            Category.name_en,
            Department.name_zh.label("lead_zh"),
            Department.name_en.label("lead_en"),
            Result.text,
        )
        .select_from(first)
        .join(Ticket, Ticket.id == first.c.id)
        .join(Category, Category.id == Ticket.category_id)
        .join(Department, Department.id == Ticket.lead_id)
        .join(Result, and_(Result.ticket_id == Ticket.id, Result.reached_at.is_not(None)))
        .where(first.c.place == 1)
        .order_by(Category.strand, Result.id)
    )
    # One that was parted from another since has two results; the last one is its own.
    last = {row.id: row for row in rows}
    helpers = _helpers(list(last))
    return [_case(row, helpers.get(row.id, []), zone) for row in last.values()]


def _case(row: Any, helpers: Sequence[Named], zone: ZoneInfo) -> Case:
    return Case(
        number=row.number,
        strand=row.strand,
        title=row.title,
        category=Named(row.name_zh, row.name_en),
        lead=Named(row.lead_zh, row.lead_en),
        assists=helpers,
        sent_on=row.submitted_at.astimezone(zone).date(),
        closed_on=row.closed_at.astimezone(zone).date(),
        measures=row.text[:LONGEST_MEASURES],
    )


def _helpers(tickets: Sequence[int]) -> dict[int, list[Named]]:
    found: dict[int, list[Named]] = {}
    rows = (
        select(Assignment.ticket_id, Department.name_zh, Department.name_en)
        .join(Department, Department.id == Assignment.department_id)
        .where(Assignment.ticket_id.in_(tickets), Assignment.role == "assist", Assignment.state == "done")
        .order_by(Assignment.id)
    )
    for row in db.session.execute(rows) if tickets else ():
        found.setdefault(row.ticket_id, []).append(Named(row.name_zh, row.name_en))
    return found


def _was_joint() -> ColumnElement[bool]:
    share = aliased(Assignment)
    helped = exists().where(share.ticket_id == Ticket.id, share.role == "assist", share.state == "done")
    return helped.correlate(Ticket)


def _was_praised() -> ColumnElement[bool]:
    praised = exists().where(
        Judgement.ticket_id == Ticket.id,
        Judgement.cycle == Ticket.cycle,
        Judgement.solved == "yes",
        Judgement.satisfaction == VERY_SATISFIED,
    )
    return praised.correlate(Ticket)


def _was_late() -> ColumnElement[bool]:
    late = exists().where(
        Clock.ticket_id == Ticket.id,
        Clock.kind.in_(("resolve", "promise", "sign", "contact")),
        Clock.breached_at.is_not(None),
    )
    return late.correlate(Ticket)
