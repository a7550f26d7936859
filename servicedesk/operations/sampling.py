"""Drawing withdrawals to be asked about, recording what came of it, and changing the share."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import exists, or_, select

from servicedesk.extensions import db
from servicedesk.models import ImportedTicket, Person, SamplingVersion, Ticket
from servicedesk.operations import events
from servicedesk.operations.book import STORED, Book
from servicedesk.operations.taking import Taking
from servicedesk.operations.transaction import transaction
from servicedesk.queries.limits import limits
from servicedesk.queries.sampling import newest_version, sampling
from servicedesk.queries.visible import sight
from servicedesk.rules.access import SUPERVISORS, Actor, relations
from servicedesk.rules.periods import before, month_of
from servicedesk.rules.refusals import Invalid, NotYours, invalid
from servicedesk.rules.sampling import Sampling, faults, is_drawn, made_up
from servicedesk.rules.text import text

DRAWN = "draw_withdrawal"
SUPERVISOR = Actor(id=0, roles=frozenset({"supervisor"}), department=SUPERVISORS)
"""Any supervisor: what none of them sees cannot be drawn."""


def draw(taking: Taking) -> None:
    """Put a withdrawal before the supervisor where its number says so.

    What the supervisor may not see cannot be drawn.
    """
    ticket = taking.ticket
    askable = _may_be_asked(relations(SUPERVISOR, taking.stand.matter), ticket)
    if askable and is_drawn(ticket.number, taking.book.sampling(taking.now)):
        draw_one(taking.book, ticket, taking.now)


def _may_be_asked(found: Collection[str], ticket: Ticket) -> bool:
    """Whether a supervisor who is this to a matter can ask; of a confidential one they have no number."""
    return "desk" in found or ("supervisor" in found and not ticket.confidential)


def check_withdrawal(taking: Taking) -> None:
    """What the enterprise said of its withdrawal; that it was pressed needs its words."""
    outcome = taking.given["outcome"]
    if outcome == "pressed" and not taking.given["text"]:
        raise invalid("text", text("Please write down who pressed, how, and what the enterprise said."))
    taking.ticket.withdrawal_check = outcome


def make_up(now: datetime) -> int:
    """Draw what last month's withdrawals lack of the least number; answers how many. Commits.

    Doing it again draws nothing more.
    """
    with transaction():
        calendar = limits(now).calendar
        last_month = before(month_of(calendar.local(now).date()))
        start, end = last_month.moments(ZoneInfo(calendar.timezone))
        withdrawn = db.session.scalars(
            select(Ticket)
            .where(Ticket.closed_at >= start, Ticket.closed_at < end, Ticket.state == "withdrawn")
            .where(~exists().where(ImportedTicket.ticket_id == Ticket.id))
            .where(sight(SUPERVISOR), or_(Ticket.about_desk, Ticket.confidential.is_(False)))
            .order_by(Ticket.id)
            .with_for_update(of=Ticket)
        ).all()
        left = {one.number: one for one in withdrawn if one.sampled_at is None}
        drawn = sum(one.sampled_at is not None for one in withdrawn)
        chosen = made_up(left, drawn, sampling(now))
        for number in chosen:
            draw_one(STORED, left[number], now)
    return len(chosen)


def draw_one(book: Book, ticket: Ticket, now: datetime) -> None:
    """Put a withdrawn matter before the supervisor. Takes part in the transaction of its caller."""
    ticket.sampled_at, ticket.withdrawal_check = now, None
    book.event(ticket, None, DRAWN, now, {}, {}, visible=False)
    book.tell_after(DRAWN, ticket, None, None, now)


def change_sampling(by: Person, now: datetime, new: Sampling, seen: int) -> SamplingVersion:
    """Another share from now on; commits.

    `seen` is the id of the newest version that the page showed, 0 where there was none. Raises NotYours for
    all but administrators, Invalid (`version` where somebody was faster).
    """
    if "admin" not in by.roles:
        raise NotYours(text("This page belongs to the administrator."))
    if errors := faults(new):
        raise Invalid(errors)
    with transaction():
        # One after the other: whoever is slower sees what the faster one has made.
        events.wait_for_administration()
        held = newest_version()
        if (held.id if held else 0) != seen:
            sentence = text("Somebody has made a newer version meanwhile; please open the page again.")
            raise invalid("version", sentence)
        old = sampling(now)
        if new == old:
            raise invalid("percent", text("Nothing differs from what holds now."))
        row = SamplingVersion(effective_from=now, percent=new.percent, least=new.least, by_id=by.id)
        db.session.add(row)
        changes = {"percent": [old.percent, new.percent], "least": [old.least, new.least]}
        events.append_administration(by, "sampling_changed", now, {"changes": changes})
    return row
