"""What stands open now, for the board: what is overdue and with whom, and how much waits in the ledgers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy import text as written
from sqlalchemy.orm import aliased

from servicedesk.extensions import db
from servicedesk.models import Call, Clock, Department, Ticket, Whistle
from servicedesk.queries.instructions import open_members
from servicedesk.queries.queues import count_each
from servicedesk.queries.supervision import members_by_hand, members_by_ladder
from servicedesk.queries.ticket_lists import IS_OPEN
from servicedesk.queries.tracking_ledger import running_members
from servicedesk.queries.visible import sight
from servicedesk.queries.whistle_sight import whistle_sight
from servicedesk.rules.access import Actor

MOST_LOOKED_AT = 500
"""Overdue matters that are told apart by department; further ones are only said to be more."""
SHOWN = 10
_MAIN = aliased(Ticket)
_LIVE = written("clock.state IN ('running', 'paused')")


@dataclass(frozen=True, slots=True)
class Late:
    """A matter past the limit that counts now."""

    number: str
    title: str
    due_at: datetime
    lead: str | None
    """Code of the department; None: with the service centre."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is overdue: the longest of them, how many, and with which leads."""

    longest: Sequence[Late]
    count: int
    more: bool
    """Whether there are more than were looked at."""
    by_lead: Sequence[tuple[str | None, int]]
    """The most first."""


def overdue_now(actor: Actor, now: datetime) -> Overdue:
    """What is past its limit of all that the actor sees; one statement."""
    found = (
        select(Ticket.number, Ticket.title, Ticket.next_due_at.label("due_at"), Department.code)
        # A joined matter waits for whoever leads its main one.
        .outerjoin(_MAIN, _MAIN.id == Ticket.joined_to_id)
        .outerjoin(Department, Department.id == func.coalesce(Ticket.lead_id, _MAIN.lead_id))
        .where(sight(actor), IS_OPEN, Ticket.next_due_at < now)
        .order_by(Ticket.next_due_at, Ticket.id)
        .limit(MOST_LOOKED_AT + 1)
    )
    rows = db.session.execute(found).all()
    some = rows[:MOST_LOOKED_AT]
    by_lead: dict[str | None, int] = {}
    for row in some:
        by_lead[row.code] = by_lead.get(row.code, 0) + 1
    return Overdue(
        [Late(row.number, row.title, row.due_at, row.code) for row in some[:SHOWN]],
        len(some),
        len(rows) > len(some),
        sorted(by_lead.items(), key=lambda one: (-one[1], one[0] or "")),
    )


def standing(actor: Actor, now: datetime, today: date) -> Mapping[str, int]:
    """How much stands in the ledgers of those who oversee all; one statement, counted as `count_each` does.

    `today`: the zone's present day.
    """
    return count_each(
        {
            "whistles": select(Whistle.id).where(Whistle.state.in_(("asked", "blown")), whistle_sight(actor)),
            "absent": _not_come(actor, now),
            "instructions": open_members(actor),
            "instructions_late": open_members(actor, before=today),
            "tracking": running_members(actor),
            "tracking_late": running_members(actor, before=now),
            "cards": members_by_ladder(actor),
            "cards_red": members_by_ladder(actor, ("red",)),
            "cards_by_hand": members_by_hand(actor),
        }
    )


def _not_come(actor: Actor, now: datetime) -> Select[Any]:
    """Calls of whistles that are on whose limit is over, and to which nobody has come."""
    late = exists().where(Clock.call_id == Call.id, _LIVE, Clock.due_at < now).correlate(Call)
    calls = select(Call.id).join(Whistle, Whistle.id == Call.whistle_id)
    return calls.where(Whistle.state == "blown", Call.state == "called", late, whistle_sight(actor))
