"""How a person stands to one ticket: its parts as far as they decide what may be done, and what may be.

Pages ask it for the buttons, the API for `actions`, operations for permission; so the three never differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Assignment, Department, Event, Judgement, Person, Ticket
from servicedesk.queries.visible import visible
from servicedesk.rules import workflow
from servicedesk.rules.access import CALLING_ROLES, Actor, Matter, relations
from servicedesk.rules.conditions import REOPENING_DAYS, SILENCE_DAYS, Facts
from servicedesk.rules.policy import Case, ruling
from servicedesk.rules.refusals import NotFound
from servicedesk.rules.running import Limits

LIVE_LEAD = ("returned", "cancelled")


@dataclass(frozen=True)
class Standing:
    """A ticket with its assignments and judgements, and what the actor is to it."""

    ticket: Ticket
    assignments: Sequence[Assignment]
    judgements: Sequence[Judgement]
    actor: Actor
    matter: Matter
    relations: frozenset[str]
    facts: Facts
    limits: Limits

    @property
    def lead(self) -> Assignment | None:
        """The assignment that leads, when there is one."""
        return next((a for a in self.assignments if a.role == "lead" and a.state not in LIVE_LEAD), None)

    @property
    def case(self) -> Case:
        """What the choice of a policy depends on."""
        return case_of(self.ticket)

    def ticket_actions(self) -> tuple[str, ...]:
        """What the actor may do to the ticket now."""
        return workflow.allowed(workflow.TICKET, self.ticket.state, self.relations, self.facts)

    def assignment_actions(self, assignment: Assignment) -> tuple[str, ...]:
        """What the actor may do to an assignment of it now."""
        return workflow.allowed(
            workflow.ASSIGNMENT, assignment.state, self.assignment_relations(assignment), self.facts
        )

    def assignment_relations(self, assignment: Assignment) -> frozenset[str]:
        """Only a department's own people handle its share."""
        own = self.actor.department == assignment.department.code
        return self.relations if own else self.relations - {"handler"}


def case_of(ticket: Ticket) -> Case:
    """What the choice of the ticket's policy depends on."""
    return Case(ticket.kind, ticket.urgent, ticket.complex, redo=ticket.cycle > 1)


def find_ticket(number: str, actor: Actor, *, lock: bool = False) -> Ticket:
    """A ticket with what its page shows of itself; raises NotFound when the actor may not see it.

    With `lock` its row is held until the end of the transaction.
    """
    wanted = visible(actor).where(Ticket.number == number)
    if lock:
        # In a statement of its own: a row that was waited for comes in its new state, but what is joined to
        # it in the same statement in the old one.
        db.session.execute(wanted.with_only_columns(Ticket.id).with_for_update(of=Ticket))
    found = wanted.options(
        joinedload(Ticket.enterprise),
        joinedload(Ticket.category),
        joinedload(Ticket.lead),
        joinedload(Ticket.officer),
        joinedload(Ticket.submitter),
        joinedload(Ticket.recorded_by),
        joinedload(Ticket.about_department),
    )  # fmt: skip
    if lock:
        found = found.with_for_update(of=Ticket)
    ticket: Ticket | None = db.session.scalar(found)
    if ticket is None:
        raise NotFound
    return ticket


def number_of_assignment(assignment_id: int, actor: Actor) -> str:
    """The number of the ticket that an assignment belongs to; raises NotFound when it is not to be seen."""
    number: str | None = db.session.scalar(
        visible(actor)
        .join(Assignment, Assignment.ticket_id == Ticket.id)
        .where(Assignment.id == assignment_id)
        .with_only_columns(Ticket.number)
    )
    if number is None:
        raise NotFound
    return number


def standing(ticket: Ticket, by: Person, limits: Limits, now: datetime) -> Standing:
    """How `by` stands to a ticket; two or three statements."""
    actor = by.actor()
    # Only callback asks who handled, and only of some; so only then is it read.
    asks = ticket.state == "in_callback" and bool(actor.roles & CALLING_ROLES)
    return stand_of(
        actor,
        ticket,
        _assignments(ticket),
        _judgements(ticket) if ticket.reached_at else [],
        _handled_by(ticket) if asks else frozenset(),
        limits,
        now,
    )


def stand_of(
    actor: Actor,
    ticket: Ticket,
    assignments: Sequence[Assignment],
    judgements: Sequence[Judgement],
    handled_by: frozenset[int],
    limits: Limits,
    now: datetime,
) -> Standing:
    """How an actor stands to a ticket of which everything is known that decides it.

    `handled_by`: ids of those who acted on an assignment; needed in `in_callback` only.
    """
    matter = _matter(ticket, assignments, handled_by)
    return Standing(
        ticket=ticket,
        assignments=assignments,
        judgements=judgements,
        actor=actor,
        matter=matter,
        relations=relations(actor, matter),
        facts=_facts(ticket, assignments, judgements, limits, now),
        limits=limits,
    )


def _assignments(ticket: Ticket) -> Sequence[Assignment]:
    return db.session.scalars(
        select(Assignment)
        .where(Assignment.ticket_id == ticket.id)
        .options(
            joinedload(Assignment.department),
            joinedload(Assignment.handler),
            joinedload(Assignment.dispatched_by),
        )
        .order_by(Assignment.id)
    ).all()


def _judgements(ticket: Ticket) -> Sequence[Judgement]:
    return db.session.scalars(
        select(Judgement)
        .where(Judgement.ticket_id == ticket.id)
        .options(joinedload(Judgement.by))
        .order_by(Judgement.id)
    ).all()


def _matter(ticket: Ticket, assignments: Sequence[Assignment], handled_by: frozenset[int]) -> Matter:
    lead = next((a for a in assignments if a.role == "lead" and a.state not in LIVE_LEAD), None)
    return Matter(
        enterprise_id=ticket.enterprise_id,
        submitter_id=ticket.submitter_id,
        sensitive=ticket.sensitive,
        about_desk=ticket.about_desk,
        departments=frozenset(a.department.code for a in assignments if a.state != "returned"),
        lead=lead.department.code if lead else None,
        handled_by=handled_by,
    )


def _handled_by(ticket: Ticket) -> frozenset[int]:
    return frozenset(
        db.session.scalars(
            select(Event.actor_id)
            .where(
                Event.ticket_id == ticket.id, Event.assignment_id.is_not(None), Event.actor_id.is_not(None)
            )
            .distinct()
        )
    )


def _facts(
    ticket: Ticket,
    assignments: Sequence[Assignment],
    judgements: Sequence[Judgement],
    limits: Limits,
    now: datetime,
) -> Facts:
    silence_ends = ticket.info_asked_at and limits.calendar.working_days(ticket.info_asked_at, SILENCE_DAYS)
    return Facts(
        kind=ticket.kind,
        reviewed=ruling(limits.policies, case_of(ticket)).review,
        has_lead=any(a.role == "lead" and a.state not in LIVE_LEAD for a in assignments),
        sensitive=ticket.sensitive,
        silence_over=bool(silence_ends and now > silence_ends),
        reopening_over=bool(ticket.closed_at and now > ticket.closed_at + timedelta(days=REOPENING_DAYS)),
        tries=ticket.tries,
        asked=any(judgement.cycle == ticket.cycle for judgement in judgements),
        answered=any(judgement.cycle == ticket.cycle and judgement.reached for judgement in judgements),
    )


def department_by_code(code: str) -> Department | None:
    """An open department, or None."""
    return db.session.scalar(select(Department).where(Department.code == code, Department.active))
