"""The lines of the one inbox of decisions: requests, and whistles that wait to be approved or ratified."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext

from servicedesk.languages import name_of
from servicedesk.queries.whistle_decisions import WhistleToDecide
from servicedesk.rules.limits import Limits
from servicedesk.rules.whistles import Kind
from servicedesk.web import views
from servicedesk.web.asked import Asked
from servicedesk.web.matter_view import chip_of
from servicedesk.web.words import word

WHISTLE = "whistle"


@dataclass(frozen=True, slots=True)
class Line:
    """A request, or a whistle, in the list of those that wait."""

    asked: Asked
    ticket: Any
    limit: views.Chip | None
    url: str


@dataclass(frozen=True, slots=True)
class Sounding:
    """A whistle where other lines name their matter."""

    number: str
    title: str
    urgent: bool


def whistle_line(one: WhistleToDecide, in_force: Limits, now: datetime) -> Line:
    """A whistle that waits for somebody's word."""
    whistle = one.whistle
    kind = Kind.from_spec(whistle.kind, whistle.kind_version.spec)
    asked = Asked(
        title=gettext("Whistle to be approved")
        if whistle.blown_at is None
        else gettext("Whistle to be ratified"),
        state="pending",
        by=whistle.blown_by.name,
        at=whistle.asked_at,
        reason=whistle.reason,
        for_enterprise="",
        answer=gettext("%(who)s decides.", who=word("decider", whistle.decider)),
        decision="",
        chip=chip_of(one.decide, in_force, now) if one.decide else None,
    )
    title = f"{name_of(kind)} · {whistle.place}" if whistle.place else name_of(kind)
    address = url_for("whistles.whistle", whistle=whistle.number)
    return Line(asked, Sounding(whistle.number, title, kind.emergency), None, address)
