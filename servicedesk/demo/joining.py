"""A few matters of the demo that are the same as another one, and are joined to it through the operations."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from servicedesk.extensions import db
from servicedesk.models import Ticket
from servicedesk.operations.steps import act_on_ticket
from servicedesk.queries.people import person_by_username

MOST = 3


def join_alike(now: datetime) -> int:
    """Join new matters to older ones of their category that departments work on; answers how many."""
    officer = person_by_username("officer")
    assert officer is not None
    joined = _pairs()
    for number, main in joined:
        act_on_ticket(officer, now, number, "join", {"into": main})
    return len(joined)


def _pairs() -> list[tuple[str, str]]:
    """Numbers of matters and of those that they can be joined to, each named once."""
    main = aliased(Ticket)
    rows = db.session.execute(
        select(Ticket.number, main.number)
        .join(main, main.category_id == Ticket.category_id)
        .where(
            Ticket.state == "submitted", main.state == "in_progress",
            Ticket.sensitive.is_(False), main.sensitive.is_(False),
            Ticket.kind == main.kind, Ticket.enterprise_id != main.enterprise_id,
        )
        .order_by(Ticket.id.desc(), main.id)
    ).all()  # fmt: skip
    found: dict[str, str] = {}
    for number, into in rows:
        if number not in found and into not in found.values():
            found[number] = into
    return list(found.items())[:MOST]
