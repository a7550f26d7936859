"""What is under supervision (督办): cards on limits and by hand, the worst first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user, login_required

from servicedesk.languages import name_of
from servicedesk.queries.limits import limits
from servicedesk.queries.supervision import Supervised, under_supervision
from servicedesk.rules.limits import Limits
from servicedesk.rules.workflow import WITH_DEPARTMENT
from servicedesk.web import request_time, views
from servicedesk.web.concerned import check_concerned, narrowing
from servicedesk.web.matter_view import chip_of
from servicedesk.web.offices import offices

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
    check_concerned()


@blueprint.get("/")
def listed() -> str:
    """Everything that the reader oversees, or the limits and matters of their own department."""
    actor, cursor = current_user.actor(), request.args.get("cursor")
    narrowed = narrowing(request.args)
    page = under_supervision(actor, department=narrowed.department, cursor=cursor)
    in_force = limits(request_time.now())
    return render_template(
        "supervision/list.html",
        lines=[_line(one, in_force) for one in page.items],
        offices=narrowed.choices,
        department=narrowed.department or "",
        next_url=_address(narrowed.in_address, page.next) if page.next else None,
        first_url=_address(narrowed.in_address) if cursor else None,
    )


def _address(department: str | None, cursor: str | None = None) -> str:
    return url_for("supervision.listed", department=department, cursor=cursor)


def _line(one: Supervised, in_force: Limits) -> Line:
    chip = chip_of(one.clock, in_force, request_time.now()) if one.clock else None
    return Line(one.colour, one.ticket, chip, one.since, in_charge(one))


def in_charge(one: Supervised) -> str:
    """Whose limit it is; of the others, whoever has the matter now."""
    clock, ticket, share = one.clock, one.ticket, one.share
    if clock is not None and clock.assignment_id is None and clock.department_id is not None:
        return next((office.name for office in offices() if office.id == clock.department_id), "")
    with_department = clock is not None and clock.assignment_id is not None
    if share is not None and (with_department or ticket.state in WITH_DEPARTMENT):
        office = name_of(share.department)
        return f"{office} {share.handler.name}" if share.handler else office
    desk = gettext("the supervisor's office") if ticket.about_desk else gettext("the service centre")
    return f"{desk} {ticket.officer.name}" if ticket.officer else desk


from servicedesk.web import withdrawals  # noqa: E402, F401 - it hangs its page on the blueprint
