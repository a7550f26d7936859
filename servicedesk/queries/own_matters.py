"""An enterprise's own matters in a list: each with the limit that it was told, and whether it has judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Clock, Judgement, Person, Ticket
from servicedesk.queries.cursors import Page
from servicedesk.queries.ticket_lists import ticket_list
from servicedesk.rules.ticket_filters import Filters
from servicedesk.rules.workflow import ENDED_STATES, OPEN_STATES

# What counts for the enterprise: the promise once there is one, before that the acceptance. Of what is
# tracked, the next feedback.
TOLD = ("promise", "accept")


@dataclass(frozen=True, slots=True)
class OwnMatter:
    """A ticket as its enterprise's list shows it."""

    ticket: Ticket
    clock: Clock | None
    """The promise of the present cycle, or the acceptance before there is one."""
    judged: bool
    """Whether the enterprise has said in this cycle what it thinks of the result."""


def own_matters(
    person: Person, now: datetime, *, open_ones: bool, limit: int, cursor: str | None = None
) -> Page[OwnMatter]:
    """A page of the matters that the member sees, newest first: those under way, or those that ended.

    At most three statements. Raises Invalid for a cursor of another list.
    """
    states = tuple(sorted(OPEN_STATES if open_ones else ENDED_STATES))
    page = ticket_list(person.actor(), Filters(states=states), now, limit=limit, cursor=cursor)
    clocks, judged = _told_clocks(page.items), _judged(page.items)
    items = [OwnMatter(ticket, clocks.get(ticket.id), ticket.id in judged) for ticket in page.items]
    return Page(items, page.next)


def told_clock(clocks: Sequence[Clock]) -> Clock | None:
    """Of a ticket's clocks, oldest first, the one whose limit the enterprise is told."""
    feedback = [clock for clock in clocks if clock.kind == "feedback" and clock.state == "running"]
    if feedback:
        return feedback[-1]
    for kind in TOLD:
        found = [clock for clock in clocks if clock.kind == kind and clock.state != "cancelled"]
        if found:
            return None if found[-1].state == "transferred" else found[-1]
    return None


def _told_clocks(tickets: Sequence[Ticket]) -> dict[int, Clock]:
    if not tickets:
        return {}
    ids = [ticket.id for ticket in tickets]
    # Not narrowed to kinds: SQLite would read every clock of the kind there is, for seconds in a large desk.
    rows = db.session.scalars(select(Clock).where(Clock.ticket_id.in_(ids)).order_by(Clock.id)).all()
    found = {id_: told_clock([row for row in rows if row.ticket_id == id_]) for id_ in ids}
    return {id_: clock for id_, clock in found.items() if clock is not None}


def _judged(tickets: Sequence[Ticket]) -> set[int]:
    cycles = {ticket.id: ticket.cycle for ticket in tickets if ticket.state == "in_callback"}
    if not cycles:
        return set()
    rows = db.session.execute(
        select(Judgement.ticket_id, Judgement.cycle).where(
            Judgement.ticket_id.in_(cycles), Judgement.satisfaction.is_not(None)
        )
    )
    return {row.ticket_id for row in rows if row.cycle == cycles[row.ticket_id]}
