"""One clock, for whoever asks why its limit is then."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Clock, Person, Ticket
from servicedesk.queries.limits import limits
from servicedesk.queries.standing import find_ticket
from servicedesk.queries.ticket_page import TOLD_CLOCKS
from servicedesk.rules.access import STAFF_ROLES
from servicedesk.rules.limits import Limits
from servicedesk.rules.refusals import NotFound


def find_clock(clock_id: int, by: Person, now: datetime) -> tuple[Clock, Limits]:
    """A clock of a ticket that the reader sees; raises NotFound.

    Enterprises are told the limits that they were promised, not those inside.
    """
    clock = db.session.scalar(
        select(Clock).where(Clock.id == clock_id).options(joinedload(Clock.ticket).load_only(Ticket.number))
    )
    if clock is None:
        raise NotFound
    find_ticket(clock.ticket.number, by.actor())
    if not by.roles & STAFF_ROLES and clock.kind not in TOLD_CLOCKS:
        raise NotFound
    return clock, limits(now)
