"""How a person stands to one whistle: its calls and limits, what they are to it, and what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from servicedesk.extensions import db
from servicedesk.models import Call, Clock, Person, Ticket, Whistle, WhistleTicket
from servicedesk.queries.limits import limits
from servicedesk.queries.whistle_causes import complained_of
from servicedesk.queries.whistle_sight import visible_whistles
from servicedesk.rules import workflow
from servicedesk.rules.access import Actor
from servicedesk.rules.call_workflow import CALL
from servicedesk.rules.clocks import LIVE_CLOCK_STATES
from servicedesk.rules.limits import Limits
from servicedesk.rules.refusals import NotFound
from servicedesk.rules.whistle_workflow import WHISTLE, WhistleFacts
from servicedesk.rules.whistles import Blown, Kind, is_of, relations


@dataclass(frozen=True)
class WhistleStanding:
    """A whistle with its calls and limits, and what the actor is to it."""

    whistle: Whistle
    kind: Kind
    clocks: Sequence[Clock]
    """The limits of its first ticket that are the whistle's, oldest first."""
    actor: Actor
    relations: frozenset[str]
    limits: Limits

    @property
    def calls(self) -> Sequence[Call]:
        """One for each department, in the order in which they were named."""
        return self.whistle.calls

    @property
    def live_clocks(self) -> list[Clock]:
        """The limits that have not ended."""
        return [clock for clock in self.clocks if clock.state in LIVE_CLOCK_STATES]

    def clock(self, kind: str) -> Clock | None:
        """The newest limit of the whole whistle of this kind."""
        found = [clock for clock in self.clocks if clock.kind == kind and clock.whistle_id is not None]
        return found[-1] if found else None

    def clock_of(self, call: Call) -> Clock | None:
        """The limit for reporting in."""
        return next((clock for clock in self.clocks if clock.call_id == call.id), None)

    def in_time(self, call: Call) -> bool | None:
        """Whether the department reported in by its limit; None while that is open."""
        clock = self.clock_of(call)
        if clock is None or clock.state in ("cancelled", "running"):
            return False if clock and clock.breached_at else None
        return clock.state == "met"

    @property
    def facts(self) -> WhistleFacts:
        """What the guards ask about the whistle."""
        return WhistleFacts(
            kind=self.whistle.kind,
            ratification=_ratification(self.whistle),
            meets=self.kind.meets,
            closed=self.whistle.state == "closed",
        )

    def call_facts(self, call: Call) -> WhistleFacts:
        """What the guards ask about one department's call."""
        return WhistleFacts(
            kind=self.whistle.kind,
            closed=self.whistle.state == "closed",
            graded=call.grade is not None,
            answered_grade=call.answered_at is not None,
        )

    def call_relations(self, call: Call) -> frozenset[str]:
        """Only a department's own people answer its call."""
        own = "called" in self.relations and is_of(self.actor, {call.department.code})
        return self.relations if own else self.relations - {"called"}

    def actions(self) -> tuple[str, ...]:
        """What the actor may do to the whistle now."""
        return workflow.allowed(WHISTLE, self.whistle.state, self.relations, self.facts)

    def call_actions(self, call: Call) -> tuple[str, ...]:
        """What the actor may do to one department's call now."""
        return workflow.allowed(CALL, call.state, self.call_relations(call), self.call_facts(call))


def _ratification(whistle: Whistle) -> str:
    if whistle.decider is None or whistle.decided_at is not None:
        return "unneeded"
    return "done" if whistle.ratified_at else ""


def find_whistle(which: str | int, by: Person, now: datetime, *, lock: bool = False) -> WhistleStanding:
    """A whistle by its number, or by the id of one of its calls, and how `by` stands to it.

    Raises NotFound where it is not to be seen. With `lock` its tickets and then its own row are held until
    the end of the transaction. Five statements without it.
    """
    actor = by.actor()
    wanted = visible_whistles(actor)
    if isinstance(which, str):
        wanted = wanted.where(Whistle.number == which)
    else:
        of_call = select(Call.whistle_id).where(Call.id == which).scalar_subquery()
        wanted = wanted.where(Whistle.id == of_call)
    id_ = db.session.scalar(wanted.with_only_columns(Whistle.id))
    if id_ is None:
        raise NotFound
    if lock:
        _hold(id_)
    whistle = _whole(id_)
    (stand,) = with_clocks([whistle], actor, limits(now), _clocks(whistle))
    return stand


def _hold(whistle_id: int) -> None:
    """Tickets before whistles, tickets by id: the one order in which everybody takes locks."""
    tickets = select(WhistleTicket.ticket_id).where(WhistleTicket.whistle_id == whistle_id)
    db.session.execute(
        select(Ticket.id).where(Ticket.id.in_(tickets)).order_by(Ticket.id).with_for_update()
    ).all()
    db.session.execute(select(Whistle.id).where(Whistle.id == whistle_id).with_for_update())


def _whole(whistle_id: int) -> Whistle:
    return db.session.scalars(
        select(Whistle)
        .where(Whistle.id == whistle_id)
        .options(
            joinedload(Whistle.kind_version),
            joinedload(Whistle.ticket).joinedload(Ticket.category),
            joinedload(Whistle.blown_by).joinedload(Person.department),
            joinedload(Whistle.blown_by).joinedload(Person.role_rows),
            joinedload(Whistle.decided_by),
            joinedload(Whistle.ratified_by),
            joinedload(Whistle.recorded_by),
            joinedload(Whistle.closed_by),
            selectinload(Whistle.tickets).joinedload(Ticket.enterprise),
            selectinload(Whistle.calls).options(joinedload(Call.department), joinedload(Call.reported_by)),
        )
    ).unique().one()  # fmt: skip


def with_clocks(
    whistles: Sequence[Whistle], actor: Actor, in_force: Limits, clocks: Sequence[Clock]
) -> list[WhistleStanding]:
    """How an actor stands to whistles that have been read with all their parts; `clocks` are theirs."""
    return [
        WhistleStanding(
            whistle=whistle,
            kind=Kind.from_spec(whistle.kind, whistle.kind_version.spec),
            clocks=_own(whistle, clocks),
            actor=actor,
            relations=relations(actor, blown(whistle)),
            limits=in_force.for_matter(whistle.ticket.submitted_at),
        )
        for whistle in whistles
    ]


def _own(whistle: Whistle, clocks: Sequence[Clock]) -> Sequence[Clock]:
    calls = {call.id for call in whistle.calls}
    return [clock for clock in clocks if clock.whistle_id == whistle.id or clock.call_id in calls]


def blown(whistle: Whistle) -> Blown:
    """The whistle as sight sees it."""
    return Blown(
        state=whistle.state,
        blown_by=whistle.blown_by_id,
        departments=frozenset(call.department.code for call in whistle.calls),
        about_desk=any(ticket.about_desk for ticket in whistle.tickets),
        sensitive=any(ticket.sensitive for ticket in whistle.tickets),
        kept_from_leaders=any(ticket.about_leader or ticket.misconduct for ticket in whistle.tickets),
        complained_of=frozenset(complained_of(whistle.tickets)),
        decider=whistle.decider,
    )


def _clocks(whistle: Whistle) -> Sequence[Clock]:
    calls = [call.id for call in whistle.calls]
    return db.session.scalars(
        select(Clock)
        .where(
            Clock.ticket_id == whistle.ticket_id,
            or_(Clock.whistle_id == whistle.id, Clock.call_id.in_(calls)),
        )
        .order_by(Clock.id)
    ).all()
