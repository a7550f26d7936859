"""Who answers urgent matters now, and the rings that nobody has confirmed: on the pages where work begins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext
from flask_login import current_user

from servicedesk.queries.duty_rings import open_rings
from servicedesk.queries.redacted import title_of
from servicedesk.queries.roster import turns_between
from servicedesk.web import notices

if TYPE_CHECKING:
    from servicedesk.models import DutyRing, DutyTurn


@dataclass(frozen=True, slots=True)
class Said:
    """What a ring says, as the words of messages take it."""

    kind: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RingLine:
    """A ring as pages show it."""

    id: int
    words: str
    about: str
    url: str
    since: datetime
    told: Sequence[str]
    """Who was rung, in order."""
    waits: bool
    """Whether nobody has confirmed it, and something still waits."""
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class DutyNow:
    """Whoever is on duty, in the order in which they are rung, and what rings."""

    turns: Sequence["DutyTurn"]
    rings: Sequence[RingLine]


def duty_now(now: datetime) -> DutyNow:
    """Of the reader's own office; two statements."""
    office = current_user.department_id
    turns = turns_between(office, now, now + timedelta(seconds=1)) if office else []
    rings = open_rings(current_user.actor(), office)
    return DutyNow(sorted(turns, key=lambda turn: turn.place), ring_lines(rings))


def ring_lines(rings: Sequence["DutyRing"]) -> list[RingLine]:
    """The newest ring of each matter and whistle: one confirmation answers all of them."""
    lines = [ring_line(ring) for ring in rings]
    return list({line.about: line for line in reversed(lines)}.values())


def ring_line(ring: "DutyRing") -> RingLine:
    """One ring, with what it is about and who was rung."""
    if ring.whistle is not None:
        about, url = ring.whistle.number, url_for("whistles.whistle", whistle=ring.whistle.number)
    else:
        title = title_of(ring.ticket, current_user.actor()) or gettext("Confidential matter")
        about = f"{ring.ticket.number} {title}"
        url = url_for("matter.show", number=ring.ticket.number)
    return RingLine(
        ring.id,
        notices.sentence(Said(ring.kind, ring.params)),
        about,
        url,
        ring.begun_at,
        [call.person.name for call in ring.calls],
        ring.confirmed_at is None and ring.over_at is None,
        ring.confirmed_by.name if ring.confirmed_by else "",
    )
