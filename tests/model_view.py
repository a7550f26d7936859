"""What the model-based test reads of its zone, and who must be strangers to each matter.

Sight is said anew here, from DOMAIN's sections 2, 4 and 6, not taken from the rules that are tested.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from servicedesk.extensions import db
from servicedesk.models import (
    Assignment,
    Call,
    Clock,
    Department,
    Event,
    Instruction,
    Message,
    Person,
    Request,
    Ticket,
    Whistle,
    WhistleTicket,
)
from servicedesk.queries.visible import known
from servicedesk.rules.clocks import LIVE_CLOCK_STATES
from tests.cast import MEMBERS, STAFF

OFFICES = ("jfj", "rsj", "jsj")
Subject = tuple[str, int | str]
"""What is acted on: its kind, and its number or id."""
Mark = tuple[Any, ...]


def _newest(column: Any) -> int:
    return db.session.scalar(select(func.max(column))) or 0


@dataclass
class View:
    """All matters of a zone, and which messages have been looked at."""

    heard: int = 0

    def __post_init__(self) -> None:
        self._firm = self.people()["enterprise"].enterprise_id
        self._office = dict(db.session.execute(select(Department.id, Department.code)).all())

    def people(self) -> dict[str, Person]:
        """Everybody of the cast by user name, in the session that there is now."""
        wanted = select(Person).where(Person.username.in_((*STAFF, *MEMBERS)))
        return {person.username: person for person in db.session.scalars(wanted)}

    def tickets(self) -> Sequence[Ticket]:
        """All of them."""
        return db.session.scalars(select(Ticket).order_by(Ticket.id)).all()

    def ticket(self, subject: Subject) -> Ticket:
        """The matter that a subject belongs to; a whistle's is its first."""
        kind, which = subject
        whistles = select(Ticket).join(Whistle, Whistle.ticket_id == Ticket.id)
        found = {
            "ticket": select(Ticket).where(Ticket.number == which),
            "assignment": select(Ticket).join(Assignment, Assignment.ticket_id == Ticket.id).where(
                Assignment.id == which),
            "request": select(Ticket).join(Request, Request.ticket_id == Ticket.id).where(
                Request.id == which),
            "whistle": whistles.where(Whistle.number == which),
            "call": whistles.join(Call, Call.whistle_id == Whistle.id).where(Call.id == which),
        }[kind]  # fmt: skip
        return db.session.scalars(found).one()

    def subjects(self, kind: str) -> list[Any]:
        """Numbers or ids of all things of a kind."""
        found: dict[str, Any] = {
            "ticket": select(Ticket.number),
            "assignment": select(Assignment.id),
            "request": select(Request.id),
            "whistle": select(Whistle.number),
            "call": select(Call.id),
        }
        return sorted(db.session.scalars(found[kind]))

    def shares(self, ticket: Ticket, role: str, states: Collection[str]) -> Sequence[Assignment]:
        """The shares of a matter in a role that stand in one of these states."""
        found = select(Assignment).where(Assignment.ticket_id == ticket.id, Assignment.role == role)
        return db.session.scalars(found.where(Assignment.state.in_(states))).all()

    def live_clocks(self, ticket: Ticket) -> set[str]:
        """Kinds of the limits that have not ended."""
        found = select(Clock.kind).where(Clock.ticket_id == ticket.id, Clock.state.in_(LIVE_CLOCK_STATES))
        return set(db.session.scalars(found))

    def mark(self) -> Mark:
        """What any change would change, because every change is an event."""
        states = select(Ticket.number, Ticket.state, Ticket.version)
        return _newest(Event.id), tuple(map(tuple, db.session.execute(states.order_by(Ticket.id))))

    def seen(self, person: Person) -> set[int]:
        """Ids of those of which a person may know, however little they read of them."""
        found = select(Ticket.id).where(known(person.actor()))
        return set(db.session.scalars(found))

    def told(self) -> Sequence[tuple[str, int, str]]:
        """Who has been told something of which matter since it was asked last, and what."""
        told = select(Person.username, Message.ticket_id, Message.kind).join(
            Person, Person.id == Message.person_id
        )
        found = db.session.execute(told.where(Message.id > self.heard, Message.ticket_id.is_not(None))).all()
        self.heard = _newest(Message.id)
        return [(name, ticket_id, kind) for name, ticket_id, kind in found if ticket_id]

    def strangers(self, ticket: Ticket) -> set[str]:
        """Those who must not know of the matter."""
        own = "enterprise" if ticket.enterprise_id == self._firm else "enterprise2"
        found = {"enterprise", "enterprise2", "admin"} - {own}
        if ticket.state != "handed_over":
            found.add("inspector")
        if ticket.about_desk:
            found |= {"officer", "officer2", "desk_lead"}
        if ticket.about_leader:
            found.add("leader")
        there = self._there(ticket)
        return found | {n for n, (_, _, office) in STAFF.items() if office in OFFICES and office not in there}

    def _there(self, ticket: Ticket) -> set[str]:
        """Departments that have a share, are called now, or are instructed; never the one complained of."""
        ids = {
            *db.session.scalars(
                select(Assignment.department_id).where(
                    Assignment.ticket_id == ticket.id, Assignment.state != "returned"
                )
            ),
            *db.session.scalars(
                select(Call.department_id)
                .join(Whistle, Whistle.id == Call.whistle_id)
                .join(WhistleTicket, WhistleTicket.whistle_id == Whistle.id)
                .where(WhistleTicket.ticket_id == ticket.id, Whistle.state == "blown")
            ),
            *db.session.scalars(select(Instruction.department_id).where(Instruction.ticket_id == ticket.id)),
        }
        return {self._office[id_] for id_ in ids - {ticket.about_department_id}}
