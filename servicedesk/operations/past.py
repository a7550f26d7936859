"""Keeping what a matter was counted under before it changed, for figures as of then."""

from datetime import datetime
from typing import NamedTuple

from servicedesk.models import Ticket, TicketPast
from servicedesk.operations.book import Book


class Counted(NamedTuple):
    """What figures group a matter by and count of it, in the columns of `TicketPast`."""

    kind: str
    category_id: int
    lead_id: int | None
    joined_to_id: int | None
    closed_at: datetime | None


def counted(ticket: Ticket) -> Counted:
    """As it is now."""
    closed_at = ticket.closed_at if ticket.state == "closed" else None
    return Counted(ticket.kind, ticket.category_id, ticket.lead_id, ticket.joined_to_id, closed_at)


def keep(book: Book, ticket: Ticket, before: Counted, at: datetime) -> None:
    """Keep what it was until `at`, unless it is the same or the ticket itself tells.

    What is recorded later than something else that it precedes changes figures from that on only, so that
    the past stays in order.
    """
    if before == _as_told_by(ticket, before, at):
        return
    since = ticket.since or ticket.submitted_at
    ticket.since = max(at, since)
    if ticket.since > since:
        past = book.new(TicketPast, ticket_id=ticket.id, since=since, until=ticket.since, **before._asdict())
        book.add(past)


def _as_told_by(ticket: Ticket, before: Counted, at: datetime) -> Counted:
    """What it is now, but for the first lead and the first end, whose moments the ticket keeps."""
    now = counted(ticket)
    if before.lead_id is None and ticket.dispatched_at == at:
        now = now._replace(lead_id=None)
    return now._replace(closed_at=None) if before.closed_at is None else now
