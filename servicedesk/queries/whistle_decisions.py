"""Whistles that wait to be approved or ratified, for the one inbox of decisions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, not_, select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Clock, Person, PersonRole, Whistle
from servicedesk.queries.whistle_sight import visible_whistles, whistle_sight
from servicedesk.queries.whistle_standing import WhistleStanding, blown
from servicedesk.rules.access import Actor
from servicedesk.rules.clocks import LIVE_CLOCK_STATES
from servicedesk.rules.whistle_workflow import WHISTLE
from servicedesk.rules.whistles import relations
from servicedesk.rules.workflow_rows import DECIDER

MOST = 25
"""So many are shown at once; hardly ever do two wait."""
DECIDED_IN = tuple(sorted(set().union(*(row.sources for row in WHISTLE if row.who & DECIDER))))


@dataclass(frozen=True, slots=True)
class WhistleToDecide:
    """A whistle that somebody approves or ratifies, and by when."""

    whistle: Whistle
    decide: Clock | None


def whistles_to_decide(actor: Actor, *, by_others: bool = False) -> Sequence[WhistleToDecide]:
    """What waits for the actor's word (or for others'), the oldest first; two statements at most."""
    found = db.session.scalars(
        visible_whistles(actor)
        .where(_waits(actor, by_others=by_others))
        .options(joinedload(Whistle.kind_version), joinedload(Whistle.blown_by))
        .order_by(Whistle.asked_at, Whistle.id)
        .limit(MOST)
    ).all()
    if not found:
        return []
    live = select(Clock).where(
        Clock.ticket_id.in_([one.ticket_id for one in found]), Clock.state.in_(LIVE_CLOCK_STATES)
    )
    clocks = {clock.whistle_id: clock for clock in db.session.scalars(live) if clock.kind == "decide"}
    return [WhistleToDecide(one, clocks.get(one.id)) for one in found]


def number_of_whistles(actor: Actor, *, by_others: bool = False) -> Select[int]:
    """How many wait, as a selection of one number."""
    return select(func.count(Whistle.id)).where(whistle_sight(actor), _waits(actor, by_others=by_others))


def deciders_of(stand: WhistleStanding) -> Sequence[Person]:
    """All who might approve or ratify a whistle, by name; one statement."""
    holding = select(PersonRole.person_id).where(PersonRole.role == stand.whistle.decider)
    people = db.session.scalars(
        select(Person)
        .where(Person.id.in_(holding), Person.active)
        .options(joinedload(Person.role_rows), joinedload(Person.department))
        .order_by(Person.name, Person.id)
    )
    whistle = blown(stand.whistle)
    return [person for person in people.unique() if "decider" in relations(person.actor(), whistle)]


def waits(whistle: Whistle) -> bool:
    """Whether nobody has approved or ratified it yet; the same for one as `_waits` for all."""
    decided = whistle.decided_at is not None or whistle.ratified_at is not None
    return whistle.decider is not None and not decided and whistle.state in DECIDED_IN


def _waits(actor: Actor, *, by_others: bool) -> ColumnElement[bool]:
    mine = and_(Whistle.decider.in_(sorted(actor.roles)), Whistle.blown_by_id != actor.id)
    return and_(
        Whistle.state.in_(DECIDED_IN),
        Whistle.decider.is_not(None),
        Whistle.decided_at.is_(None),
        Whistle.ratified_at.is_(None),
        not_(mine) if by_others else mine,
    )
