"""Submitting a matter: by the enterprise itself, or recorded for it by the desk."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from servicedesk.extensions import db
from servicedesk.models import Clock, Enterprise, NumberSeries, Person, Ticket
from servicedesk.operations import clocks
from servicedesk.operations.attachments import adopt
from servicedesk.operations.book import STORED, Book
from servicedesk.operations.enterprises import find_or_make
from servicedesk.operations.messages import tell_after
from servicedesk.operations.submissions import Submission, check_submission
from servicedesk.operations.transaction import transaction
from servicedesk.queries.limits import limits
from servicedesk.rules.access import DESK, DESK_ROLES, is_misconduct, is_sensitive
from servicedesk.rules.limits import Limits
from servicedesk.rules.refusals import Invalid, invalid
from servicedesk.rules.text import Text, text
from servicedesk.rules.workflow_rows import Effect

# Letters and digits that nobody mixes up when reading them out on the telephone.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8


def submit(by: Person, now: datetime, given: dict[str, Any], *, draft_id: int | None = None) -> Ticket:
    """Take in a matter, with the names of the API's `POST /tickets`; commits.

    Files of the draft come with it, and the draft goes. Raises Invalid (naming each field; those of contact
    and enterprise as `contact.phone` and `enterprise.credit_code`), NotYours for staff outside the desk.
    """
    with transaction():
        submission, enterprise = _checked(by, given, now)
        in_force = limits(now)
        number, code = next_number(now, in_force), new_code()
        ticket = begin(STORED, by, now, submission, enterprise, number, code, in_force)
        adopt(ticket, draft_id, by, now)
        tell_after("submit_ticket", ticket, None, by, now)
    return ticket


def _checked(by: Person, given: dict[str, Any], now: datetime) -> tuple[Submission, Enterprise]:
    """The matter and its enterprise; what is wrong with either is said at once."""
    errors: dict[str, list[Text]] = {}
    submission = enterprise = None
    try:
        submission = check_submission(by, given)
    except Invalid as wrong:
        errors |= wrong.errors
    try:
        enterprise = _enterprise(by, given.get("enterprise"), now)
    except Invalid as wrong:
        errors |= wrong.errors
    if submission is None or enterprise is None:
        raise Invalid(errors)
    return submission, enterprise


def _enterprise(by: Person, given: object, now: datetime) -> Enterprise:
    own = by.enterprise if "enterprise" in by.roles else None
    if given is None and own is not None:
        return own
    if not isinstance(given, dict):
        raise invalid("enterprise.credit_code", text("Please say for which enterprise."))
    found = find_or_make(given, now, by, make=own is None)
    if own is not None and found.id != own.id:
        raise invalid("enterprise.credit_code", text("You can submit for your own enterprise only."))
    return found


def begin(
    book: Book,
    by: Person,
    now: datetime,
    submission: Submission,
    enterprise: Enterprise,
    number: str,
    tracking_code: str,
    in_force: Limits,
) -> Ticket:
    """Write a new ticket in the book, start its first clock and put it on record."""
    values, contact = submission.values, submission.contact
    from_desk = bool(by.roles & DESK_ROLES)
    about_leader = bool(values["about_leader"])
    ticket = book.new(
        Ticket,
        number=number,
        tracking_code=tracking_code,
        enterprise=enterprise,
        submitter=None if from_desk else by,
        recorded_by=by if from_desk else None,
        kind=values["kind"],
        category=submission.category,
        title=values["title"],
        description=values["description"],
        fields=submission.extra,
        channel=values["channel"] or ("phone" if from_desk else "web"),
        external_ref=values["external_ref"],
        external_due=values["external_due"] if from_desk else None,
        contact_name=contact["name"] or enterprise.name,
        contact_phone=contact["phone"],
        contact_email=contact["email"],
        share_outside=bool(contact["share_outside"]),
        urgent=bool(values["urgent"]),
        complex=False,
        confidential=bool(values["confidential"]),
        about_department=submission.about,
        about_leader=about_leader,
        about_desk=submission.about is not None and submission.about.code == DESK,
        misconduct=is_misconduct(values["kind"], submission.category.code),
        sensitive=is_sensitive(
            values["kind"],
            submission.category.code,
            confidential=bool(values["confidential"]),
            about_department=submission.about is not None,
            about_leader=about_leader,
        ),
        lead=None,
        officer=None,
        state="submitted",
        version=1,
        cycle=1,
        tries=0,
        event_count=0,
        head_hash="",
        submitted_at=now,
    )
    book.add(ticket)
    book.flush()
    _record(book, ticket, by, now, submission, in_force)
    return ticket


def _record(
    book: Book, ticket: Ticket, by: Person, now: datetime, submission: Submission, in_force: Limits
) -> None:
    running: list[Clock] = []
    done = clocks.apply(book, [Effect("start", "accept")], clocks.Scope(ticket), running, in_force, now)
    clocks.note_limits(ticket, [], running)
    book.event(
        ticket,
        by,
        "submit_ticket",
        now,
        {
            "state": [None, "submitted"],
            "clocks": done,
            "kind": ticket.kind,
            "category": submission.category.code,
            "channel": ticket.channel,
            "urgent": ticket.urgent,
            "confidential": ticket.confidential,
            "about_department": submission.about.code if submission.about else None,
            "about_leader": ticket.about_leader,
            "enterprise": ticket.enterprise.credit_code,
            "external_ref": ticket.external_ref,
            "external_due": ticket.external_due.isoformat() if ticket.external_due else None,
            "fields": ticket.fields,
            "share_outside": ticket.share_outside,
        },
        {
            "title": ticket.title,
            "description": ticket.description,
            "contact_name": ticket.contact_name,
            "contact_phone": ticket.contact_phone,
            "contact_email": ticket.contact_email,
        },
        visible=True,
    )


def next_number(now: datetime, in_force: Limits, series: str = "QS") -> str:
    """The next number of the zone's day, such as QS20261123-0001; the serial grows past four digits.

    Matters and whistles (`SH`) have a series each.
    """
    day = in_force.calendar.local(now).strftime("%Y%m%d")
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    serial = db.session.scalar(
        insert(NumberSeries)
        .values(day=day if series == "QS" else f"{series}{day[2:]}", last=1)
        .on_conflict_do_update(index_elements=["day"], set_={"last": NumberSeries.last + 1})
        .returning(NumberSeries.last)
    )
    return f"{series}{day}-{serial:04d}"


def new_code() -> str:
    """A tracking code, with which whoever has it follows a ticket."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def reserve_numbers(wanted: Mapping[str, int]) -> dict[str, int]:
    """The first of so many serials for each day (`20261123`), after those that were given out."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    rows = insert(NumberSeries).values([{"day": day, "last": wanted[day]} for day in sorted(wanted)])
    given = db.session.execute(
        rows.on_conflict_do_update(
            index_elements=["day"], set_={"last": NumberSeries.last + rows.excluded.last}
        ).returning(NumberSeries.day, NumberSeries.last)
    )
    return {day: last - wanted[day] + 1 for day, last in given}
