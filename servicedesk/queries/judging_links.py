"""What a signed link for judging opens: the matter, its result, and whether it may still be used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Clock, Judgement, Result, Ticket
from servicedesk.queries.finding import find_by_link
from servicedesk.queries.results import results_of
from servicedesk.queries.ticket_rows import judgements_of
from servicedesk.rules.judging_links import Link, use_of


@dataclass(frozen=True, slots=True)
class Linked:
    """A matter as whoever holds its link may see it; of one kept at the desk the page shows its number."""

    ticket: Ticket
    use: str
    """As `rules.judging_links.use_of`."""
    result: Result | None
    due: datetime | None
    """Until when the link may be used."""


def linked(link: Link, now: datetime, *, lock: bool = False) -> Linked:
    """What a link opens; the link itself is the authority, so nobody's sight is asked. Raises NotFound.

    With `lock` the matter's row is held until the end of the transaction. At most five statements.
    """
    ticket = find_by_link(link.number, lock=lock)
    due = _due(ticket, link.cycle)
    judged = is_judged(judgements_of(ticket), ticket.cycle)
    use = use_of(link, cycle=ticket.cycle, state=ticket.state, judged=judged, due=due, now=now)
    results = [one for one in results_of(ticket) if one.reached_at] if use == "open" else []
    return Linked(ticket, use, results[-1] if results else None, due)


def is_judged(judgements: Sequence[Judgement], cycle: int) -> bool:
    """Whether the enterprise has said in a cycle what it thinks, itself or when it was called."""
    return any(one.cycle == cycle and one.satisfaction for one in judgements)


def _due(ticket: Ticket, cycle: int) -> datetime | None:
    found = select(Clock.due_at).where(
        Clock.ticket_id == ticket.id, Clock.kind == "callback", Clock.cycle == cycle
    )
    return db.session.scalar(found.order_by(Clock.id.desc()).limit(1))
