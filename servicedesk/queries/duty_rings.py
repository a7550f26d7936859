"""Urgent rings: those that wait for a confirmation, for pages, messages and the timetable."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy import text as literal
from sqlalchemy.orm import contains_eager, joinedload

from servicedesk.extensions import db
from servicedesk.models import DutyCall, DutyRing
from servicedesk.queries.visible import redacted, sight
from servicedesk.rules.access import HANDLING_ROLES, Actor

# Written as the partial index is, so that the databases recognise it.
DUE = literal("duty_ring.next_at IS NOT NULL")
OPEN = (DutyRing.confirmed_at.is_(None), DutyRing.over_at.is_(None))
MOST_SHOWN = 20


def due_rings(now: datetime, most: int) -> Sequence[tuple[int, int]]:
    """Rings of which the next one is due to be told, and their tickets; one index probe."""
    found = select(DutyRing.id, DutyRing.ticket_id).where(DUE, DutyRing.next_at <= now)
    return [(id_, ticket) for id_, ticket in db.session.execute(found.order_by(DutyRing.next_at).limit(most))]


def open_rings(actor: Actor, department_id: int | None) -> Sequence[DutyRing]:
    """Rings of the reader's department that nobody has confirmed, the newest first; one statement.

    Without those whose matter the reader does not see; a whistle's are seen by all who are called.
    """
    if department_id is None or not actor.roles & HANDLING_ROLES:
        return []
    found = _seen(actor).where(DutyRing.department_id == department_id, *OPEN)
    return _whole(found.order_by(DutyRing.id.desc()).limit(MOST_SHOWN))


def rings_by_id(ids: Iterable[int]) -> dict[int, DutyRing]:
    """Rings that messages tell of; one statement."""
    wanted = list(ids)
    found = _whole(select(DutyRing).join(DutyRing.ticket).where(DutyRing.id.in_(wanted))) if wanted else []
    return {ring.id: ring for ring in found}


def find_ring(ring_id: int, actor: Actor, department_id: int | None) -> DutyRing | None:
    """A ring of the reader's department that they may know of, confirmed or not."""
    if department_id is None or not actor.roles & HANDLING_ROLES:
        return None
    found = _seen(actor).where(DutyRing.department_id == department_id, DutyRing.id == ring_id)
    return next(iter(_whole(found)), None)


def _seen(actor: Actor) -> Select[DutyRing]:
    # Who has a share of a confidential matter must hear it ring, though they read no more than a text.
    known_here = or_(DutyRing.whistle_id.is_not(None), sight(actor), redacted(actor))
    return select(DutyRing).join(DutyRing.ticket).where(known_here)


def _whole(found: Select[DutyRing]) -> Sequence[DutyRing]:
    return db.session.scalars(
        found.options(
            contains_eager(DutyRing.ticket),
            joinedload(DutyRing.department),
            joinedload(DutyRing.whistle),
            joinedload(DutyRing.clock),
            joinedload(DutyRing.confirmed_by),
            joinedload(DutyRing.calls).joinedload(DutyCall.person),
        )
    ).unique().all()  # fmt: skip
