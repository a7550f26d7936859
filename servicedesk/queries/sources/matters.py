"""Matters themselves: taken up and closed, with a first result and done again, sent and repeated."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from servicedesk.models import Category, Enterprise, Ticket, TicketPast
from servicedesk.queries.counted import Question, Source, Then, matters
from servicedesk.queries.moments import earlier
from servicedesk.rules.enterprise import NOT_KNOWN

REPEATED_WITHIN = timedelta(days=90)
_BEFORE, _MAIN = aliased(Ticket), aliased(Ticket)


def closings(asked: Question) -> Source:
    """Matters by when they were first dispatched or answered directly."""
    return _source(asked, "closings", Ticket.taken_up_at, {"closed": asked.then.is_closed})


def firsts(asked: Question) -> Source:
    """Matters by when the first of their results reached the enterprise."""
    redone = and_(Ticket.redone_at.is_not(None), Ticket.redone_at <= asked.moment)
    return _source(asked, "firsts", Ticket.first_reached_at, {"redone": redone})


def sent(asked: Question) -> Source:
    """Matters by when they were sent."""
    nobody = select(Enterprise.id).where(Enterprise.credit_code == NOT_KNOWN).scalar_subquery()
    known = Ticket.enterprise_id.is_distinct_from(nobody)
    return _source(
        asked, "sent", Ticket.submitted_at, {"known": known, "repeated": and_(known, _is_repeated(asked))}
    )


def repeats(asked: Question) -> Source:
    """Repeated matters of enterprises that are known, one sort for each enterprise."""
    sender = select().select_from(Ticket).join(Enterprise, Enterprise.id == Ticket.enterprise_id)
    some = sender.where(Enterprise.credit_code != NOT_KNOWN, _is_repeated(asked))
    return _sorted(asked, "repeats:", some, Enterprise.credit_code)


def of_categories(asked: Question) -> Source:
    """Matters by when they were sent, one sort for each category."""
    every = select().select_from(Ticket).join(Category, Category.id == asked.then.category_id)
    return _sorted(asked, "categories:", every, Category.code)


def _sorted(asked: Question, name: str, rows: Select[Any], sort: Any) -> Source:
    at, lead = Ticket.submitted_at, asked.then.lead_id
    return Source(
        name=name,
        rows=matters(rows, asked, at, lead),
        id=Ticket.id,
        ticket_id=Ticket.id,
        at=at,
        department_id=lead,
        conditions={"base": at.is_not(None)},
        sort=sort,
    )


def _source(asked: Question, name: str, at: Any, conditions: dict[str, ColumnElement[bool]]) -> Source:
    lead = asked.then.lead_id
    return Source(
        name=name,
        rows=matters(select().select_from(Ticket), asked, at, lead),
        id=Ticket.id,
        ticket_id=Ticket.id,
        at=at,
        department_id=lead,
        conditions={"base": at.is_not(None), **conditions},
    )


def _is_repeated(asked: Question) -> ColumnElement[bool]:
    """Whether it was joined to an earlier matter, or the enterprise had one of the same category before.

    A matter of which rules of its own say who sees it is not looked back to, so that no number tells of it.
    """
    before = Then(asked, _BEFORE, aliased(TicketPast))
    rows = before.joined(select(_BEFORE.id)).where(
        _BEFORE.enterprise_id == Ticket.enterprise_id,
        before.category_id == asked.then.category_id,
        _BEFORE.submitted_at >= earlier(Ticket.submitted_at, REPEATED_WITHIN),
        _BEFORE.submitted_at <= Ticket.submitted_at,
        or_(_BEFORE.submitted_at < Ticket.submitted_at, _BEFORE.id < Ticket.id),
        _BEFORE.sensitive.is_(False),
    )
    joined = exists().where(_MAIN.id == asked.then.joined_to_id, _MAIN.submitted_at < Ticket.submitted_at)
    # Not of the tables of the question itself: these are meant where they stand outside.
    outside = (Ticket,) if asked.live else (Ticket, asked.then.past)
    return or_(joined.correlate(*outside), rows.correlate(*outside).exists())
