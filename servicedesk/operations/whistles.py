"""Blowing a whistle: departments are called about tickets or a place, at once or after an approval."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from servicedesk.extensions import db
from servicedesk.models import Call, Department, Person, Ticket, Whistle, WhistleKind, WhistleTicket
from servicedesk.operations import events, whistle_limits, whistle_messages
from servicedesk.operations.book import STORED
from servicedesk.operations.tickets import next_number
from servicedesk.operations.transaction import transaction
from servicedesk.operations.whistle_places import open_ticket
from servicedesk.operations.whistle_steps import tell_tickets
from servicedesk.queries.limits import limits
from servicedesk.queries.standing import department_by_code
from servicedesk.queries.visible import sight
from servicedesk.queries.whistle_causes import cause_of
from servicedesk.queries.whistle_kinds import kind_in_force
from servicedesk.queries.whistle_standing import WhistleStanding, find_whistle
from servicedesk.rules.fields import Field, check
from servicedesk.rules.refusals import Invalid, NotYours
from servicedesk.rules.text import Text, text
from servicedesk.rules.whistles import MOST_TICKETS, WHISTLE_KINDS, Kind, acting_roles, faults
from servicedesk.rules.workflow import OPEN_STATES
from servicedesk.rules.workflow_rows import effects

FIELDS = (
    Field("kind", "choice", choices=WHISTLE_KINDS),
    Field("reason", "long"),
    Field("tickets", "codes", required=False),
    Field("place", "line", required=False, longest=200),
    Field("departments", "codes"),
    Field("meet_at", "moment", required=False),
)
BLOWING = effects(start="report_in meeting")
ASKING = effects(start="decide")


def blow(by: Person, now: datetime, given: Mapping[str, Any]) -> WhistleStanding:
    """Blow a whistle, or ask for one, with the names of the API's `POST /whistles`; commits.

    Raises Invalid (naming each field), NotYours for those who do not blow this kind.
    """
    with transaction():
        values = check(FIELDS, given)
        stored = kind_in_force(values["kind"], now)
        kind = Kind.from_spec(stored.code, stored.spec)
        tickets, departments = _checked(by, now, kind, values)
        if not tickets:
            tickets = [open_ticket(by, now, kind, values["reason"], values["place"])]
        whistle = _make(by, now, stored, kind, values, tickets)
        _call(whistle, departments)
        _put_on_record(by, now, whistle, kind, tickets)
        number = whistle.number
    return find_whistle(number, by, now)


def _checked(
    by: Person, now: datetime, kind: Kind, values: dict[str, Any]
) -> tuple[list[Ticket], list[Department]]:
    """The tickets, held, and the departments; what is wrong with any of it is said at once."""
    errors: dict[str, list[Text]] = {}
    tickets = _tickets(by, values["tickets"], errors)
    about_desk = bool(tickets) and all(ticket.about_desk for ticket in tickets)
    if not acting_roles(by.actor(), about_desk) & kind.blowers:
        raise NotYours(text("This kind of whistle is blown by others."))
    if not values["tickets"] and not values["place"]:
        errors["tickets"] = [text("Please name a matter or a place.")]
    departments = _departments(values["departments"], errors)
    if values["meet_at"] is not None:
        values["meet_at"] = values["meet_at"].astimezone(UTC).replace(microsecond=0)
        if values["meet_at"] <= now:
            errors["meet_at"] = [text("This moment must lie in the future.")]
    if not errors:
        errors = faults(kind, cause_of(tickets, departments))
    if errors:
        raise Invalid(errors)
    return tickets, departments


def _tickets(by: Person, numbers: Sequence[str], errors: dict[str, list[Text]]) -> list[Ticket]:
    """Those of the numbers that `by` sees and that are open, in the order given, held in order of id."""
    numbers = list(dict.fromkeys(numbers))
    if len(numbers) > MOST_TICKETS:
        errors["tickets"] = [text("At most %(most)s matters belong to one whistle.", most=MOST_TICKETS)]
        return []
    seen = select(Ticket.id).where(Ticket.number.in_(numbers), sight(by.actor())).order_by(Ticket.id)
    ids = db.session.scalars(seen.with_for_update(of=Ticket)).all() if numbers else []
    held = select(Ticket).where(Ticket.id.in_(ids)).options(joinedload(Ticket.category))
    found = {ticket.number: ticket for ticket in db.session.scalars(held)} if ids else {}
    if len(found) < len(numbers):
        errors["tickets"] = [text("There is no such matter.")]
    elif any(ticket.state not in OPEN_STATES for ticket in found.values()):
        errors["tickets"] = [text("This matter has ended; nobody can be called to it.")]
    return [found[number] for number in numbers if number in found]


def _departments(codes: Sequence[str], errors: dict[str, list[Text]]) -> list[Department]:
    found = [department_by_code(code) for code in dict.fromkeys(codes)]
    if not all(found):
        errors["departments"] = [text("There is no such department.")]
    return [department for department in found if department]


def _make(
    by: Person, now: datetime, stored: WhistleKind, kind: Kind, values: dict[str, Any], tickets: list[Ticket]
) -> Whistle:
    about_desk = all(ticket.about_desk for ticket in tickets)
    roles = acting_roles(by.actor(), about_desk)
    asked = kind.waits_for_approval(roles)
    ratified = not asked and kind.is_ratified_after(roles)
    whistle = Whistle(
        number=next_number(now, limits(now), "SH"),
        kind=kind.code,
        kind_id=stored.id,
        kind_version=stored,
        state="asked" if asked else "blown",
        ticket=tickets[0],
        reason=values["reason"],
        place=values["place"],
        meet_at=values["meet_at"],
        blown_by=by,
        asked_at=now,
        blown_at=None if asked else now,
        decider=kind.approved_by if asked else kind.ratified_by if ratified else None,
        event_count=0,
        head_hash="",
    )
    db.session.add(whistle)
    db.session.flush()
    db.session.add_all(
        WhistleTicket(whistle_id=whistle.id, ticket_id=ticket.id, place=place)
        for place, ticket in enumerate(tickets)
    )
    set_committed_value(whistle, "tickets", tickets)
    return whistle


def _call(whistle: Whistle, departments: Sequence[Department]) -> None:
    calls = [Call(whistle_id=whistle.id, department=one, state="called") for one in departments]
    db.session.add_all(calls)
    db.session.flush()
    set_committed_value(whistle, "calls", calls)


def _put_on_record(by: Person, now: datetime, whistle: Whistle, kind: Kind, tickets: list[Ticket]) -> None:
    """Its first event, its first limits, and those who are told."""
    asked = whistle.state == "asked"
    row = ASKING if asked else BLOWING + (ASKING if whistle.decider else ())
    limited = whistle_limits.Limited(
        whistle.ticket,
        whistle,
        whistle.calls,
        {} if asked else whistle.kind_version.spec["budgets"],
        whistle.meet_at if kind.agreed_time and not asked else None,
    )
    in_force = limits(now).for_matter(whistle.ticket.submitted_at)
    done = whistle_limits.move(STORED, row, limited, [], in_force, now)
    name = "ask_whistle" if asked else "blow_whistle"
    payload = {
        "state": [None, whistle.state],
        "kind": whistle.kind,
        "kind_version": whistle.kind_version.version,
        "tickets": [ticket.number for ticket in tickets],
        "called": [[call.id, call.department.code] for call in whistle.calls],
        "meet_at": whistle.meet_at.isoformat() if whistle.meet_at else None,
        "decider": whistle.decider,
    }
    texts = {"reason": whistle.reason, "place": whistle.place}
    events.append_whistle(whistle, by, name, now, payload, texts)
    tell_tickets(by, name, now, limited, done, {})
    departments = [call.department_id for call in whistle.calls]
    whistle_messages.tell_after(name, whistle, departments, by, now)
