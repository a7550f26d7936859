"""A whistle as pages draw it: a line for each department that is called, and how many have come."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext

from servicedesk.languages import name_of
from servicedesk.queries.whistle_standing import WhistleStanding
from servicedesk.rules.whistles import Kind
from servicedesk.web import request_time
from servicedesk.web.matter_view import chip_of
from servicedesk.web.views import Chip

if TYPE_CHECKING:
    from servicedesk.models import Call

SUBJECT = 30
"""So many signs of what it is about stand in headings."""


@dataclass(frozen=True, slots=True)
class CallLine:
    """One department's call."""

    call: "Call"
    office: str
    mark: str
    """`in_time` or `late` as it came; `waiting` or `overdue` as it is still to come; `absent`."""
    chip: Chip | None
    own: bool
    """Whether it is the reader's department."""
    actions: Sequence[str]


@dataclass(frozen=True, slots=True)
class WhistleView:
    """What the templates draw of one whistle."""

    stand: WhistleStanding
    lines: Sequence[CallLine]
    counts: Mapping[str, int]
    """How many calls have each mark."""
    decide: Chip | None
    meeting: Chip | None
    url: str
    actions: Sequence[str]

    @property
    def whistle(self) -> Any:
        """The whistle itself."""
        return self.stand.whistle

    @property
    def kind(self) -> Kind:
        """Its kind, as it was when it was blown."""
        return self.stand.kind

    @property
    def subject(self) -> str:
        """The place, or the first words of what it is about.

        Never its matters: whoever is called to what is kept at the desk does not learn of them.
        """
        whistle = self.stand.whistle
        if whistle.place:
            return str(whistle.place)
        first = whistle.reason.splitlines()[0]
        return f"{first[:SUBJECT]}…" if len(first) > SUBJECT else first

    @property
    def is_live(self) -> bool:
        """Whether it can still change by itself."""
        return bool(self.stand.whistle.state in ("asked", "blown"))


def whistle_view(stand: WhistleStanding) -> WhistleView:
    """The whistle with its lines, as they stand now."""
    now = request_time.now()
    lines = [_line(call, stand, now) for call in stand.calls]
    return WhistleView(
        stand=stand,
        lines=lines,
        counts=Counter(line.mark for line in lines),
        decide=_chip(stand, "decide", now),
        meeting=_chip(stand, "meeting", now),
        url=url_for("whistles.whistle", whistle=stand.whistle.number),
        actions=stand.actions(),
    )


def _line(call: "Call", stand: WhistleStanding, now: datetime) -> CallLine:
    clock = stand.clock_of(call)
    own = "called" in stand.call_relations(call)
    overdue = clock is not None and clock.state == "running" and clock.due_at < now
    match call.state:
        case "reported_in":
            mark = "in_time" if stand.in_time(call) else "late"
        case "absent":
            mark = "absent"
        case _:
            mark = "overdue" if overdue else "waiting"
    return CallLine(
        call=call,
        office=name_of(call.department),
        mark=mark,
        chip=chip_of(clock, stand.limits, now) if clock else None,
        own=own,
        actions=stand.call_actions(call),
    )


def _chip(stand: WhistleStanding, kind: str, now: datetime) -> Chip | None:
    clock = stand.clock(kind)
    return chip_of(clock, stand.limits, now) if clock else None


def mark_word(mark: str) -> str:
    """What a mark says."""
    return {
        "in_time": gettext("Reported in, in time"),
        "late": gettext("Reported in, late"),
        "waiting": gettext("Called, not here yet"),
        "overdue": gettext("Overdue, not here yet"),
        "absent": gettext("Absent"),
    }[mark]
