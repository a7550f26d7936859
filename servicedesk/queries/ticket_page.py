"""All that a ticket's page (or its API answer) shows to one reader, in at most eleven statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Attachment, Clock, Event, Instruction, Person, Request, Result, Ticket
from servicedesk.queries import redacted
from servicedesk.queries.categories import proposal_for, why_theirs
from servicedesk.queries.finding import find_known
from servicedesk.queries.joined import joined_to
from servicedesk.queries.limits import limits
from servicedesk.queries.results import results_of
from servicedesk.queries.standing import Standing, standing
from servicedesk.rules.access import STAFF_ROLES
from servicedesk.rules.cards import Card, standing_card
from servicedesk.rules.disclosure import hidden_events, is_outside
from servicedesk.rules.joining import JOINABLE_INTO
from servicedesk.rules.next_step import NextStep, next_step
from servicedesk.rules.requests import ASKED_BY_ENTERPRISES
from servicedesk.rules.routing import Proposal
from servicedesk.rules.text import Text

# What stands in the history of a matter to which others are or were joined.
GAINING = frozenset({"take_in", "become_main"})
SEE_JOINED = frozenset({"desk", "leader", "supervisor"})
# What the zone has told the enterprise; the limits of the departments are the zone's own business.
TOLD_CLOCKS = frozenset({"accept", "promise", "feedback", "callback"})


@dataclass(frozen=True)
class TicketPage:
    """A ticket as one reader may see it (`stand.reach` says how much).

    Enterprises get what is meant for them: visible events, the limits that they were told, results that
    have reached them.
    """

    stand: Standing
    clocks: Sequence[Clock]
    events: Sequence[Event]
    """Oldest first."""
    results: Sequence[Result]
    requests: Sequence[Request]
    """Oldest first; for the enterprise only those that it made itself."""
    attachments: Sequence[Attachment]
    proposal: Proposal | None
    """Who should lead it; for the desk, until it is dispatched."""

    @property
    def ticket(self) -> Ticket:
        """The ticket itself."""
        return self.stand.ticket

    @property
    def from_outside(self) -> bool:
        """Whether the reader is the enterprise (and nothing else)."""
        return is_outside(self.stand.relations)

    def next_step(self, who: str) -> NextStep:
        """What happens next; `who` is the name of who is in charge."""
        lead, facts = self.stand.lead, self.stand.facts
        return next_step(
            self.ticket.state,
            lead.state if lead else None,
            bool(lead and lead.contacted_at),
            who,
            kept=facts.misconduct,
            relayed=facts.confidential,
            answered=facts.answered,
            reopening=facts.reopening_asked,
            until=lead.suspended_until if lead else None,
        )

    @property
    def instructions(self) -> Sequence[Instruction]:
        """What leaders have instructed, oldest first; none for the enterprise."""
        return () if self.from_outside else self.stand.instructions

    @property
    def routing(self) -> Text | None:
        """By which row of the routing table it was dispatched to its lead; for staff."""
        lead = self.stand.lead
        return why_theirs(lead) if lead and not self.from_outside else None

    @cached_property
    def joined(self) -> Sequence[Ticket]:
        """What is joined to it now, oldest first, for those who see all of them; read when it is shown."""
        # Departments see only what they have a share in.
        sees_all = bool(self.stand.relations & SEE_JOINED)
        has_some = self.ticket.state in JOINABLE_INTO and any(e.action in GAINING for e in self.events)
        return joined_to(self.ticket) if sees_all and has_some else ()

    @property
    def main_number(self) -> str | None:
        """The number of the matter that it is joined to, or was when that was answered; not for outside."""
        main = self.ticket.joined_to
        return main.number if main is not None and not self.from_outside else None

    @property
    def card(self) -> Card | None:
        """The highest card that stands on its live clocks or by hand; never for the enterprise."""
        return None if self.from_outside else standing_card(self.clocks, self.ticket)

    @property
    def promise(self) -> Clock | None:
        """The promise that the enterprise has now; None where it has given way to promised feedback."""
        promise = self.clock("promise")
        return None if promise is not None and promise.state == "transferred" else promise

    def clock(self, *kinds: str) -> Clock | None:
        """The newest clock of the first of these kinds that there is."""
        for kind in kinds:
            found = [clock for clock in self.clocks if clock.kind == kind and clock.state != "cancelled"]
            if found:
                return found[-1]
        return None


def ticket_page(which: str | int, by: Person, now: datetime) -> TicketPage:
    """The page of a ticket (by number, or the id of a share) for a reader; raises NotFound without sight."""
    ticket = find_known(which, by.actor())
    outside = not by.roles & STAFF_ROLES
    events = events_of(ticket, visible_only=outside)
    chain = None if outside else events
    stand = standing(ticket, by, limits(now), now, events=chain, with_requests=not outside)
    wants_proposal = "desk" in stand.relations and ticket.state in ("submitted", "awaiting_info", "accepted")
    own = {one.id for one in stand.requests if one.kind in ASKED_BY_ENTERPRISES}
    page = TicketPage(
        stand=stand,
        clocks=[c for c in stand.clocks if not outside or c.kind in TOLD_CLOCKS or c.request_id in own],
        events=[event for event in events if event.action not in hidden_events(stand.ticket_relations)],
        results=[r for r in _results(stand) if not outside or r.reached_at],
        requests=[one for one in stand.requests if not outside or one.id in own],
        attachments=_attachments(ticket, outside=outside),
        proposal=proposal_for(ticket, stand.returned_by) if wants_proposal else None,
    )
    return redacted.page_of(page)


def events_of(ticket: Ticket, *, visible_only: bool) -> Sequence[Event]:
    """The ticket's chain, oldest first, with who did it; one statement."""
    found = select(Event).where(Event.ticket_id == ticket.id)
    if visible_only:
        found = found.where(Event.visible)
    return db.session.scalars(
        found.options(joinedload(Event.actor).joinedload(Person.department)).order_by(Event.seq)
    ).all()


def _results(stand: Standing) -> Sequence[Result]:
    submitted = stand.ticket.reached_at or any(a.submitted_at for a in stand.assignments)
    return results_of(stand.ticket) if submitted or stand.ticket.cycle > 1 else []


def _attachments(ticket: Ticket, *, outside: bool) -> Sequence[Attachment]:
    found = select(Attachment).where(Attachment.ticket_id == ticket.id).order_by(Attachment.id)
    return db.session.scalars(found.where(Attachment.internal.is_(False)) if outside else found).all()
