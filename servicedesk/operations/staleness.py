"""Pages that are older than the matter: whoever was slower is told what happened meanwhile."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Event
from servicedesk.queries import redacted
from servicedesk.queries.standing import Standing
from servicedesk.rules.disclosure import is_outside
from servicedesk.rules.refusals import Stale

MOST_BESIDE = 50
"""How many notes and reminders are looked through for the steps between them."""


def check_version(stand: Standing, version: int | None, possible: tuple[str, ...]) -> None:
    """A page that is older than the last workflow step is told what happened meanwhile: raises Stale.

    `version` is the one that the page showed; None when nobody looked at a page.
    """
    if version is None or version == stand.ticket.version:
        return
    raise Stale(possible, [(event.action, event.actor_id, event.at) for event in _since(stand, version)])


def _since(stand: Standing, version: int) -> list[Event]:
    """What the reader may know of that happened since the matter had this version, oldest first."""
    meanwhile: list[Event] = []
    steps = max(1, stand.ticket.version - version)
    chain = select(Event).where(Event.ticket_id == stand.ticket.id).order_by(Event.seq.desc())
    chain = chain.options(joinedload(Event.actor))
    for event in db.session.scalars(chain.limit(steps + MOST_BESIDE)):
        meanwhile.append(event)
        steps -= _moved(event)
        if not steps:
            break
    known = redacted.events_of(reversed(meanwhile), stand.reach)
    return [event for event in known if event.visible or not is_outside(stand.relations)]


def _moved(event: Event) -> bool:
    """Whether it was a step of the workflow: these, and only these, put a change of state on record."""
    return "state" in event.payload or "assignment_state" in event.payload
