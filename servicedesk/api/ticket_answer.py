"""A ticket as one reader may see it: in full, in a list, and just submitted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask_babel import gettext

from servicedesk.api import ticket_parts as parts
from servicedesk.api.describing import action_list
from servicedesk.api.reader import now, reader
from servicedesk.api.reads import note
from servicedesk.api.schemas.ticket import Submitted, Ticket, TicketItem
from servicedesk.api.ticket_parts import Facts
from servicedesk.languages import name_of, say
from servicedesk.queries.categories import all_departments
from servicedesk.queries.redacted import is_copy
from servicedesk.queries.standing import Standing
from servicedesk.queries.ticket_lists import shown_limit
from servicedesk.queries.ticket_page import TOLD_CLOCKS, TicketPage, ticket_page
from servicedesk.rules import workflow
from servicedesk.rules.clocks import is_provisional
from servicedesk.rules.disclosure import sees_contact, sees_names, sees_tracking_code
from servicedesk.rules.forecast import Forecast
from servicedesk.rules.working_time import Calendar

if TYPE_CHECKING:
    from servicedesk import models


def ticket_answer(number: str) -> dict[str, Any]:
    """The ticket in full, for the caller; raises NotFound."""
    page = ticket_page(number, reader(), now())
    stand, ticket = page.stand, page.ticket
    note(stand, "matter")
    return _json(Ticket(), {
        **_item(ticket, page.from_outside, stand.limits.calendar),
        "cycle": ticket.cycle,
        "complex": ticket.complex,
        "description": ticket.description or None,
        "extra": ticket.fields,
        "external_due": ticket.external_due,
        "about_department": parts.department(ticket.about_department),
        "about_leader": ticket.about_leader,
        "contact": _contact(ticket) if shows_contact(stand) else None,
        "tracking_code": ticket.tracking_code if sees_tracking_code(stand.relations) else None,
        "submitter": parts.name(ticket.submitter) if shows_names(stand) else None,
        "recorded_by": parts.name(ticket.recorded_by),
        "officer": parts.name(ticket.officer),
        "excluded": _excluded(ticket) if not page.from_outside else None,
        "next": _next(page),
        "assignments": [parts.assignment(share, stand) for share in stand.assignments],
        "clocks": parts.clocks(page.clocks),
        "card": parts.card(page.card),
        "requests": parts.requests(page.requests, stand, now()),
        "instructions": parts.instructions(page.instructions, page.clocks),
        "results": [parts.result(result, shows_names(stand)) for result in page.results],
        "judgements": [parts.judgement(judgement) for judgement in stand.judgements],
        "files": [parts.file(attachment) for attachment in page.attachments],
        "joined_to": page.main_number,
        "joined": [one.number for one in page.joined],
        "proposal": parts.proposal(page.proposal, all_departments()) if page.proposal else None,
        "actions": action_list(workflow.TICKET, stand.ticket_actions()),
    })  # fmt: skip


def item_answer(ticket: "models.Ticket", calendar: Calendar) -> dict[str, Any]:
    """The ticket in a list, for the caller; `calendar` is the zone's."""
    return _json(TicketItem(), _item(ticket, reader().roles <= {"enterprise"}, calendar))


def submitted_answer(
    ticket: "models.Ticket", clocks: Sequence["models.Clock"], expected: Forecast
) -> dict[str, Any]:
    """The ticket just submitted: also for who does not see it afterwards (a complaint about the desk)."""
    promise = expected.promise_due
    return _json(Submitted(), {
        "number": ticket.number,
        "tracking_code": ticket.tracking_code,
        "state": ticket.state,
        "version": ticket.version,
        "submitted_at": ticket.submitted_at,
        "clocks": [{"kind": c.kind, "due_at": c.due_at, "provisional": c.provisional} for c in clocks],
        "promise_estimate": {"due_at": promise, "provisional": expected.provisional} if promise else None,
    })  # fmt: skip


def shows_contact(stand: Standing) -> bool:
    """Whether the caller gets the ticket's contact data."""
    seen = sees_contact(stand.relations, reads_outside(), stand.ticket.share_outside)
    return seen and stand.reach == "full"


def shows_names(stand: Standing) -> bool:
    """Whether the caller learns whom of the enterprise others have spoken with."""
    return sees_names(stand.relations, reads_outside(), stand.ticket.share_outside)


def reads_outside() -> bool:
    """Whether the caller works for an organisation outside the zone's administration (rule 16)."""
    office = reader().department
    return bool(office and office.outside)


def _json(schema: Any, facts: Facts) -> dict[str, Any]:
    return schema.dump(facts)  # type: ignore[no-any-return]


def _item(ticket: "models.Ticket", outside: bool, calendar: Calendar) -> Facts:
    category, enterprise = ticket.category, ticket.enterprise
    reach = "full" if not is_copy(ticket) else "redacted" if category.code else "receipt"
    due = shown_limit(ticket, outside)
    return {
        "number": ticket.number,
        "state": ticket.state,
        "version": ticket.version,
        "reach": reach,
        "kind": ticket.kind or None,
        "category": _category(category),
        "title": ticket.title or None,
        "channel": ticket.channel or None,
        "external_ref": ticket.external_ref,
        "urgent": ticket.urgent,
        "confidential": ticket.confidential,
        "enterprise": None if is_copy(ticket) else {
            "credit_code": enterprise.credit_code, "name": enterprise.name, "park": enterprise.park
        },
        "lead": parts.department(ticket.lead),
        "submitted_at": ticket.submitted_at,
        "accepted_at": ticket.accepted_at,
        "dispatched_at": ticket.dispatched_at,
        "reached_at": ticket.reached_at,
        "closed_at": ticket.closed_at,
        "next_due_at": due,
        "next_due_provisional": due is not None and is_provisional(calendar, due),
        "overdue": due is not None and due < now(),
    }  # fmt: skip


def _category(category: "models.Category") -> Facts | None:
    if not category.code:
        return None
    return {"code": category.code, "name": name_of(category), "strand": category.strand}


def _excluded(ticket: "models.Ticket") -> Facts | None:
    """Since when and why it stands in no figure."""
    return {"at": ticket.excluded_at, "reason_code": ticket.excluded_reason} if ticket.excluded_at else None


def _contact(ticket: "models.Ticket") -> Facts:
    return {
        "name": ticket.contact_name,
        "phone": ticket.contact_phone,
        "email": ticket.contact_email,
        "share_outside": ticket.share_outside,
    }


def _next(page: TicketPage) -> Facts:
    step = page.next_step(_in_charge(page))
    hidden = page.from_outside and step.clock not in TOLD_CLOCKS
    return {"who": step.who, "clock": None if hidden else step.clock, "text": say(step.sentence)}


def _in_charge(page: TicketPage) -> str:
    """Who has the matter now, by name where somebody has taken it."""
    lead, ticket = page.stand.lead, page.ticket
    if ticket.state in workflow.WITH_DEPARTMENT and lead is not None:
        office = name_of(lead.department)
        return f"{office} {lead.handler.name}" if lead.handler else office
    desk = gettext("the supervisor's office") if ticket.about_desk else gettext("the service centre")
    return f"{desk} {ticket.officer.name}" if ticket.officer else desk
