"""What many sweeps have left behind: whether each step was taken, once, and everything fits together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import datetime

from sqlalchemy import func, select

from servicedesk.extensions import db
from servicedesk.models import Assignment, Clock, ClockStep, Event, Message, SweepDay, Ticket
from servicedesk.operations.deliveries import deliver
from servicedesk.operations.messages import told_at_ring
from servicedesk.operations.seals import audit
from servicedesk.queries.limits import limits
from servicedesk.queries.people import Staff
from servicedesk.rules.limits import Limits


@dataclass(frozen=True)
class Account:
    """How many things are wrong, of each kind."""

    lost: int
    """Steps, events or messages that should be there."""
    twice: int
    """Those that are there more than once."""
    uncounted: int
    """Steps that the day's count knows too many or too few of."""
    undelivered: int
    breaks: int
    """In chains."""

    def __add__(self, other: "Account") -> "Account":
        return Account(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong."""
        return not any(asdict(self).values())


def account(moment: datetime) -> Account:
    """Look through all matters of `tests.many`, of each of whose limits one step was due at the moment."""
    deliver(moment)
    clocks = db.session.execute(
        select(Clock, Ticket, Assignment)
        .join(Ticket, Ticket.id == Clock.ticket_id)
        .outerjoin(Assignment, Assignment.id == Clock.assignment_id)
        .where(Ticket.number.startswith("QD"))
    ).all()
    expected: Counter[tuple[object, ...]] = Counter()
    found = _steps() + _events() + _messages()
    staff, in_force = Staff(), limits(moment)
    for clock, ticket, share in clocks:
        expected.update(_owed(clock, ticket, share, staff, in_force))
    db.session.expunge_all()
    return Account(
        lost=sum((expected - found).values()),
        twice=sum((found - expected).values()),
        uncounted=abs((db.session.scalar(select(func.sum(SweepDay.fired))) or 0) - len(clocks)),
        undelivered=_undelivered(moment),
        breaks=len(list(audit())),
    )


def _owed(
    clock: Clock, ticket: Ticket, share: Assignment | None, staff: Staff, in_force: Limits
) -> Sequence[tuple[object, ...]]:
    """The step, its event and its messages."""
    step = in_force.policies_by_id[clock.policy_id].ladder[clock.steps_taken - 1]
    people = told_at_ring(clock.kind, step.to, ticket, share, staff)
    messages = [("message", person, ticket.id, clock.kind, f"ring_{step.name}") for person in people]
    return [("step", clock.id, step.name), ("event", clock.id, step.name), *messages]


def _steps() -> Counter[tuple[object, ...]]:
    rows = db.session.execute(select(ClockStep.clock_id, ClockStep.step))
    return Counter(("step", row.clock_id, row.step) for row in rows)


def _events() -> Counter[tuple[object, ...]]:
    rows = db.session.scalars(select(Event.payload).where(Event.action == "clock_step"))
    return Counter(("event", payload["clock_id"], payload["step"]) for payload in rows)


def _messages() -> Counter[tuple[object, ...]]:
    rows = db.session.execute(
        select(Message.person_id, Message.ticket_id, Message.params, Message.kind).where(
            Message.kind.startswith("ring_")
        )
    )
    return Counter(("message", row.person_id, row.ticket_id, row.params["clock"], row.kind) for row in rows)


def _undelivered(moment: datetime) -> int:
    waiting = select(func.count(Message.id)).where(
        Message.delivered_at.is_(None), Message.deliver_at <= moment
    )
    return db.session.scalar(waiting) or 0
