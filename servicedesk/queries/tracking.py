"""Following a matter by its number and tracking code, without signing in."""

import hmac
import unicodedata
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Assignment, Clock, Judgement, Ticket
from servicedesk.queries.own_matters import told_clock
from servicedesk.rules.fields import tidy

# Compared with when there is no such number, so that the answer takes the same way and time.
_NOBODYS = "........"


@dataclass(frozen=True, slots=True)
class Tracked:
    """What whoever has number and code is shown from; the page takes nothing personal out of it."""

    ticket: Ticket
    lead: Assignment | None
    clock: Clock | None
    judged: bool


def track(number: str, code: str) -> Tracked | None:
    """The matter with this number, when the code is its own; None for a wrong number and a wrong code alike.

    Spaces, hyphens in the code, small and full-width letters do not matter: both are copied from paper.
    """
    ticket = db.session.scalar(
        select(Ticket).where(Ticket.number == _tidy(number)[:20]).options(joinedload(Ticket.lead))
    )
    given = _tidy(code).replace("-", "")
    own = ticket.tracking_code if ticket else _NOBODYS
    fits = hmac.compare_digest(given.encode(), own.encode())
    return _tracked(ticket) if fits and ticket else None


def _tidy(given: str) -> str:
    return "".join(tidy(unicodedata.normalize("NFKC", given)).split()).upper()


def _tracked(ticket: Ticket) -> Tracked:
    lead = db.session.scalar(
        select(Assignment)
        .where(
            Assignment.ticket_id == ticket.id,
            Assignment.role == "lead",
            Assignment.state.not_in(("returned", "cancelled")),
        )
        .options(joinedload(Assignment.department))
    )
    clocks = db.session.scalars(select(Clock).where(Clock.ticket_id == ticket.id).order_by(Clock.id)).all()
    judged = db.session.scalar(
        select(Judgement.id).where(
            Judgement.ticket_id == ticket.id,
            Judgement.cycle == ticket.cycle,
            Judgement.satisfaction.is_not(None),
        )
    )
    return Tracked(ticket, lead, told_clock(clocks), judged is not None)
