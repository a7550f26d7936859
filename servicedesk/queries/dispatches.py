"""Dispatches to leads as figures count them: returned rightly, refused, or kept.

Each share of a lead is one dispatch; a matter that is done again goes back to the same share and is none.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, not_, or_, select

from servicedesk.models import Assignment, Dispute, Request, Ticket
from servicedesk.queries.counted import Question, within
from servicedesk.queries.groupings import grouped
from servicedesk.queries.visible import sight


def dispatches(question: Question, *columns: ColumnElement[Any]) -> Select[Any]:
    """The dispatches to a lead in the spans."""
    rows = select(*columns).select_from(Assignment).join(Ticket, Ticket.id == Assignment.ticket_id)
    rows = grouped(within(rows, question, Assignment.handed_at), question.by, Assignment.department_id)
    return rows.where(Assignment.handed_at <= question.as_of, sight(question.actor))


def is_returned(question: Question) -> ColumnElement[bool]:
    """Whether the department had returned it by then, and that was upheld or ruled so."""
    return exists().where(_asked(), _is_upheld(question)).correlate(Assignment)


def is_refused(question: Question) -> ColumnElement[bool]:
    """Whether a return of it was refused by then; one that is disputed stays so until a leader rules."""
    settled = and_(Request.state == "refused", Request.decided_at <= question.as_of)
    disputed = exists().where(Dispute.request_id == Request.id, Dispute.refused_at <= question.as_of)
    refused = and_(or_(settled, disputed.correlate(Request)), not_(_is_upheld(question)))
    return exists().where(_asked(), refused).correlate(Assignment)


def _asked() -> ColumnElement[bool]:
    # By the ticket first, which is indexed.
    own = and_(Request.ticket_id == Assignment.ticket_id, Request.assignment_id == Assignment.id)
    return and_(own, Request.kind == "return")


def _is_upheld(question: Question) -> ColumnElement[bool]:
    return and_(Request.state == "approved", Request.decided_at <= question.as_of)
