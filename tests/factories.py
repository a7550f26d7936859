"""Making people, enterprises and matters for tests, with good defaults and through the real operations."""

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import select
from stdnum.cn import uscc

from servicedesk.extensions import db
from servicedesk.models import Assignment, Department, Enterprise, Event, Person, PersonRole, Ticket
from servicedesk.operations.accounts import hash_password
from servicedesk.operations.events import ADMINISTRATION
from servicedesk.operations.steps import act_on_assignment, act_on_ticket
from servicedesk.operations.tickets import submit
from servicedesk.queries.limits import limits
from servicedesk.queries.standing import Standing, standing
from servicedesk.rules.workflow import LIVE_ASSIGNMENT_STATES
from tests.rules.documents import JPEG

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""A Monday, 10:00 in the zone: a working day, in opening hours."""
PASSWORD = "Whistle-2026!"
RESULT = {
    "taken_at": "2026-11-23",
    "spoken_to": "陈静",
    "measures": "已与企业核对材料,奖补资金列入本月拨付计划。",
    "solved_when": "2026-11-27",
    "solved": True,
}
Stored = Callable[[], Sequence[Path]]
"""Says which files stand in the storage now (the fixture `stored`)."""
_serial = count(1)


@cache
def password_hash() -> str:
    """The digest of PASSWORD, reckoned once: it takes its time on purpose."""
    return hash_password(PASSWORD)


def credit_code(number: int) -> str:
    """A well-formed credit code."""
    body = f"91340200MA{number:07d}"
    return body + uscc.calc_check_digit(body)


def make_enterprise(name: str | None = None, park: str | None = None) -> Enterprise:
    """An enterprise that nobody else has."""
    enterprise = new_enterprise(name, park)
    db.session.add(enterprise)
    db.session.commit()
    return enterprise


def new_enterprise(name: str | None = None, park: str | None = None) -> Enterprise:
    """One that is not yet stored."""
    number = next(_serial)
    return Enterprise(
        credit_code=credit_code(number), name=name or f"第{number}机械有限公司", park=park, created_at=NOW
    )


def make_person(
    *roles: str,
    username: str | None = None,
    name: str = "王工",
    department: str | None = None,
    enterprise: Enterprise | None = None,
    verified: bool = True,
) -> Person:
    """A person with these roles, of a department (by code) or of an enterprise; signs in with PASSWORD."""
    office = department_of(department) if department else None
    person = new_person(
        username or f"person{next(_serial)}", roles, name, office, enterprise, verified=verified
    )
    db.session.add(person)
    db.session.commit()
    return person


def new_person(
    username: str,
    roles: Sequence[str],
    name: str,
    department: Department | None,
    enterprise: Enterprise | None,
    *,
    verified: bool = True,
) -> Person:
    """One that is not yet stored."""
    return Person(
        username=username,
        name=name,
        phone="+8613812345678",
        password_hash=password_hash(),
        department=department,
        enterprise=enterprise,
        verified_at=NOW if enterprise and verified else None,
        created_at=NOW,
        role_rows=[PersonRole(role=role) for role in roles],
    )


def department_of(code: str) -> Department:
    """A department of the reference data."""
    return db.session.scalars(select(Department).where(Department.code == code)).one()


def matter(**changes: Any) -> dict[str, Any]:
    """A matter as `POST /tickets` takes it: of the category that department jfj leads."""
    return {
        "kind": "request",
        "category": "0103",
        "title": "技改奖补资金何时到账",
        "description": "我公司去年完成技改备案并通过验收,奖补资金至今没有到账。",
        "contact": {"name": "陈静", "phone": "13812345678", "email": None, "share_outside": False},
    } | changes


def submitted(by: Person, now: datetime = NOW, **changes: Any) -> Ticket:
    """A new matter of `by`; an officer names the enterprise in `changes`."""
    return submit(by, now, matter(**changes))


def file(content: bytes = JPEG) -> io.BytesIO:
    """A file as a request brings it."""
    return io.BytesIO(content)


def events_of(ticket: Ticket) -> Sequence[Event]:
    """What is on record about a ticket, oldest first."""
    return db.session.scalars(select(Event).where(Event.ticket_id == ticket.id).order_by(Event.seq)).all()


def last_administration() -> Event:
    """What is on record last about accounts, members and reference data."""
    chain = select(Event).where(Event.chain == ADMINISTRATION)
    return db.session.scalars(chain.order_by(Event.seq.desc()).limit(1)).one()


def assignment_of(ticket: Ticket) -> Assignment:
    """The lead's live assignment of a ticket."""
    return db.session.scalars(
        select(Assignment).where(
            Assignment.ticket_id == ticket.id,
            Assignment.role == "lead",
            Assignment.state.in_(LIVE_ASSIGNMENT_STATES | {"done"}),
        )
    ).one()


def standing_of(ticket: Ticket, by: Person, now: datetime = NOW) -> Standing:
    """How a person stands to a ticket, whatever of it was read before."""
    db.session.refresh(ticket, ["category", "about_department"])
    return standing(ticket, by, limits(now), now)


def step(by: Person, ticket: Ticket, action: str, now: datetime = NOW, **given: Any) -> Ticket:
    """Take a step on a ticket."""
    return act_on_ticket(by, now, ticket.number, action, given)


def share_step(by: Person, ticket: Ticket, action: str, now: datetime = NOW, **given: Any) -> Ticket:
    """Take a step on the live assignment of a ticket."""
    return act_on_assignment(by, now, assignment_of(ticket).id, action, given)
