"""Lists of whistles, newest first: for the API, and for the pages of those who see them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from servicedesk.extensions import db
from servicedesk.models import Call, Clock, Person, Ticket, Whistle
from servicedesk.queries.cursors import Page, page_of, place_of
from servicedesk.queries.whistle_sight import own_calls as calls_of
from servicedesk.queries.whistle_sight import visible_whistles, whistle_sight
from servicedesk.queries.whistle_standing import WhistleStanding, with_clocks
from servicedesk.rules.access import HANDLING_ROLES, Actor
from servicedesk.rules.clocks import LIVE_CLOCK_STATES
from servicedesk.rules.limits import Limits

ORDER = "whistles"
MOST_CALLS = 20
"""Calls of one department that are shown on top of its page."""


def whistle_list(
    actor: Actor,
    in_force: Limits,
    *,
    states: Sequence[str],
    limit: int,
    cursor: str | None,
    also: ColumnElement[bool] | None = None,
) -> Page[WhistleStanding]:
    """The whistles that the actor sees in these states, newest first; four statements.

    Raises Invalid for a wrong cursor.
    """
    found = visible_whistles(actor).where(Whistle.state.in_(states))
    if also is not None:
        found = found.where(also)
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
            joinedload(Whistle.recorded_by),
            joinedload(Whistle.closed_by),
            selectinload(Whistle.tickets),
            selectinload(Whistle.calls).options(joinedload(Call.department), joinedload(Call.reported_by)),
        )
    ).unique().all()  # fmt: skip
    page = page_of(whistles, limit, ORDER, lambda whistle: [whistle.id])
    return page.shown_as(with_clocks(page.items, actor, in_force, _clocks(page.items)))


def _clocks(whistles: Sequence[Whistle]) -> Sequence[Clock]:
    if not whistles:
        return []
    found = select(Clock).where(
        Clock.ticket_id.in_({whistle.ticket_id for whistle in whistles}),
        or_(Clock.whistle_id.is_not(None), Clock.call_id.is_not(None)),
    )
    return db.session.scalars(found.order_by(Clock.id)).all()


def board_state(actor: Actor, states: Sequence[str]) -> str:
    """A word that changes whenever a whistle that the actor sees in these states does; one statement."""
    found = visible_whistles(actor).where(Whistle.state.in_(states))
    columns = (func.count(), func.coalesce(func.sum(Whistle.event_count), 0), func.max(Whistle.id))
    return "-".join(str(one or 0) for one in db.session.execute(found.with_only_columns(*columns)).one())


def own_calls(actor: Actor, in_force: Limits) -> Sequence[WhistleStanding]:
    """The whistles that call the actor's department and to which it has not reported in, oldest first.

    Each with its own call alone and the limit of that; one statement.
    """
    if not actor.department or not actor.roles & HANDLING_ROLES:
        return []
    live = Clock.state.in_(LIVE_CLOCK_STATES)
    found = db.session.execute(
        select(Call, Clock)
        .join(Call.whistle)
        .join(Clock, and_(Clock.call_id == Call.id, live))
        .where(calls_of(actor.department), Call.state == "called", Whistle.state == "blown")
        .where(whistle_sight(actor))
        .options(
            joinedload(Call.department),
            contains_eager(Call.whistle).options(
                joinedload(Whistle.kind_version), joinedload(Whistle.ticket), joinedload(Whistle.tickets)
            ),
        )
        .order_by(Call.id)
        .limit(MOST_CALLS)
    ).unique().all()  # fmt: skip
    for call, _ in found:
        set_committed_value(call.whistle, "calls", [call])
    whistles, clocks = [call.whistle for call, _ in found], [clock for _, clock in found]
    return with_clocks(whistles, actor, in_force, clocks)
