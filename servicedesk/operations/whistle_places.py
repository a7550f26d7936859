"""A whistle about a place alone: the desk opens a ticket of its own, on which what follows is handled."""

from datetime import datetime

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Department, Enterprise, Person, Ticket
from servicedesk.operations.book import STORED
from servicedesk.operations.submissions import Submission
from servicedesk.operations.tickets import begin, new_code, next_number
from servicedesk.queries.categories import category_for
from servicedesk.queries.enterprises import enterprise_with_code
from servicedesk.queries.limits import limits
from servicedesk.rules.access import DESK
from servicedesk.rules.fields import LONGEST_LINE
from servicedesk.rules.whistles import Kind

OWN_CATEGORY = "1503"
"""Anything else; the desk changes it when it knows better."""
OWN_CODE = "QYFW"
"""Stands where firms have their credit code; no firm has such a one."""


def open_ticket(by: Person, now: datetime, kind: Kind, reason: str, place: str) -> Ticket:
    """The desk's own ticket about a place; takes part in the transaction of its caller."""
    category = category_for(OWN_CATEGORY)
    assert category is not None
    in_force = limits(now)
    title = f"{kind.name_zh} {place}"[:LONGEST_LINE]
    values = {
        "kind": "service", "title": title, "description": reason, "channel": "visit", "external_ref": None,
        "external_due": None, "urgent": kind.emergency, "confidential": False, "about_leader": False,
    }  # fmt: skip
    contact = {"name": None, "phone": None, "email": None, "share_outside": False}
    submission = Submission(values, contact, {}, category, None)
    # Before anything else: the numbers of a day are given out by one transaction at a time.
    number = next_number(now, in_force)
    ticket = begin(STORED, by, now, submission, _the_desk_itself(now), number, new_code(), in_force)
    # Whoever blows it, it is the desk's.
    ticket.submitter, ticket.recorded_by = None, by
    return ticket


def _the_desk_itself(now: datetime) -> Enterprise:
    known = enterprise_with_code(OWN_CODE)
    if known is None:
        name = db.session.scalars(select(Department.name_zh).where(Department.code == DESK)).one()
        known = Enterprise(credit_code=OWN_CODE, name=name, created_at=now)
        db.session.add(known)
    return known
