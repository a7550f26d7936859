"""What whoever rings or confirms has to know of one urgent ring, held where it is about to change."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Assignment, Call, Clock, DutyCall, DutyRing, Person, Ticket, Whistle
from servicedesk.queries.duty_rings import DUE, OPEN


def held_ticket(ticket_id: int) -> Ticket | None:
    """A ring's ticket, held until the end of the transaction; None where somebody else holds it."""
    held = select(Ticket).where(Ticket.id == ticket_id).with_for_update(of=Ticket, skip_locked=True)
    return db.session.scalar(held)


def held_ring(ring_id: int, now: datetime) -> DutyRing | None:
    """A ring that is still due, held until the end of the transaction."""
    found = select(DutyRing).where(DutyRing.id == ring_id, DUE, DutyRing.next_at <= now)
    return db.session.scalar(found.with_for_update())


def held_beside(ring: DutyRing) -> tuple[Ticket, Sequence[DutyRing]]:
    """A ring's ticket, and all rings of that at the same office that nobody has confirmed; all held.

    What rings for a whistle and what rings for the matter itself are not the same.
    """
    ticket = db.session.scalars(
        select(Ticket).where(Ticket.id == ring.ticket_id).with_for_update(of=Ticket)
    ).one()
    same = DutyRing.ticket_id == ring.ticket_id, DutyRing.department_id == ring.department_id
    rings = db.session.scalars(
        select(DutyRing)
        .where(*same, DutyRing.whistle_id.is_not_distinct_from(ring.whistle_id), *OPEN)
        .order_by(DutyRing.id)
        .with_for_update(of=DutyRing)
        .execution_options(populate_existing=True)
    ).all()
    return ticket, rings


def confirmed_by(ring_id: int) -> str | None:
    """The name of who has confirmed a ring."""
    return db.session.scalar(
        select(Person.name)
        .join(DutyRing, DutyRing.confirmed_by_id == Person.id)
        .where(DutyRing.id == ring_id)
    )


def told_of(ring: DutyRing) -> Sequence[tuple[int, str]]:
    """Ids and names of those who were rung until now, in this order."""
    found = db.session.execute(
        select(DutyCall.person_id, Person.name)
        .join(Person, Person.id == DutyCall.person_id)
        .where(DutyCall.ring_id == ring.id)
        .order_by(DutyCall.place)
    )
    return [(id_, name) for id_, name in found]


def waited_for(ring: DutyRing) -> tuple[str | None, bool]:
    """The state of the limit for which it rings, where there is one, and whether its whistle is closed."""
    clock = select(Clock.state).where(Clock.id == ring.clock_id)
    closed = select(Whistle.closed_at).where(Whistle.id == ring.whistle_id)
    state = db.session.scalar(clock) if ring.clock_id else None
    return state, bool(ring.whistle_id and db.session.scalar(closed))


def limit_of_step(ticket: Ticket, kind: str, share: Assignment | None) -> int | None:
    """The id of the newest running limit of a kind: the share's own, else the whole matter's."""
    limit = select(Clock.id).where(
        Clock.ticket_id == ticket.id,
        Clock.kind == kind,
        Clock.state == "running",
        Clock.assignment_id == share.id if share else Clock.assignment_id.is_(None),
    )
    return db.session.scalar(limit.order_by(Clock.id.desc()).limit(1))


def limits_of_whistle(whistle: Whistle) -> dict[int, int]:
    """The ids of the limits for reporting in, by the id of the department that is called."""
    called = select(Call.department_id, Clock.id).join(Clock, Clock.call_id == Call.id)
    return dict(db.session.execute(called.where(Call.whistle_id == whistle.id)).all())
