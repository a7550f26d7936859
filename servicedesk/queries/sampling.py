"""The share of withdrawals that is asked about, and those that were drawn."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, false, not_, select, true, tuple_
from sqlalchemy import text as literal
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Assignment, Department, Event, SamplingVersion, Ticket
from servicedesk.queries.cursors import Page, cursor_of, place_of
from servicedesk.queries.ticket_rows import has_handled
from servicedesk.queries.visible import sight
from servicedesk.rules.access import SUPERVISORS, Actor
from servicedesk.rules.conditions import REOPENING_DAYS
from servicedesk.rules.sampling import DEFAULT, Sampling
from servicedesk.rules.workflow import TICKET

LISTS = ("ask", "pressed", "asked")
PAGE = 25
# Written as the partial index is, so that the databases recognise it.
_DRAWN = literal("ticket.sampled_at IS NOT NULL")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A withdrawal that was drawn: why it was withdrawn, and every time that somebody asked."""

    ticket: Ticket
    withdrawn: Event | None
    asked: Sequence[Event]
    """Oldest first."""
    mine: bool
    """Whether the reader is among those who ask."""


def sampling(now: datetime) -> Sampling:
    """The share that is in force; one statement."""
    found = db.session.scalar(_newest_first().where(SamplingVersion.effective_from <= now).limit(1))
    return Sampling(found.percent, found.least) if found else DEFAULT


def newest_version() -> SamplingVersion | None:
    """The newest version of the share, None where there is none; one statement."""
    return db.session.scalar(_newest_first().limit(1))


def drawn(actor: Actor, name: str, cursor: str | None = None, limit: int = PAGE) -> Page[Drawn]:
    """A page of one of LISTS of what the actor sees, the newest first; two statements.

    Raises Invalid for a wrong cursor.
    """
    order = f"withdrawals {name}"
    found = _tickets(actor, name).add_columns(_asks(actor))
    found = found.order_by(Ticket.sampled_at.desc(), Ticket.id.desc()).limit(limit + 1)
    if cursor:
        found = found.where(
            tuple_(Ticket.sampled_at, Ticket.id) < tuple_(*place_of(cursor, order, datetime, int))
        )
    rows = db.session.execute(found).all()
    shown = rows[:limit]
    last = shown[-1][0] if len(rows) > limit else None
    events = _events([ticket for ticket, _ in shown])
    items = [
        Drawn(
            ticket,
            next((e for e in reversed(events[ticket.id]) if e.action == "withdraw"), None),
            [e for e in events[ticket.id] if e.action == "check_withdrawal"],
            mine,
        )
        for ticket, mine in shown
    ]
    return Page(items, cursor_of(order, last.sampled_at, last.id) if last and last.sampled_at else None)


def may_be_reopened(ticket: Ticket, now: datetime) -> bool:
    """Whether a matter that was withdrawn under pressure can still be taken up again."""
    row = next(row for row in TICKET if row.action == "reopen_withdrawn")
    if ticket.state not in row.sources or ticket.withdrawal_check != "pressed" or ticket.closed_at is None:
        return False
    return now <= ticket.closed_at + timedelta(days=REOPENING_DAYS)


def members(actor: Actor, name: str) -> Select[int]:
    """The ids of one of LISTS."""
    return _tickets(actor, name).with_only_columns(Ticket.id)


def _newest_first() -> Select[SamplingVersion]:
    return select(SamplingVersion).order_by(SamplingVersion.effective_from.desc(), SamplingVersion.id.desc())


def _tickets(actor: Actor, name: str) -> Select[Ticket]:
    mine = select(Ticket).where(_DRAWN, sight(actor), _in(name))
    return mine.options(joinedload(Ticket.enterprise), joinedload(Ticket.category), joinedload(Ticket.lead))


def _asks(actor: Actor) -> ColumnElement[bool]:
    """As `rules.access.asks_withdrawn`."""
    if not actor.roles & {"supervisor", "leader"}:
        return false()
    theirs = exists().where(
        Assignment.ticket_id == Ticket.id,
        Assignment.state != "returned",
        Assignment.department_id == Department.id,
        Department.code == SUPERVISORS,
    )
    return and_(true() if "supervisor" in actor.roles else theirs, not_(has_handled(actor)))


def _in(name: str) -> ColumnElement[bool]:
    """Who could not be reached is asked again."""
    match name:
        case "ask":
            return Ticket.withdrawal_check.is_(None) | (Ticket.withdrawal_check == "unreachable")
        case "pressed":
            return Ticket.withdrawal_check == "pressed"
    return Ticket.withdrawal_check == "own_wish"


def _events(tickets: Sequence[Ticket]) -> Mapping[int, list[Event]]:
    found: dict[int, list[Event]] = defaultdict(list)
    mine = select(Event).where(
        Event.ticket_id.in_([ticket.id for ticket in tickets]),
        Event.action.in_(("withdraw", "check_withdrawal")),
    )
    for event in db.session.scalars(mine.options(joinedload(Event.actor)).order_by(Event.id)):
        if event.ticket_id is not None:
            found[event.ticket_id].append(event)
    return found
