"""Appending to the chains of events, the only way anything is put on record."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from servicedesk import wallclock
from servicedesk.extensions import db
from servicedesk.models import Assignment, Event, Person, StaleTicket, Ticket, Whistle
from servicedesk.rules.chain import Chain, digests

ADMINISTRATION = "administration"


def composed(
    payload: Mapping[str, Any], texts: Mapping[str, str | None], salt: Callable[[], str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """What an event says, with the digests of its texts, and these texts without empty ones."""
    words = {name: value for name, value in texts.items() if value}
    content = dict(payload)
    if words:
        content["digests"] = digests(words, salt)
    return content, words


def append(
    ticket: Ticket,
    by: Person | None,
    action: str,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    texts: Mapping[str, str | None] | None = None,
    *,
    visible: bool = False,
    assignment: Assignment | None = None,
) -> Event:
    """Append one event to a ticket's chain; `by` None is the desk's own timetable."""
    chain = Chain(ticket.number, ticket.event_count, ticket.head_hash)
    event = _event(chain, by, action, at, payload, texts, visible)
    event.ticket_id = ticket.id
    event.assignment_id = assignment.id if assignment else None
    ticket.event_count, ticket.head_hash = chain.length, chain.head
    db.session.add(event)
    db.session.add(StaleTicket(ticket_id=ticket.id))
    return event


def append_whistle(
    whistle: Whistle,
    by: Person,
    action: str,
    at: datetime,
    payload: Mapping[str, Any],
    texts: Mapping[str, str | None],
) -> Event:
    """Append one event to a whistle's chain."""
    chain = Chain(whistle.number, whistle.event_count, whistle.head_hash)
    event = _event(chain, by, action, at, payload, texts, False)
    whistle.event_count, whistle.head_hash = chain.length, chain.head
    db.session.add(event)
    db.session.add(StaleTicket(ticket_id=whistle.ticket_id))
    return event


def append_administration(
    by: Person | None,
    action: str,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    texts: Mapping[str, str | None] | None = None,
) -> Event:
    """Append one event to the chain of the administration (accounts, members, reference data)."""
    wait_for_administration()
    chain = select(Event).where(Event.chain == ADMINISTRATION)
    last = db.session.scalar(chain.order_by(Event.seq.desc()).limit(1))
    end = Chain(ADMINISTRATION, last.seq, last.hash) if last else Chain(ADMINISTRATION)
    event = _event(end, by, action, at, payload, texts, False)
    db.session.add(event)
    db.session.flush()
    return event


def wait_for_administration() -> None:
    """Let the administration's chain be written by one transaction at a time, from here to its end.

    Writers wait for each other on the first event: who waited on the last one would still take it for the
    last when the other has appended behind it.
    """
    first = select(Event.id).where(Event.chain == ADMINISTRATION, Event.seq == 1)
    db.session.scalar(first.with_for_update())


def moment_of_writing() -> datetime:
    """When something that is put on record now is written down, which may be long after it happened."""
    return wallclock.now()


def salt() -> str:
    """Random grains that keep a short text from being guessed by its digest."""
    return secrets.token_hex(8)


def _event(
    chain: Chain,
    by: Person | None,
    action: str,
    at: datetime,
    payload: Mapping[str, Any] | None,
    texts: Mapping[str, str | None] | None,
    visible: bool,
) -> Event:
    content, words = composed(payload or {}, texts or {}, salt)
    actor_id = by.id if by else None
    return Event(
        **chain.append(actor_id, action, at, moment_of_writing(), content, visible=visible), texts=words
    )
