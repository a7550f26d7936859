"""How a person stands to one ticket: its parts as far as they decide what may be done, and what may be.

Pages ask it for the buttons, the API for `actions`, operations for permission; so the three never differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import (
    Assignment,
    Clock,
    Department,
    Event,
    Instruction,
    Judgement,
    Person,
    Request,
    Ticket,
)
from servicedesk.queries.clock_rows import clocks_of
from servicedesk.queries.instructions import instructions_of, own_open
from servicedesk.queries.return_facts import returns_of
from servicedesk.queries.ticket_facts import (
    LIVE_LEAD,
    Parts,
    case_of,
    complained_of,
    decides,
    decision_facts,
    facts_of_ticket,
    may_have_requests,
    share_facts,
)
from servicedesk.queries.ticket_rows import assignments_of, handled_by, judgements_of, requests_of
from servicedesk.queries.visible import HANDED_OVER
from servicedesk.queries.whistle_sight import calling_of
from servicedesk.rules import workflow
from servicedesk.rules.access import (
    CALLING_ROLES,
    Actor,
    Matter,
    asks_withdrawn,
    reach,
    relations,
    share_relation,
)
from servicedesk.rules.clocks import LIVE_CLOCK_STATES
from servicedesk.rules.conditions import Facts
from servicedesk.rules.limits import Limits
from servicedesk.rules.policy import Case


@dataclass(frozen=True)
class Standing:
    """A ticket with its assignments and judgements, and what the actor is to it."""

    ticket: Ticket
    assignments: Sequence[Assignment]
    judgements: Sequence[Judgement]
    clocks: Sequence[Clock]
    """All of the ticket's, oldest first."""
    requests: Sequence[Request]
    """Oldest first."""
    instructions: Sequence[Instruction]
    """Oldest first."""
    actor: Actor
    matter: Matter
    relations: frozenset[str]
    facts: Facts
    limits: Limits
    case: Case
    """What the choice of a policy depends on."""

    @property
    def reach(self) -> str:
        """How much of it the actor reads: `full redacted receipt`."""
        return reach(self.relations, self.matter)

    @property
    def lead(self) -> Assignment | None:
        """The assignment that leads, when there is one."""
        return next((a for a in self.assignments if a.role == "lead" and a.state not in LIVE_LEAD), None)

    @property
    def returned_by(self) -> frozenset[str]:
        """Codes of the departments that have returned it with right."""
        return frozenset(a.department.code for a in self.assignments if a.state == "returned")

    @property
    def live_clocks(self) -> list[Clock]:
        """The clocks that have not ended."""
        return [clock for clock in self.clocks if clock.state in LIVE_CLOCK_STATES]

    @property
    def to_report(self) -> list[Instruction]:
        """The open instructions of the actor's own department."""
        return own_open(self.actor, self.instructions)

    def ticket_actions(self) -> tuple[str, ...]:
        """What the actor may do to the ticket now."""
        return workflow.allowed(workflow.TICKET, self.ticket.state, self.ticket_relations, self.facts)

    @property
    def ticket_relations(self) -> frozenset[str]:
        """What the actor is to the whole matter.

        People of the department that leads may speak for it; who had no part asks about a withdrawal.
        """
        lead, more = self.lead, set()
        if lead is not None and self.actor.department == lead.department.code and "handler" in self.relations:
            more.add("lead")
        if self.relations and asks_withdrawn(self.actor, self.matter):
            more.add("asks_withdrawn")
        return self.relations | more

    @property
    def assists(self) -> list[Assignment]:
        """The shares of the departments that help, as long as they count."""
        return [a for a in self.assignments if a.role == "assist" and a.state not in LIVE_LEAD]

    def assignment_actions(self, assignment: Assignment) -> tuple[str, ...]:
        """What the actor may do to an assignment of it now."""
        return workflow.allowed(
            workflow.ASSIGNMENT,
            assignment.state,
            self.assignment_relations(assignment),
            self.assignment_facts(assignment),
        )

    def assignment_relations(self, assignment: Assignment) -> frozenset[str]:
        """Only a department's own people handle its share, as the lead's or as one that helps."""
        others = self.relations - {"handler"}
        own = "handler" in self.relations and self.actor.department == assignment.department.code
        return others | {share_relation(assignment.role)} if own else others

    def assignment_facts(self, assignment: Assignment | None) -> Facts:
        """The facts on which a step on a share depends."""
        return share_facts(self.facts, assignment, self.requests)

    def request_actions(self, request: Request, now: datetime) -> tuple[str, ...]:
        """What the actor may do to a request now."""
        return workflow.allowed(
            workflow.REQUEST, request.state, self.request_relations(request), self.request_facts(request, now)
        )

    def request_relations(self, request: Request) -> frozenset[str]:
        """Whoever holds the role that decides, and has not asked, may decide what they see."""
        share = self.share(request.assignment_id)
        own = self.assignment_relations(share) if share else self.relations - {"handler"}
        if self.relations and decides(self.actor, request):
            return own | {"decider"}
        return own

    def request_facts(self, request: Request, now: datetime) -> Facts:
        """The facts on which a decision on the request depends."""
        share, limit = self.share(request.assignment_id), self.limit_of(request.assignment_id)
        facts, returns = self.assignment_facts(share), returns_of(request.assignment_id, self.requests)
        return decision_facts(facts, request, share, limit, returns, self.limits, now)

    def share(self, assignment_id: int | None) -> Assignment | None:
        """The assignment with this id, of whatever state."""
        return next((a for a in self.assignments if a.id == assignment_id), None)

    def limit_of(self, assignment_id: int | None) -> Clock | None:
        """The live limit of a share's result."""
        live = (c for c in self.live_clocks if c.kind == "resolve" and c.assignment_id == assignment_id)
        return next(live, None)


CALLED_IN = frozenset({"in_callback", "withdrawn"})
"""The states in which the enterprise is called: about its result, or about its withdrawal."""
TIMETABLE = Actor(id=0, roles=frozenset())
"""Does what falls due by itself; is nothing to any matter."""


def standing(
    ticket: Ticket,
    by: Person | None,
    limits: Limits,
    now: datetime,
    *,
    events: Sequence[Event] | None = None,
    with_requests: bool = True,
) -> Standing:
    """How `by` (None: the timetable) stands to a ticket; two to five statements.

    `events` is the ticket's whole chain, where it has been read already. Without requests it is good for
    showing an open matter to its enterprise, which asks for something only when it is closed.
    """
    actor = by.actor() if by else TIMETABLE
    # Only calling the enterprise asks who handled, and only of some; so only then is it read.
    asks = ticket.state in CALLED_IN and bool(actor.roles & CALLING_ROLES)
    assignments = assignments_of(ticket, now)
    return stand_of(
        actor,
        ticket,
        Parts(
            assignments=assignments,
            judgements=judgements_of(ticket) if ticket.reached_at else [],
            clocks=clocks_of(ticket),
            requests=requests_of(ticket) if may_have_requests(ticket, with_requests) else [],
            handled_by=handled_by(ticket, events) if asks else frozenset(),
            called=calling_of(actor, ticket.id, [a for a in assignments if a.state != "returned"]),
            instructions=instructions_of(ticket) if ticket.instructed else [],
        ),
        limits,
        now,
    )


def stand_of(actor: Actor, ticket: Ticket, parts: Parts, limits: Limits, now: datetime) -> Standing:
    """How an actor stands to a ticket of which everything is known that decides it."""
    matter = _matter(ticket, parts)
    its_limits = limits.for_matter(ticket.submitted_at)
    return Standing(
        ticket=ticket,
        assignments=parts.assignments,
        judgements=parts.judgements,
        clocks=parts.clocks,
        requests=parts.requests,
        instructions=parts.instructions,
        actor=actor,
        matter=matter,
        relations=relations(actor, matter),
        facts=facts_of_ticket(
            ticket, parts, its_limits, now, to_report=bool(own_open(actor, parts.instructions))
        ),
        limits=its_limits,
        case=case_of(ticket),
    )


def _matter(ticket: Ticket, parts: Parts) -> Matter:
    lead = next((a for a in parts.assignments if a.role == "lead" and a.state not in LIVE_LEAD), None)
    return Matter(
        enterprise_id=ticket.enterprise_id,
        submitter_id=ticket.submitter_id,
        confidential=ticket.confidential,
        misconduct=ticket.misconduct,
        about=complained_of(ticket),
        about_leader=ticket.about_leader,
        dispatched=ticket.dispatched_at is not None,
        handed_over=ticket.state == HANDED_OVER,
        departments=frozenset(a.department.code for a in parts.assignments if a.state != "returned"),
        called=parts.called,
        instructed=frozenset(one.department.code for one in parts.instructions),
        lead=lead.department.code if lead else None,
        handled_by=parts.handled_by,
    )


def department_by_code(code: str) -> Department | None:
    """An open department, or None."""
    return db.session.scalar(select(Department).where(Department.code == code, Department.active))
