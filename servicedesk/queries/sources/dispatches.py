"""Dispatches to leads: returned rightly, refused, or kept.

Each share of a lead is one dispatch; a matter that is done again goes back to the same share and is none.
"""

from sqlalchemy import ColumnElement, and_, exists, literal, not_, or_, select

from servicedesk.models import Assignment, Dispute, Request, Ticket
from servicedesk.queries.counted import Question, Source, matters


def dispatches(asked: Question) -> Source:
    """The dispatches to a lead."""
    rows = select().select_from(Assignment).join(Ticket, Ticket.id == Assignment.ticket_id)
    refused = _is_refused(asked)
    return Source(
        name="dispatches",
        rows=matters(rows, asked, Assignment.handed_at, Assignment.department_id),
        id=Assignment.id,
        ticket_id=Assignment.ticket_id,
        at=Assignment.handed_at,
        department_id=Assignment.department_id,
        conditions={
            "base": Assignment.handed_at.is_not(None),
            "returned": _is_returned(asked),
            "refused": refused,
        },
        # Of the dispatch; what was done again since stands in the same share.
        cycle=literal(1),
        says={"refused": refused},
    )


def _is_returned(asked: Question) -> ColumnElement[bool]:
    """Whether the department had returned it by then, and that was upheld or ruled so."""
    return exists().where(_asked(), _is_upheld(asked)).correlate(Assignment)


def _is_refused(asked: Question) -> ColumnElement[bool]:
    """Whether a return of it was refused by then; one that is disputed stays so until a leader rules."""
    settled = and_(Request.state == "refused", Request.decided_at <= asked.moment)
    disputed = exists().where(Dispute.request_id == Request.id, Dispute.refused_at <= asked.moment)
    refused = and_(or_(settled, disputed.correlate(Request)), not_(_is_upheld(asked)))
    return exists().where(_asked(), refused).correlate(Assignment)


def _asked() -> ColumnElement[bool]:
    # By the ticket first, which is indexed.
    own = and_(Request.ticket_id == Assignment.ticket_id, Request.assignment_id == Assignment.id)
    return and_(own, Request.kind == "return")


def _is_upheld(asked: Question) -> ColumnElement[bool]:
    return and_(Request.state == "approved", Request.decided_at <= asked.moment)
