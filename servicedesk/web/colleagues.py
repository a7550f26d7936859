"""Colleagues of an office, to be chosen from: with who is away, and until when."""

from typing import TYPE_CHECKING

from flask_babel import gettext

from servicedesk.queries.absences import StandIns, office_of
from servicedesk.rules.access import HANDLING_ROLES
from servicedesk.web import request_time
from servicedesk.web.filters import moment
from servicedesk.web.forms.choice import NOTHING, SelectChoice

if TYPE_CHECKING:
    from servicedesk.models import Assignment, Person


def colleague_choices(share: "Assignment") -> list[SelectChoice]:
    """Who may be in charge of a share: its department's people, but not who is in charge already."""
    away = StandIns(request_time.now())
    people = [p for p in office_of(share.department_id) if p.id != share.handler_id]
    return [NOTHING, *(_choice(p, away) for p in people if p.roles & HANDLING_ROLES)]


def _choice(person: "Person", stand_ins: StandIns) -> SelectChoice:
    until = stand_ins.until(person.id, request_time.now())
    if until is None:
        return SelectChoice(person.username, person.name)
    said = gettext("%(name)s (away until %(until)s)", name=person.name, until=moment(until))
    return SelectChoice(person.username, said)
