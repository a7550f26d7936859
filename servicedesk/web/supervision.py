"""What is under supervision (督办): cards on limits and by hand, the worst first."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user, login_required

from servicedesk.languages import name_of
from servicedesk.queries.categories import all_departments
from servicedesk.queries.limits import limits
from servicedesk.queries.supervision import Supervised, under_supervision
from servicedesk.rules.limits import Limits
from servicedesk.rules.refusals import NotYours
from servicedesk.rules.text import text
from servicedesk.rules.workflow import WITH_DEPARTMENT
from servicedesk.web import request_time, views
from servicedesk.web.instructions import CONCERNED_ROLES, OVERSEEING_ROLES
from servicedesk.web.matter_view import chip_of

if TYPE_CHECKING:
    from servicedesk.models import Department

blueprint = Blueprint("supervision", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A card that stands: on what, since when, and who is in charge."""

    colour: str
    ticket: Any
    chip: views.Chip | None
    """Its limit; none where it was shown by hand."""
    since: datetime
    in_charge: str


@blueprint.before_request
@login_required
def _only_those_whom_it_concerns() -> None:
    if not current_user.roles & CONCERNED_ROLES:
        raise NotYours(text("This page belongs to leaders, the service centre and the departments."))


@blueprint.get("/")
def listed() -> str:
    """Everything that the reader oversees, or the limits and matters of their own department."""
    actor, cursor = current_user.actor(), request.args.get("cursor")
    overseeing = bool(current_user.roles & OVERSEEING_ROLES)
    asked_for = request.args.get("department", "") if overseeing else actor.department or "-"
    page = under_supervision(actor, department=asked_for or None, cursor=cursor)
    in_force = limits(request_time.now())
    offices = all_departments()
    narrowed = asked_for if overseeing else ""
    return render_template(
        "supervision/list.html",
        lines=[_line(one, in_force, offices) for one in page.items],
        offices=[(d.code, name_of(d)) for d in offices] if overseeing else [],
        department=asked_for,
        next_url=_address(narrowed, page.next) if page.next else None,
        first_url=_address(narrowed) if cursor else None,
    )


def _address(department: str, cursor: str | None = None) -> str:
    return url_for("supervision.listed", department=department or None, cursor=cursor)


def _line(one: Supervised, in_force: Limits, offices: "list[Department] | Any") -> Line:
    chip = chip_of(one.clock, in_force, request_time.now()) if one.clock else None
    return Line(one.colour, one.ticket, chip, one.since, in_charge(one, offices))


def in_charge(one: Supervised, offices: "list[Department] | Any") -> str:
    """Whose limit it is; of the others, whoever has the matter now."""
    clock, ticket, share = one.clock, one.ticket, one.share
    if clock is not None and clock.assignment_id is None and clock.department_id is not None:
        named = (name_of(office) for office in offices if office.id == clock.department_id)
        return next(named, "")
    with_department = clock is not None and clock.assignment_id is not None
    if share is not None and (with_department or ticket.state in WITH_DEPARTMENT):
        office = name_of(share.department)
        return f"{office} {share.handler.name}" if share.handler else office
    desk = gettext("the supervisor's office") if ticket.about_desk else gettext("the service centre")
    return f"{desk} {ticket.officer.name}" if ticket.officer else desk


from servicedesk.web import withdrawals  # noqa: E402, F401 - it hangs its page on the blueprint
