"""What reports say of supervision, of matters that came again, and of what stands in no figure."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from servicedesk.extensions import db
from servicedesk.models import Category, Clock, ClockStep, Department, Event, Ticket
from servicedesk.queries.counted import Question, within
from servicedesk.queries.sources.clocks import holder
from servicedesk.rules.cards import CARDS
from servicedesk.rules.exclusions import EXCLUSION_CODES
from servicedesk.rules.report_facts import Carded, Repeated
from servicedesk.rules.text import Named

BY_HAND = ("supervise", "urge")


def cards(asked: Question) -> Sequence[Carded]:
    """The cards that limits were shown in the period, by department and colour; one statement."""
    rows: Any = (
        select(Department.name_zh, Department.name_en, ClockStep.step, func.count().label("shown"))
        .select_from(ClockStep)
        .join(Clock, Clock.id == ClockStep.clock_id)
        .join(Ticket, Ticket.id == Clock.ticket_id)
    )
    rows = asked.then.joined(rows).join(Department, Department.id == holder(asked))
    rows = within(rows, asked, ClockStep.at).where(ClockStep.step.in_(CARDS), asked.seen)
    by_name: dict[Named, dict[str, int]] = {}
    grouped = rows.group_by(Department.code, Department.name_zh, Department.name_en, ClockStep.step)
    for row in db.session.execute(grouped.order_by(Department.code)):
        by_name.setdefault(Named(row.name_zh, row.name_en), {})[row.step] = row.shown
    return [Carded(name, shown) for name, shown in by_name.items()]


def by_hand(asked: Question) -> Mapping[str, int]:
    """How often somebody supervised or urged by hand in the period; one statement."""
    ((_, start, _),) = asked.spans
    rows: Any = select(Event.action, func.count().label("times")).join(Ticket, Ticket.id == Event.ticket_id)
    rows = within(rows, asked, Event.at).where(
        # Events are found by when they were written down, which is never before they happened.
        Event.recorded_at >= start,
        Event.action.in_(BY_HAND),
        Event.at <= asked.as_of,
        asked.seen,
    )
    return {row.action: row.times for row in db.session.execute(rows.group_by(Event.action))}


def repeated(asked: Question) -> Sequence[Repeated]:
    """The categories with which an enterprise came more than once in the period; one statement."""
    each: Any = select(Ticket.category_id, Ticket.enterprise_id, func.count().label("matters")).select_from(
        Ticket
    )
    each = within(each, asked, Ticket.submitted_at).where(asked.seen)
    often = each.group_by(Ticket.category_id, Ticket.enterprise_id).having(func.count() > 1).subquery()
    rows = (
        select(
            Category.name_zh,
            Category.name_en,
            func.count().label("enterprises"),
            func.sum(often.c.matters).label("matters"),
        )
        .join(often, often.c.category_id == Category.id)
        .group_by(Category.code, Category.name_zh, Category.name_en)
        .order_by(func.sum(often.c.matters).desc(), Category.code)
    )
    return [
        Repeated(Named(row.name_zh, row.name_en), row.enterprises, int(row.matters))
        for row in db.session.execute(rows)
    ]


def excluded(asked: Question) -> Mapping[str, int]:
    """How many matters were taken out of the figures in the period, by coded reason; one statement."""
    rows: Any = select(Ticket.excluded_reason, func.count().label("times")).select_from(Ticket)
    rows = within(rows, asked, Ticket.excluded_at).where(asked.seen)
    by_reason = db.session.execute(rows.group_by(Ticket.excluded_reason))
    found = {row.excluded_reason: row.times for row in by_reason}
    return {code: found.get(code, 0) for code in EXCLUSION_CODES}
