"""What is open when a shift is handed over, and the handovers on record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Call, Clock, Department, DutyRing, Request, ShiftHandover, Ticket, Whistle
from servicedesk.queries.duty_rings import open_rings
from servicedesk.queries.requests import known_to
from servicedesk.queries.ticket_lists import IS_OPEN
from servicedesk.queries.visible import sight
from servicedesk.queries.whistle_sight import whistle_sight
from servicedesk.rules.access import Actor
from servicedesk.rules.handover import TOLD_STATES
from servicedesk.rules.requests import WAITING_STATES

MOST_SHOWN = 50
"""Of each kind of open things."""
MOST_RECORDS = 10


@dataclass(frozen=True, slots=True)
class Out:
    """A department that a whistle calls and that has not come: until when it has time."""

    whistle: Whistle
    department: Department
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Open:
    """What is open at a moment; each at most MOST_SHOWN."""

    rings: Sequence[DutyRing]
    calls: Sequence[Out]
    promised: Sequence[Ticket]
    """Whose promised moment is near, the nearest first."""
    urgent: Sequence[Ticket]
    """All urgent ones that have not ended."""
    asked: Sequence[Ticket]
    """Of which the enterprise was asked for facts."""
    requests: Sequence[Request]
    """That wait for somebody's decision, the oldest first."""

    def on_record(self) -> dict[str, Any]:
        """By numbers, as a handover keeps it."""
        return {
            "rings": [_about(ring) for ring in self.rings],
            "calls": [
                [one.whistle.number, one.department.code, one.due_at.isoformat() if one.due_at else None]
                for one in self.calls
            ],
            "promised": [[one.number, one.next_due_at.isoformat()] for one in self.promised],
            "urgent": [one.number for one in self.urgent],
            "asked": [one.number for one in self.asked],
            "requests": [[one.ticket.number, one.kind, one.decider] for one in self.requests],
        }


def open_now(actor: Actor, department_id: int | None, now: datetime, until: datetime) -> Open:
    """What is open for a shift; six statements at most."""
    few = (
        _tickets(actor)
        .where(IS_OPEN, or_(Ticket.urgent.is_(True), Ticket.state == "awaiting_info"))
        .order_by(Ticket.submitted_at, Ticket.id)
    )
    waiting = db.session.scalars(few.limit(2 * MOST_SHOWN)).all()
    near = _tickets(actor).where(
        Ticket.state.in_(TOLD_STATES), Ticket.next_due_at > now, Ticket.next_due_at <= until
    )
    requests = known_to(actor).where(Request.state.in_(WAITING_STATES)).order_by(Request.asked_at, Request.id)
    return Open(
        rings=open_rings(actor, department_id),
        calls=_calls(actor),
        promised=db.session.scalars(near.order_by(Ticket.next_due_at, Ticket.id).limit(MOST_SHOWN)).all(),
        urgent=[one for one in waiting if one.urgent][:MOST_SHOWN],
        asked=[one for one in waiting if one.state == "awaiting_info"][:MOST_SHOWN],
        requests=db.session.scalars(requests.limit(MOST_SHOWN)).all(),
    )


def handovers(department_id: int | None) -> Sequence[ShiftHandover]:
    """The newest handovers of an office; one statement."""
    return db.session.scalars(
        _records(department_id).order_by(ShiftHandover.id.desc()).limit(MOST_RECORDS)
    ).all()


def find_handover(handover_id: int, department_id: int | None) -> ShiftHandover | None:
    """One handover of an office."""
    found = _records(department_id).where(ShiftHandover.id == handover_id)
    record: ShiftHandover | None = db.session.scalar(found)
    return record


def titles(numbers: Iterable[str], actor: Actor) -> dict[str, str]:
    """The titles of those of the tickets that the reader may see now."""
    found = select(Ticket.number, Ticket.title).where(Ticket.number.in_(set(numbers)), sight(actor))
    return dict(db.session.execute(found).all())


def _records(department_id: int | None) -> Any:
    return (
        select(ShiftHandover)
        .where(ShiftHandover.department_id == department_id)
        .options(joinedload(ShiftHandover.written_by), joinedload(ShiftHandover.confirmed_by))
    )


def _tickets(actor: Actor) -> Any:
    shown = (joinedload(Ticket.enterprise), joinedload(Ticket.lead), joinedload(Ticket.officer))
    return select(Ticket).where(sight(actor)).options(*shown)


def _calls(actor: Actor) -> list[Out]:
    found = (
        select(Whistle, Department, Clock.due_at)
        .join(Call, Call.whistle_id == Whistle.id)
        .join(Department, Department.id == Call.department_id)
        .outerjoin(Clock, Clock.call_id == Call.id)
        .where(Whistle.state == "blown", Call.state == "called", whistle_sight(actor))
        .order_by(Whistle.id, Call.id)
        .limit(MOST_SHOWN)
    )
    return [Out(*row) for row in db.session.execute(found)]


def _about(ring: DutyRing) -> str:
    return str(ring.whistle.number if ring.whistle else ring.ticket.number)
