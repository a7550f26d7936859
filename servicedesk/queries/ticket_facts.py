"""What of a ticket and its parts decides which steps are possible."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from servicedesk.models import Assignment, Clock, Instruction, Judgement, Request, Ticket
from servicedesk.queries.return_facts import Returns, no_dispute, no_return
from servicedesk.rules.access import DESK, HANDLING_ROLES, INSPECTOR, Actor, only_lead
from servicedesk.rules.clock_record import facts_of
from servicedesk.rules.conditions import REOPENING_DAYS, SILENCE_DAYS, Facts
from servicedesk.rules.limits import Limits
from servicedesk.rules.policy import Case
from servicedesk.rules.requests import Extendable, approval_refused, decided_as, extension_refused
from servicedesk.rules.running import counted_until
from servicedesk.rules.tracking import tracking_refused

LIVE_LEAD = ("returned", "cancelled")


def case_of(ticket: Ticket) -> Case:
    """What the choice of the ticket's policy depends on."""
    return Case(
        ticket.kind, ticket.urgent, ticket.complex, redo=ticket.cycle > 1, category=ticket.category.code
    )


def as_proposed(ticket: Ticket) -> Case:
    """What it will depend on when the matter is accepted as it came."""
    return replace(case_of(ticket), complex=ticket.category.complex)


@dataclass(frozen=True)
class Parts:
    """What belongs to one ticket.

    `handled_by`: who acted on an assignment; needed where somebody is to be called only.
    """

    assignments: Sequence[Assignment]
    judgements: Sequence[Judgement]
    clocks: Sequence[Clock]
    requests: Sequence[Request] = ()
    handled_by: frozenset[int] = frozenset()
    called: frozenset[str] = frozenset()
    """The actor's department, where a whistle calls it to the ticket."""
    instructions: Sequence[Instruction] = ()


def facts_of_ticket(
    ticket: Ticket, parts: Parts, limits: Limits, now: datetime, *, to_report: bool = False
) -> Facts:
    """What conditions and guards of the workflow may ask; `limits` are those of the matter.

    `to_report`: whether the actor's department still has to report on an instruction.
    """
    silence_ends = ticket.info_asked_at and limits.calendar.working_days(ticket.info_asked_at, SILENCE_DAYS)
    policy = limits.ruling(case_of(ticket))
    answers = [judgement for judgement in parts.judgements if judgement.cycle == ticket.cycle]
    pending = [request.kind for request in parts.requests if request.state == "pending"]
    lead = next((a for a in parts.assignments if a.role == "lead" and a.state not in LIVE_LEAD), None)
    return Facts(
        kind=ticket.kind,
        reviewed=policy.review,
        called=policy.callback,
        has_lead=lead is not None and _may_lead_again(ticket, lead),
        sensitive=ticket.sensitive,
        confidential=ticket.confidential,
        misconduct=ticket.misconduct,
        complaint=ticket.about_department_id is not None or ticket.about_leader,
        about_inspector=complained_of(ticket) == INSPECTOR,
        silence_over=bool(silence_ends and now > silence_ends),
        reopening_over=bool(ticket.closed_at and now > ticket.closed_at + timedelta(days=REOPENING_DAYS)),
        tries=ticket.tries,
        asked=bool(answers),
        answered=any(judgement.reached for judgement in answers),
        # Reckoned only when somebody wants to ask.
        no_extension=partial(_no_extension, parts.clocks, pending, limits, now),
        suspension_asked="suspension" in pending,
        reopening_asked="reopening" in pending,
        no_return=partial(no_return, lead, parts.clocks, parts.requests, limits, now) if lead else str,
        tracked=_is_tracked(ticket, lead, parts.clocks),
        no_tracking=tracking_refused(lead.state if lead else None, pending),
        exclusion="granted" if ticket.excluded_at else "asked" if "exclusion" in pending else "",
        to_report=to_report,
        withdrawal=ticket.withdrawal_check or ("drawn" if ticket.sampled_at else ""),
    )


def _is_tracked(ticket: Ticket, lead: Assignment | None, clocks: Sequence[Clock]) -> bool:
    """Whether this lead has promised feedback in this cycle."""
    own = (c for c in clocks if lead and c.assignment_id == lead.id and c.cycle == ticket.cycle)
    return any(clock.kind == "feedback" for clock in own)


def complained_of(ticket: Ticket) -> str | None:
    """Code of the department that is complained of."""
    office = ticket.about_department if ticket.about_department_id else None
    return office.code if office else None


def _may_lead_again(ticket: Ticket, lead: Assignment) -> bool:
    """Whether a redo goes back to it.

    Past matters come in with a lead that rule 13 would not let lead, and without the text of rule 12.
    """
    code = lead.department.code
    if ticket.confidential and not lead.handover_text and code != DESK:
        return False
    return only_lead(complained_of(ticket), about_leader=ticket.about_leader) in (None, code)


def _no_extension(clocks: Sequence[Clock], pending: Sequence[str], limits: Limits, now: datetime) -> str:
    limit = next((c for c in clocks if c.kind == "resolve" and c.state == "running"), None)
    if limit is None:
        return "none"
    return extension_refused(limits.calendars[limit.calendar_id], extendable(limit, limits), pending, now)


def share_facts(facts: Facts, share: Assignment | None, requests: Sequence[Request]) -> Facts:
    """The facts on which a step on one share depends; None: on no share."""
    if share is None:
        return facts
    of_part, asked = (
        share.role == "assist",
        any(
            one.kind == "suspension" and one.assignment_id == share.id and one.state == "pending"
            for one in requests
        ),
    )
    if (of_part, asked) == (facts.of_part, facts.suspension_asked):
        return facts
    return replace(facts, of_part=of_part, suspension_asked=asked)


def decision_facts(
    facts: Facts,
    request: Request,
    share: Assignment | None,
    limit: Clock | None,
    returns: Returns,
    limits: Limits,
    now: datetime,
) -> Facts:
    """The facts on which a decision on a request depends; `limit` is the live one of its share's result."""
    refused = ""
    match request.kind:
        case "suspension":
            refused = "over" if datetime.fromisoformat(request.params["until"]) <= now else ""
        case "tracking":
            refused = "over" if datetime.fromisoformat(request.params["feedback_at"]) <= now else ""
        case "extension":
            found = extendable(limit, limits) if limit else None
            refused = approval_refused(found, counted_until(limit, now) if limit else now)
    return replace(
        facts,
        request=request.kind,
        not_approvable=refused,
        holder=share.department.code if share else "",
        no_dispute=partial(no_dispute, request, share, returns, limits, now),
    )


def may_have_requests(ticket: Ticket, wanted: bool) -> bool:
    """Departments ask when they have, or had, a share in it, the enterprise when it is closed."""
    return ticket.state == "closed" or (wanted and (ticket.dispatched_at is not None or ticket.cycle > 1))


def decides(actor: Actor, request: Request) -> bool:
    """Whether the actor holds the role that decides, and has not asked; what they see may be decided."""
    asked = {request.asked_by_id, request.dispute.by_id if request.dispute else None}
    return request.decider in decided_as(actor.roles) and actor.id not in asked


def holds(actor: Actor, ticket: Ticket, share: Assignment | None) -> bool:
    """Whether the share is one of the actor's own department, which handles it."""
    if share is None or share.state == "returned":
        return False
    return actor.department == share.department.code and bool(actor.roles & HANDLING_ROLES)


def extendable(limit: Clock, limits: Limits) -> Extendable:
    """What decides whether the limit of a result may be extended."""
    policy = limits.policies_by_id[limit.policy_id]
    return Extendable(policy.extension, len(facts_of(limit).extensions), limit.due_at, limit.cap)
