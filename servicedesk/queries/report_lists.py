"""The lists that stand in reports: what is overdue, whistles, instructions, what is tracked; as it was then.

Of a matter that rules 12-14 keep, a list shows the number alone.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from servicedesk.extensions import db
from servicedesk.models import Call, Clock, Department, Instruction, Ticket, Whistle
from servicedesk.queries.counted import Question, is_excluded, within
from servicedesk.rules.report_facts import Blown, Instructed, Overdue, Tracked
from servicedesk.rules.text import Named


def overdue(asked: Question) -> Sequence[Overdue]:
    """Results due by the end of the period that had not been given, the longest first; one statement."""
    ((_, _, end),) = asked.spans
    rows = (
        select(Ticket.number, _title(), Department.name_zh, Department.name_en, Clock.due_at)
        .select_from(Clock)
        .join(Ticket, Ticket.id == Clock.ticket_id)
        .outerjoin(Department, Department.id == Clock.department_id)
        .where(
            Clock.kind == "resolve",
            Clock.counted_at <= asked.as_of,
            Clock.due_at <= asked.as_of,
            Clock.due_at < end,
            or_(
                Clock.state == "running",
                and_(Clock.state == "paused", Clock.breached_at.is_not(None)),
                Clock.stopped_at > asked.as_of,
            ),
            ~is_excluded(asked),
            asked.seen,
        )
        .order_by(Clock.due_at, Clock.id)
    )
    return [
        Overdue(row.number, row.title, _named(row.name_zh, row.name_en), row.due_at)
        for row in db.session.execute(rows)
    ]


def whistles(asked: Question) -> Sequence[Blown]:
    """The whistles that were blown in the period, each with its calls; two statements."""
    found: Any = select(Whistle.id, Whistle.number, Whistle.kind, Whistle.blown_at, Whistle.closed_at)
    found = found.join(Ticket, Ticket.id == Whistle.ticket_id)
    found = within(found, asked, Whistle.blown_at).where(asked.seen)
    rows = db.session.execute(found.order_by(Whistle.blown_at, Whistle.id)).all()
    calls = _calls([row.id for row in rows], asked.as_of)
    return [
        Blown(
            row.number,
            row.kind,
            row.blown_at,
            [_named(call.name_zh, call.name_en) or Named("", "") for call in calls.get(row.id, ())],
            len(calls.get(row.id, ())),
            sum(call.reported for call in calls.get(row.id, ())),
            sum(call.in_time for call in calls.get(row.id, ())),
            row.closed_at is not None and row.closed_at <= asked.as_of,
        )
        for row in rows
    ]


def _calls(whistles: Sequence[int], as_of: datetime) -> dict[int, list[Any]]:
    reported = and_(Call.reported_at.is_not(None), Call.reported_at <= as_of)
    in_time = and_(reported, Clock.state == "met")
    rows = (
        select(
            Call.whistle_id,
            Department.name_zh,
            Department.name_en,
            case((reported, 1), else_=0).label("reported"),
            case((in_time, 1), else_=0).label("in_time"),
        )
        .join(Department, Department.id == Call.department_id)
        .outerjoin(Clock, and_(Clock.call_id == Call.id, Clock.kind == "report_in"))
        .where(Call.whistle_id.in_(whistles))
        .order_by(Call.id)
    )
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(rows) if whistles else ():
        found.setdefault(row.whistle_id, []).append(row)
    return found


def instructed(asked: Question) -> Sequence[Instructed]:
    """The instructions that were given in the period; one statement."""
    rows = (
        select(
            Ticket.number,
            Department.name_zh,
            Department.name_en,
            Instruction.at,
            Instruction.due_on,
            case((Instruction.reported_at <= asked.as_of, Instruction.reported_at)).label("reported_at"),
        )
        .select_from(Instruction)
        .join(Ticket, Ticket.id == Instruction.ticket_id)
        .join(Department, Department.id == Instruction.department_id)
    )
    rows = within(rows, asked, Instruction.at).where(asked.seen)
    return [
        Instructed(row.number, Named(row.name_zh, row.name_en), row.at, row.due_on, row.reported_at)
        for row in db.session.execute(rows.order_by(Instruction.at, Instruction.id))
    ]


def tracked(asked: Question) -> Sequence[Tracked]:
    """What was being tracked at `as_of`, by the promised moment; one statement."""
    rounds = Clock.__table__.alias("rounds")
    missed = (
        select(func.count())
        .where(
            rounds.c.ticket_id == Ticket.id,
            rounds.c.kind == "feedback",
            rounds.c.breached_at <= asked.as_of,
        )
        .correlate(Ticket)
        .scalar_subquery()
    )
    rows = (
        select(
            Ticket.number,
            _title(),
            Department.name_zh,
            Department.name_en,
            Clock.due_at,
            missed.label("missed"),
        )
        .select_from(Clock)
        .join(Ticket, Ticket.id == Clock.ticket_id)
        .where(
            Clock.kind == "feedback",
            Clock.started_at <= asked.as_of,
            or_(Clock.stopped_at.is_(None), Clock.stopped_at > asked.as_of),
            asked.seen,
        )
        .order_by(Clock.due_at, Clock.id)
    )
    # Who led it then, which may be somebody else now.
    rows = asked.then.joined(rows).outerjoin(Department, Department.id == asked.then.lead_id)
    return [
        Tracked(row.number, row.title, _named(row.name_zh, row.name_en), row.due_at, row.missed)
        for row in db.session.execute(rows)
    ]


def _title() -> ColumnElement[str]:
    return case((Ticket.sensitive, ""), else_=Ticket.title).label("title")


def _named(zh: str | None, en: str | None) -> Named | None:
    return Named(zh, en) if zh and en else None
