"""What somebody's office has asked for before, for whoever decides what it asks for now."""

from collections.abc import Sequence

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Person, Request
from servicedesk.queries.requests import known_to
from servicedesk.rules.access import Actor

SHOWN = 5


def asked_before(request: Request, actor: Actor) -> Sequence[Request]:
    """The last that its office (or enterprise) asked for in other matters that the actor sees, newest first.

    `request.asked_by` must be loaded; one statement.
    """
    asker = request.asked_by
    theirs = (
        Person.department_id == asker.department_id
        if asker.department_id is not None
        else Person.enterprise_id == asker.enterprise_id
    )
    found = known_to(actor).where(
        Request.asked_by_id.in_(select(Person.id).where(theirs)),
        Request.id < request.id,
        Request.ticket_id != request.ticket_id,
    )
    return db.session.scalars(found.order_by(Request.id.desc()).limit(SHOWN)).all()
