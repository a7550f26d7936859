"""One clock, for whoever asks why its limit is then."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Call, Clock, Person, Ticket, Whistle
from servicedesk.queries.finding import find_known
from servicedesk.queries.limits import limits
from servicedesk.queries.ticket_page import TOLD_CLOCKS
from servicedesk.queries.whistle_sight import visible_whistles
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
    # Who is called to a matter that is kept at the desk sees the call, not the matter.
    if not _sees_its_whistle(clock, by):
        find_known(clock.ticket.number, by.actor())
    if not by.roles & STAFF_ROLES and clock.kind not in TOLD_CLOCKS:
        raise NotFound
    return clock, limits(now)


def _sees_its_whistle(clock: Clock, by: Person) -> bool:
    if not (clock.whistle_id or clock.call_id):
        return False
    of_call = select(Call.whistle_id).where(Call.id == clock.call_id).scalar_subquery()
    its = Whistle.id == (clock.whistle_id if clock.whistle_id else of_call)
    seen = visible_whistles(by.actor()).where(its).with_only_columns(Whistle.id)
    return db.session.scalar(seen) is not None
