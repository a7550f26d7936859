"""Matters that a department wants to return, for tests of returns and disputes."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Department, Ticket
from servicedesk.operations.checking import check
from tests.cast import Cast
from tests.factories import NOW
from tests.operations.matters import decide, request_of, returned, share_of

NO = {"reason": "属贵局职责。"}
OURS_NOT = {"reason": "职责清单中没有此项。"}


def asked(cast: Cast, when: datetime = NOW, **changes: Any) -> Ticket:
    """A matter dispatched at ten that its department wants to return."""
    return returned(cast, cast.ticket("to_sign", **changes), when)


def refused(cast: Cast, when: datetime = NOW) -> Ticket:
    return decide(cast, asked(cast), "desk_lead", "refuse", when, **NO)


def disputed(cast: Cast, when: datetime = NOW) -> Ticket:
    return decide(cast, refused(cast), "handler", "dispute", when, **OURS_NOT)


def states(ticket: Ticket) -> tuple[str, str, str]:
    """Of the ticket, of its newest share, of its newest request."""
    share = share_of(ticket)
    assert share is not None
    return ticket.state, share.state, request_of(ticket).state


def lead_of(ticket: Ticket) -> str | None:
    """The code of the department that leads."""
    return db.session.scalar(select(Department.code).where(Department.id == ticket.lead_id))


def no_difference() -> None:
    """What is stored is what the events say."""
    assert check(now=NOW).differences == []
