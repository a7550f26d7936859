"""What is left of a matter for those who do not read it in full: a copy with nothing else in it.

Pages and answers are built from the copy, so that what it does not hold cannot be shown, whatever a template
asks for. The copies are never written back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from servicedesk.models import Category, Enterprise, Event, Person, Ticket
from servicedesk.queries.visible import HANDED_OVER
from servicedesk.rules.access import Actor, reach_of_known
from servicedesk.rules.disclosure import REDACTED_EVENTS, told_redacted
from servicedesk.rules.requests import ASKED_BY_ENTERPRISES

if TYPE_CHECKING:
    from servicedesk.queries.standing import Standing
    from servicedesk.queries.ticket_page import TicketPage

# Number, category, state and limits, and who works on it (rule 12).
_REDACTED = (
    "id", "number", "state", "version", "cycle", "tries", "urgent", "complex", "confidential", "sensitive",
    "lead_id", "dispatched_at", "reached_at", "closed_at", "next_due_at", "card", "card_at", "instructed",
    "excluded_at", "excluded_reason", "category_id", "about_desk", "officer_id",
)  # fmt: skip
# That there was a matter, and that it was handed over when (rule 14).
_RECEIPT = (
    "id",
    "number",
    "state",
    "version",
    "cycle",
    "closed_at",
    "next_due_at",
    "about_desk",
    "sensitive",
)


def is_copy(ticket: Ticket) -> bool:
    """Whether it is what was left for somebody who does not read it in full."""
    return ticket.enterprise_id is None


def copy_of(ticket: Ticket, reach: str) -> Ticket:
    """The ticket as far as it is read: itself, or a copy that holds nothing else."""
    if reach == "full":
        return ticket
    kept = _REDACTED if reach == "redacted" else _RECEIPT
    copy = Ticket(
        **{name: getattr(ticket, name) for name in kept},
        kind="", title="", description="", fields={}, channel="", contact_name="", tracking_code="",
        share_outside=False,
    )  # fmt: skip
    copy.enterprise = Enterprise(credit_code="", name="")
    copy.enterprise_id = None  # type: ignore[assignment]
    copy.lead = copy.officer = copy.submitter = copy.recorded_by = copy.about_department = None
    copy.joined_to = None
    if reach == "redacted":
        copy.category, copy.lead = ticket.category, ticket.lead
    else:
        copy.category = Category(code="", name_zh="", name_en="", strand="", fields=[], complex=False)
        copy.urgent = copy.complex = copy.confidential = copy.instructed = False
    return copy


def shown(ticket: Ticket, actor: Actor) -> Ticket:
    """A ticket of a list that starts from `visible.known`, as far as the actor reads it."""
    return copy_of(ticket, _reach(ticket, actor))


def title_of(ticket: Ticket, actor: Actor) -> str:
    """Its title, where the actor reads that; else empty."""
    return ticket.title if _reach(ticket, actor) == "full" else ""


def _reach(ticket: Ticket, actor: Actor) -> str:
    return reach_of_known(
        actor,
        confidential=ticket.confidential,
        about_desk=ticket.about_desk,
        handed_over=ticket.state == HANDED_OVER,
    )


def standing_of(stand: "Standing") -> "Standing":
    """How the actor stands to it, with what they read of it."""
    reach = stand.reach
    if reach == "full":
        return stand
    copy = copy_of(stand.ticket, reach)
    if reach == "redacted":
        copy.officer = stand.ticket.officer
    is_receipt = reach == "receipt"
    return replace(
        stand,
        ticket=copy,
        judgements=[],
        requests=[] if is_receipt else [one for one in stand.requests if _is_shares(one.kind)],
        assignments=[] if is_receipt else stand.assignments,
        clocks=[] if is_receipt else stand.clocks,
        instructions=[] if is_receipt else stand.instructions,
    )


def _is_shares(kind: str) -> bool:
    return kind not in ASKED_BY_ENTERPRISES


def page_of(page: "TicketPage") -> "TicketPage":
    """The page, with what its reader reads of it."""
    if page.stand.reach == "full":
        return page
    stand = standing_of(page.stand)
    asked = {one.id for one in stand.requests}
    return replace(
        page,
        stand=stand,
        clocks=[one for one in stand.clocks if one.request_id is None or one.request_id in asked],
        events=events_of(page.events, page.stand.reach),
        # What a department wrote; the desk's own answers speak to the enterprise.
        results=[one for one in page.results if one.assignment_id is not None and stand.assignments],
        requests=[one for one in page.requests if one.id in asked],
        attachments=[],
        proposal=None,
    )


def events_of(events: Iterable[Event], reach: str) -> Sequence[Event]:
    """The events that somebody reads, each with as many of its words as are for them."""
    if reach == "full":
        return list(events)
    if reach == "receipt":
        return [_event(one, {}, {}) for one in events if one.action == "hand_to_inspector"]
    return [_redacted(one) for one in events if one.action in REDACTED_EVENTS and _is_inside(one.actor)]


def _redacted(event: Event) -> Event:
    payload, texts = told_redacted(event.action, event.payload, event.texts)
    return _event(event, payload, texts)


def _event(event: Event, payload: dict[str, object], texts: dict[str, object]) -> Event:
    copy = Event(
        seq=event.seq,
        chain=event.chain,
        ticket_id=event.ticket_id,
        assignment_id=event.assignment_id,
        action=event.action,
        payload=payload,
        texts=texts,
        visible=event.visible,
        at=event.at,
        recorded_at=event.recorded_at,
    )
    copy.actor = event.actor
    return copy


def _is_inside(actor: Person | None) -> bool:
    """Whether somebody of the staff did it, or the timetable: who acts for the enterprise has a name."""
    return actor is None or actor.enterprise_id is None
