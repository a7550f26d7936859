"""The ledger of what is tracked (跟踪办理台账): rounds, promised moments, what was told; overdue first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from servicedesk.extensions import db
from servicedesk.models import Assignment, Clock, Department, Event, Request, Ticket
from servicedesk.queries.cursors import Page, page_of, place_of
from servicedesk.queries.redacted import shown as as_read
from servicedesk.queries.visible import redacted, sight
from servicedesk.rules.access import Actor
from servicedesk.rules.refusals import NotFound
from servicedesk.rules.tracking import TRACKING_DECIDER

LISTS = ("running", "ended")
DUE: dict[str, timedelta] = {"overdue": timedelta(0), "week": timedelta(days=7)}
"""To which promised moments the running ones are narrowed: those before now and so much."""
PAGE = 25


@dataclass(frozen=True, slots=True)
class TrackedRow:
    """A matter that is or was tracked, with the rounds of its present (or last) tracking."""

    ticket: Ticket
    """As far as the reader reads it."""
    request: Request
    """With which it was asked for and approved."""
    rounds: Sequence[Clock]
    """One for each promised moment, oldest first."""
    told: Event | None
    """The last feedback."""

    def missed(self, now: datetime) -> int:
        """How many rounds were not kept, one that is overdue now included."""
        return sum(
            clock.breached_at is not None or (clock.state == "running" and clock.due_at < now)
            for clock in self.rounds
        )


def tracking_ledger(
    actor: Actor,
    name: str,
    now: datetime,
    *,
    department: str | None = None,
    due: str | None = None,
    cursor: str | None = None,
    limit: int = PAGE,
) -> Page[TrackedRow]:
    """A page of what the actor may see, in four statements.

    `running` stands by the promised moment, so that what is overdue comes first; `ended` the newest first.
    `department` (a code) narrows it to what one leads, `due` (one of DUE) the running ones. Raises NotFound
    for an unknown list, Invalid for a wrong cursor.
    """
    if name not in LISTS:
        raise NotFound
    # Of a confidential matter also what its department asked for and told, who know no more of it themselves.
    conditions = [or_(sight(actor), redacted(actor)), *_led_by(department)]
    if name == "ended":
        return _ended(actor, conditions, cursor, limit)
    if due in DUE:
        conditions.append(Ticket.next_due_at < now + DUE[due])
    return _running(actor, conditions, cursor, limit)


def running_members(actor: Actor, before: datetime | None = None) -> Select[int]:
    """The ids of what is tracked and may be seen; `before`: whose promised moment lies before then."""
    found = select(Ticket.id).where(Ticket.state == "tracking", or_(sight(actor), redacted(actor)))
    return found.where(Ticket.next_due_at < before) if before else found


def _running(
    actor: Actor, conditions: Sequence[ColumnElement[bool]], cursor: str | None, limit: int
) -> Page[TrackedRow]:
    order = "tracking running"
    found = select(Ticket).where(Ticket.state == "tracking", *conditions).options(*_SHOWN)
    if cursor:
        place = place_of(cursor, order, datetime, int)
        found = found.where(tuple_(Ticket.next_due_at, Ticket.id) > tuple_(*place))
    ordered = found.order_by(Ticket.next_due_at, Ticket.id).limit(limit + 1)
    tickets = db.session.scalars(ordered).all()
    page = page_of(tickets, limit, order, lambda ticket: [ticket.next_due_at, ticket.id])
    requests = _requests([ticket.id for ticket in page.items])
    return page.shown_as(_rows(actor, [requests[ticket.id] for ticket in page.items]))


def _ended(
    actor: Actor, conditions: Sequence[ColumnElement[bool]], cursor: str | None, limit: int
) -> Page[TrackedRow]:
    order = "tracking ended"
    # By the words of its index: what leaders have approved.
    found = select(Request).join(Ticket, Ticket.id == Request.ticket_id).options(*_ASKED)
    found = found.where(*_APPROVED, Ticket.state != "tracking", *conditions)
    if cursor:
        found = found.where(Request.id < place_of(cursor, order, int)[0])
    requests = db.session.scalars(found.order_by(Request.id.desc()).limit(limit + 1)).all()
    page = page_of(requests, limit, order, lambda request: [request.id])
    return page.shown_as(_rows(actor, page.items))


_APPROVED = (Request.state == "approved", Request.decider == TRACKING_DECIDER, Request.kind == "tracking")
_SHOWN = (joinedload(Ticket.enterprise), joinedload(Ticket.lead), joinedload(Ticket.category))
_ASKED = (
    contains_eager(Request.ticket).options(*_SHOWN),
    joinedload(Request.assignment).joinedload(Assignment.handler),
)


def _led_by(department: str | None) -> list[ColumnElement[bool]]:
    if not department:
        return []
    own = select(Department.id).where(Department.code == department).scalar_subquery()
    return [Ticket.lead_id == own]


def _requests(ticket_ids: Sequence[int]) -> dict[int, Request]:
    """The last approved request of each ticket."""
    found = select(Request).join(Ticket, Ticket.id == Request.ticket_id).options(*_ASKED)
    wanted = found.where(Request.ticket_id.in_(ticket_ids), *_APPROVED)
    return {one.ticket_id: one for one in db.session.scalars(wanted.order_by(Request.id))}


def _rows(actor: Actor, requests: Sequence[Request]) -> list[TrackedRow]:
    ids = {one.ticket_id for one in requests}
    if not ids:
        return []
    rounds = _by_ticket(_rounds(ids))
    events = select(Event).where(Event.ticket_id.in_(ids), Event.action == "feedback")
    told = _by_ticket(db.session.scalars(events.order_by(Event.id)).all())
    return [
        TrackedRow(
            as_read(one.ticket, actor),
            one,
            [clock for clock in rounds.get(one.ticket_id, ()) if _is_of(clock.started_at, one, requests)],
            next((e for e in reversed(told.get(one.ticket_id, ())) if _is_of(e.at, one, requests)), None),
        )
        for one in requests
    ]


def _rounds(ticket_ids: set[int]) -> Sequence[Clock]:
    # Not narrowed to the kind by the database: it might else go by the kind.
    clocks = db.session.scalars(select(Clock).where(Clock.ticket_id.in_(ticket_ids)).order_by(Clock.id))
    return [clock for clock in clocks if clock.kind == "feedback"]


def _is_of(at: datetime, one: Request, requests: Sequence[Request]) -> bool:
    """Whether it happened under this approval, not under an earlier or a later one of the same matter."""
    begun = [other.decided_at for other in requests if other.ticket_id == one.ticket_id and other.decided_at]
    since = one.decided_at or one.asked_at
    return since <= at and not any(since < other <= at for other in begun)


def _by_ticket(rows: Sequence[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.ticket_id, []).append(row)
    return found
