"""Lists of whistles, newest first: for the API, and for the pages of those who see them."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from servicedesk.extensions import db
from servicedesk.models import Call, Clock, Person, Ticket, Whistle
from servicedesk.queries.cursors import Page, cursor_of, place_of
from servicedesk.queries.whistle_sight import visible_whistles
from servicedesk.queries.whistle_standing import WhistleStanding, with_clocks
from servicedesk.rules.access import Actor
from servicedesk.rules.limits import Limits

OPEN = ("asked", "blown")
ORDER = "whistles"


def whistle_list(
    actor: Actor, in_force: Limits, *, states: Sequence[str], limit: int, cursor: str | None
) -> Page[WhistleStanding]:
    """The whistles that the actor sees in these states, newest first; four statements.

    Raises Invalid for a wrong cursor.
    """
    found = visible_whistles(actor).where(Whistle.state.in_(states))
    if cursor:
        found = found.where(Whistle.id < place_of(cursor, ORDER, int)[0])
    found = found.order_by(Whistle.id.desc()).limit(limit + 1)
    whistles = db.session.scalars(
        found.options(
            joinedload(Whistle.kind_version),
            joinedload(Whistle.ticket).joinedload(Ticket.category),
            joinedload(Whistle.blown_by).joinedload(Person.department),
            joinedload(Whistle.decided_by),
            joinedload(Whistle.ratified_by),
            joinedload(Whistle.closed_by),
            selectinload(Whistle.tickets),
            selectinload(Whistle.calls).options(joinedload(Call.department), joinedload(Call.reported_by)),
        )
    ).unique().all()  # fmt: skip
    shown = whistles[:limit]
    following = cursor_of(ORDER, shown[-1].id) if len(whistles) > limit else None
    return Page(with_clocks(shown, actor, in_force, _clocks(shown)), following)


def _clocks(whistles: Sequence[Whistle]) -> Sequence[Clock]:
    if not whistles:
        return []
    found = select(Clock).where(
        Clock.ticket_id.in_({whistle.ticket_id for whistle in whistles}),
        or_(Clock.whistle_id.is_not(None), Clock.call_id.is_not(None)),
    )
    return db.session.scalars(found.order_by(Clock.id)).all()
