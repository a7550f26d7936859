"""Where departments work: their queues, and one assignment with what to do next on top."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from servicedesk.languages import name_of
from servicedesk.queries.absences import stand_ins_of
from servicedesk.queries.instructions import SHOWN_AT_HOME, to_report
from servicedesk.queries.limits import limits
from servicedesk.queries.shares import share_counts, share_queue
from servicedesk.queries.whistle_lists import own_calls
from servicedesk.rules.access import HANDLING_ROLES
from servicedesk.rules.refusals import NotYours
from servicedesk.rules.text import text
from servicedesk.web import request_time
from servicedesk.web.duty_now import duty_now
from servicedesk.web.forms.whistle import call_form
from servicedesk.web.instruction_lines import lines
from servicedesk.web.last_queue import remember_queue
from servicedesk.web.listing import row
from servicedesk.web.matter_body import body
from servicedesk.web.matter_view import MatterView, matter_view
from servicedesk.web.views import Chip
from servicedesk.web.whistles.view import whistle_view

blueprint = Blueprint("department", __name__)

LABELS = {
    "to_sign": _l("To be signed"),
    "mine": _l("Mine"),
    "working": _l("Being worked on"),
    "overdue": _l("Overdue"),
    "suspended": _l("Suspended"),
    "returning": _l("Return asked for"),
    "submitted": _l("In review"),
    "done": _l("Done"),
}


@blueprint.before_request
@login_required
def _only_those_who_handle() -> None:
    if not current_user.roles & HANDLING_ROLES:
        raise NotYours(text("This page belongs to the departments."))


@blueprint.get("/")
def home() -> str:
    """The department's queue that is asked for, or the first in which something waits."""
    now, actor = request_time.now(), current_user.actor()
    absent = stand_ins_of(current_user.department_id, now).for_whom(actor.id, now)
    others = [one.absent.id for one in absent if one.absent]
    counts = share_counts(actor, now, others)
    name = request.args.get("queue") or next((key for key in LABELS if counts.get(key)), "to_sign")
    page = share_queue(actor, name, now, request.args.get("cursor"), others)
    remember_queue("department.home", request.args.get("queue"))
    in_force, first = limits(now), not request.args.get("cursor")
    rows = [
        row(
            one.ticket,
            one.clock,
            url_for("department.assignment", assignment_id=one.assignment.id),
            one.card,
            in_force,
            _goes_on(one.assignment),
        )
        for one in page.items
    ]
    return render_template(
        "department/home.html",
        office=name_of(current_user.department) if current_user.department else "",
        calls=_calls(actor, in_force),
        absent=absent,
        duty=duty_now(now),
        queue=name,
        label=LABELS[name],
        to_report=lines(to_report(actor)[:SHOWN_AT_HOME], in_force, actor.department) if first else [],
        once=uuid4().hex,
        queues=[
            (label, url_for("department.home", queue=key), counts.get(key), key == name)
            for key, label in LABELS.items()
        ],
        rows=rows,
        next_url=url_for("department.home", queue=name, cursor=page.next) if page.next else None,
        first_url=url_for("department.home", queue=name) if request.args.get("cursor") else None,
    )


def _calls(actor: Any, in_force: Any) -> list[tuple[Any, Any, Any]]:
    """The whistles that call the department and to which it has not reported in, each with its form."""
    views = [whistle_view(stand) for stand in own_calls(actor, in_force)]
    return [
        (view, line, call_form("report_in", line.call.id))
        for view in views
        for line in view.lines
        if line.own and "report_in" in line.actions
    ]


@blueprint.get("/a/<int:assignment_id>")
def assignment(assignment_id: int) -> str | Response:
    """One assignment: what to do next, the hand-over, the enterprise, and what has been done."""
    view = matter_view(assignment_id)
    part = "matter/_body.html" if request.headers.get("HX-Request") else "department/assignment.html"
    # In each round of a tracked matter the enterprise hears how it stands.
    if "feedback" in view.actions and not view.helps:
        return render_template(part, **body(view, "ticket", "feedback"))
    return render_template(part, **body(view, "assignment", _first(view)))


def _goes_on(share: Any) -> Chip | None:
    """When a suspended share goes on by itself."""
    until = share.suspended_until
    return Chip(gettext("Goes on"), until, "paused", gettext("suspended")) if until else None


def _first(view: MatterView) -> str | None:
    """Sign, then speak with the enterprise, then submit; what stands still can go on."""
    share = view.share
    if share is None or share.state == "to_sign":
        return "sign"
    if share.state == "suspended":
        return "resume"
    return "submit" if share.contacted_at or view.helps or view.page.stand.facts.confidential else "contact"
