"""Suspended shares resume by themselves at the end that was approved, however late that is noticed."""

import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy import text as literal

from servicedesk.extensions import db
from servicedesk.models import Assignment
from servicedesk.operations.steps import go_on
from servicedesk.operations.transaction import transaction
from servicedesk.queries.finding import ticket_of_assignment
from servicedesk.queries.limits import limits
from servicedesk.queries.standing import standing

log = logging.getLogger(__name__)
# Written as the partial index is, so that the databases recognise it.
SUSPENDED = literal("assignment.state = 'suspended'")


def resume_ended(now: datetime) -> int:
    """Let every share go on whose suspension has ended at `now`; commits each, answers how many.

    One that fails is logged, left as it is and tried at the next look; it does not stop the others.
    """
    ended = db.session.scalars(
        select(Assignment.id)
        .where(SUSPENDED, Assignment.suspended_until <= now)
        .order_by(Assignment.suspended_until)
    ).all()
    db.session.rollback()
    done = 0
    for assignment_id in ended:
        try:
            done += _resume(assignment_id, now)
        except Exception:
            log.exception("assignment %d could not be resumed", assignment_id)
    return done


def _resume(assignment_id: int, now: datetime) -> bool:
    with transaction():
        ticket = ticket_of_assignment(assignment_id)
        # Nothing goes on where somebody else was faster.
        return go_on(standing(ticket, None, limits(now), now), now)
