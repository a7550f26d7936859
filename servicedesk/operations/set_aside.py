"""Clocks that cannot be judged: set aside, reported to administrators, tried again when these say so."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.exc import DBAPIError

from servicedesk.extensions import db
from servicedesk.models import Clock, Message, Person, PersonRole, Ticket
from servicedesk.operations import bulk, events
from servicedesk.operations.transaction import transaction
from servicedesk.rules.calendar_spec import CalendarError
from servicedesk.rules.refusals import NotYours
from servicedesk.rules.text import text

MESSAGE = "clock_aside"
LENGTH = 300
"""Of a reason, in characters, as its column is."""


@dataclass(frozen=True, slots=True)
class Poisoned:
    """A clock that could not be judged, and why."""

    clock_id: int
    number: str
    clock: str
    """Its kind."""
    reason: str


def reason(error: Exception) -> str:
    """What went wrong in one line, without any value of a row but those of the clock itself."""
    if isinstance(error, CalendarError):
        return str(error)[:LENGTH]
    # A database's first line names the rule that was broken; what follows quotes the row.
    told = error.orig if isinstance(error, DBAPIError) else error
    first = (str(told).splitlines() or [""])[0]
    return f"{type(told).__name__}: {first}"[:LENGTH]


def put(poisoned: Sequence[Poisoned], now: datetime) -> None:
    """Let the sweep pass over these clocks; in the caller's transaction, which holds their tickets.

    Nothing is written to the tickets' own chains: it may be these that are broken.
    """
    bulk.change(Clock, ("aside_at", "aside_reason"), [(one.clock_id, now, one.reason) for one in poisoned])
    for admin_id in db.session.scalars(_admins_to_tell()).all():
        params = {"number": poisoned[0].number, "clock": poisoned[0].clock}
        db.session.add(
            Message(person_id=admin_id, kind=MESSAGE, params=params, created_at=now, deliver_at=now)
        )
    events.append_administration(None, "clocks_set_aside", now, {"clocks": [asdict(one) for one in poisoned]})


def try_again(by: Person, now: datetime, clock_id: int | None = None) -> int:
    """Let the sweep judge a clock again that was set aside, or all of them; answers how many. Commits.

    Whoever was faster has done it already: that is no error. Raises NotYours but for administrators.
    """
    if "admin" not in by.roles:
        raise NotYours(text("This page belongs to the administrator."))
    with transaction():
        found = select(Clock.id, Clock.ticket_id, Clock.kind, Ticket.number)
        found = found.join(Ticket, Ticket.id == Clock.ticket_id).where(Clock.aside_at.is_not(None))
        if clock_id is not None:
            found = found.where(Clock.id == clock_id)
        rows = db.session.execute(found.order_by(Ticket.id).with_for_update(of=Ticket)).all()
        if not rows:
            return 0
        bulk.change(Clock, ("aside_at", "aside_reason"), [(row.id, None, None) for row in rows])
        clocks = [{"clock_id": row.id, "number": row.number, "clock": row.kind} for row in rows]
        events.append_administration(by, "clocks_tried_again", now, {"clocks": clocks})
        return len(rows)


def _admins_to_tell() -> Select[int]:
    """Those who have not been told yet: a message that nobody has read says it already."""
    unread = exists().where(
        Message.person_id == Person.id, Message.kind == MESSAGE, Message.read_at.is_(None)
    )
    return (
        select(Person.id)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(PersonRole.role == "admin", Person.active, ~unread)
        .order_by(Person.id)
    )
