"""The lines of the one inbox of decisions: requests, and whistles that wait to be approved or ratified."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext
from flask_login import current_user

from servicedesk.languages import name_of
from servicedesk.queries.redacted import shown
from servicedesk.queries.requests import RequestRow
from servicedesk.queries.whistle_decisions import WhistleToDecide
from servicedesk.rules.limits import Limits
from servicedesk.rules.whistles import Kind
from servicedesk.web import views
from servicedesk.web.asked import Asked, asked
from servicedesk.web.matter_view import chip_of
from servicedesk.web.words import word

if TYPE_CHECKING:
    from servicedesk.models import Request

WHISTLE = "whistle"


@dataclass(frozen=True, slots=True)
class Line:
    """A request, or a whistle, in the list of those that wait."""

    asked: Asked
    ticket: Any
    limit: views.Chip | None
    url: str
    request: "Request | None" = None
    """None: a whistle."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """A whistle where other lines name their matter; no matter is read with it."""

    number: str
    title: str
    urgent: bool
    confidential: bool = False
    misconduct: bool = False


def request_line(row: RequestRow, in_force: Limits, now: datetime) -> Line:
    """A request that waits, as far as the reader may know its matter."""
    one = row.request
    decide = chip_of(row.decide, in_force, now) if row.decide else None
    limit = chip_of(row.limit, in_force, now) if row.limit else None
    return Line(asked(one, one.assignment, chip=decide), _shown(one), limit, _address(one), one)


def decided_line(one: "Request") -> Line:
    """A request that was decided."""
    return Line(asked(one, one.assignment), _shown(one), None, _address(one), one)


def _shown(one: "Request") -> Any:
    return shown(one.ticket, current_user.actor())


def _address(one: "Request") -> str:
    return url_for("decisions.decision", request_id=one.id)


def whistle_line(one: WhistleToDecide, in_force: Limits, now: datetime) -> Line:
    """A whistle that waits for somebody's word."""
    whistle = one.whistle
    kind = Kind.from_spec(whistle.kind, whistle.kind_version.spec)
    sounds = Asked(
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
    return Line(sounds, Sounding(whistle.number, title, kind.emergency), None, address)
