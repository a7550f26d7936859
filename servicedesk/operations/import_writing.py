"""Writing past tickets: many at once, each with its own moments, its limit as a fact, and its chain.

Nobody is told of them and nothing rings. `operations.rebuilding` makes the same of the events again.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from servicedesk.models import (
    NO_LIMIT,
    Assignment,
    Clock,
    Enterprise,
    Event,
    ImportedTicket,
    Person,
    Ticket,
    TicketImport,
)
from servicedesk.operations import bulk, events, facts
from servicedesk.operations.enterprises import find_or_make, not_known
from servicedesk.operations.import_events import PastMatter, chain_of
from servicedesk.operations.import_rows import Sorted
from servicedesk.operations.tickets import new_code, reserve_numbers
from servicedesk.queries.categories import category_ids, department_ids
from servicedesk.queries.limits import limits
from servicedesk.rules.access import DESK, is_sensitive
from servicedesk.rules.limits import ZONE, Limits
from servicedesk.rules.past_ticket import PastTicket
from servicedesk.rules.policy import Case
from servicedesk.rules.ticket_map import CLOSED, OPEN


@dataclass(frozen=True)
class House:
    """What past tickets are hung on."""

    categories: Mapping[str, int]
    departments: Mapping[str, int]
    in_force: Limits


def write_tickets(run: TicketImport, by: Person | None, now: datetime, found: Sorted) -> None:
    """Write what is new; takes part in the caller's transaction."""
    if not found.new:
        return
    house = House(category_ids(), department_ids(), limits(now))
    owners = _owners(found, by, now)
    numbers = _numbers([ticket for _, ticket in found.new], house.in_force)
    ids = bulk.new_ids(Ticket, len(found.new))
    led = [place for place, (_, ticket) in enumerate(found.new) if ticket.department]
    shares = dict(zip(led, bulk.new_ids(Assignment, len(led)), strict=True)) if led else {}
    written = events.moment_of_writing()
    rows: dict[type[Any], list[Mapping[str, Any]]] = {
        kind: [] for kind in (Ticket, Assignment, Clock, Event, ImportedTicket)
    }
    for place, (line, ticket) in enumerate(found.new):
        matter = PastMatter(
            ids[place], numbers[place], run.source, run.id, line, ticket,
            owner=owners[place].credit_code,
            share=shares.get(place),
            department_id=house.departments.get(ticket.department),
            policy_id=_policy(ticket, house.in_force),
            calendar_id=house.in_force.calendar_ids[ZONE],
            by_id=by.id if by else None,
            written_at=written,
        )  # fmt: skip
        _write(rows, matter, owners[place], house)
    for kind, new in rows.items():
        bulk.add(kind, new)
    facts.forget()


def _write(
    rows: dict[type[Any], list[Mapping[str, Any]]], matter: PastMatter, owner: Enterprise, house: House
) -> None:
    clocks = matter.clocks()
    chain = chain_of(matter)
    rows[Clock] += [vars(clock) for clock in clocks]
    rows[Event] += chain
    rows[Ticket].append(_ticket(matter, owner, house, chain))
    if matter.share is not None:
        rows[Assignment].append(_share(matter))
    rows[ImportedTicket].append(
        {
            "ticket_id": matter.id,
            "import_id": matter.import_id,
            "source": matter.source,
            "reference": matter.ticket.reference,
            "line": matter.line,
            "digest": matter.ticket.digest(),
        }
    )


def _ticket(
    matter: PastMatter, owner: Enterprise, house: House, chain: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any]:
    past = matter.ticket
    about = house.departments.get(past.about_department)
    reached_at = past.stopped_at if past.state == CLOSED else None
    return {
        "id": matter.id,
        "number": matter.number,
        "tracking_code": new_code(),
        "enterprise_id": owner.id,
        "kind": past.kind,
        "category_id": house.categories[past.category],
        "title": past.title,
        "description": past.description or past.title,
        "fields": {},
        "channel": past.channel,
        "external_ref": past.reference,
        "contact_name": past.contact_name or past.enterprise or owner.name,
        "contact_phone": past.contact_phone or None,
        "contact_email": past.contact_email or None,
        "urgent": past.urgent,
        "confidential": past.confidential,
        "about_department_id": about,
        "about_desk": past.about_department == DESK,
        "sensitive": is_sensitive(
            past.kind,
            past.category,
            confidential=past.confidential,
            about_department=about is not None,
            about_leader=False,
        ),
        "misconduct": False,
        "instructed": False,
        "state": matter.state,
        "lead_id": matter.department_id,
        "submitted_at": past.submitted_at,
        "dispatched_at": matter.dispatched_at,
        "taken_up_at": matter.dispatched_at or reached_at,
        "reached_at": reached_at,
        "first_reached_at": reached_at,
        "closed_at": past.closed_at,
        "next_due_at": matter.next_due_at,
        "event_count": len(chain),
        "head_hash": chain[-1]["hash"],
    }


def _share(matter: PastMatter) -> Mapping[str, Any]:
    past = matter.ticket
    return {
        "id": matter.share,
        "ticket_id": matter.id,
        "department_id": matter.department_id,
        "role": "lead",
        "state": matter.share_state,
        "dispatched_at": past.dispatched_at or past.submitted_at,
        "handed_at": past.dispatched_at,
        "submitted_at": past.stopped_at if past.state == CLOSED else None,
        "next_due_at": (past.due_at if past.state == OPEN else None) or NO_LIMIT,
    }


def _policy(ticket: PastTicket, in_force: Limits) -> int:
    case = Case(ticket.kind, ticket.urgent, complex=False, redo=False, category=ticket.category)
    return in_force.policy_ids[in_force.ruling(case).code]


def _owners(found: Sorted, by: Person | None, now: datetime) -> list[Enterprise]:
    """Whose each new ticket is: by credit code, else by a name that only one bears, else not known."""
    made: dict[str, Enterprise] = {}
    owners, nobody = [], None
    for _, ticket in found.new:
        code = ticket.credit_code
        owner = found.by_code.get(code) or made.get(code) if code else found.by_name.get(ticket.enterprise)
        if owner is None and code:
            owner = made[code] = find_or_make({"credit_code": code, "name": ticket.enterprise}, now, by)
        if owner is None:
            owner = nobody = nobody or not_known(now)
        owners.append(owner)
    return owners


def _numbers(tickets: Sequence[PastTicket], in_force: Limits) -> list[str]:
    """A number of the day on which each was submitted, in the order of that day."""
    days = [in_force.calendar.local(ticket.submitted_at).strftime("%Y%m%d") for ticket in tickets]
    following = reserve_numbers(Counter(days))
    numbers = [""] * len(tickets)
    for place in sorted(range(len(tickets)), key=lambda place: tickets[place].submitted_at):
        day = days[place]
        numbers[place] = f"QS{day}-{following[day]:04d}"
        following[day] += 1
    return numbers
