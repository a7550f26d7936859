"""Where a department disputes the refusal of its return."""

from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from servicedesk.languages import say
from servicedesk.operations.replays import digest_of, once
from servicedesk.operations.steps import act_on_request
from servicedesk.queries import redacted
from servicedesk.queries.finding import ticket_of_request
from servicedesk.queries.limits import limits
from servicedesk.queries.requests import number_of_request
from servicedesk.queries.standing import standing
from servicedesk.rules.access import HANDLING_ROLES
from servicedesk.rules.refusals import Invalid, NotAllowed, NotFound, NotYours
from servicedesk.rules.text import text
from servicedesk.web import request_time
from servicedesk.web.asked import asked
from servicedesk.web.errors import status_of
from servicedesk.web.forms.returns import DisputeForm
from servicedesk.web.returned import objection_of

blueprint = Blueprint("disputes", __name__)


@blueprint.before_request
@login_required
def _only_those_who_handle() -> None:
    if not current_user.roles & HANDLING_ROLES:
        raise NotYours(text("This page belongs to the departments."))


@blueprint.route("/<int:request_id>", methods=["GET", "POST"])
def dispute(request_id: int) -> str | tuple[str, int] | Response:
    """The refusal, and why it is wrong."""
    form = DisputeForm(data={"once": uuid4().hex})
    if request.method == "GET":
        return _page(request_id, form)
    if not form.validate_on_submit():
        return _page(request_id, form, status=422)
    try:
        _dispute(request_id, form)
    except Invalid as wrong:
        form.refuse(wrong)
        return _page(request_id, form, status=422)
    except NotAllowed as refused:
        return _page(request_id, form, say(refused.sentence), status_of(refused))
    flash(gettext("Disputed; a leader rules."), "success")
    number = number_of_request(request_id, current_user.actor())
    return redirect(url_for("matter.show", number=number), 303)


def _dispute(request_id: int, form: DisputeForm) -> None:
    now, given = request_time.now(), {"reason": form.reason.data}
    once(
        current_user,
        now,
        form.once.data,
        digest_of(request.path, given),
        lambda: {"number": act_on_request(current_user, now, request_id, "dispute", given).number},
    )


def _page(
    request_id: int, form: DisputeForm, refused: str = "", status: int = 200
) -> tuple[str, int] | Response:
    now = request_time.now()
    ticket = ticket_of_request(request_id, current_user.actor())
    stand = redacted.standing_of(standing(ticket, current_user, limits(now), now))
    one = next((one for one in stand.requests if one.id == request_id), None)
    if one is None:
        raise NotFound
    share = stand.share(one.assignment_id)
    objection = objection_of(one, share, stand)
    if request.method == "GET" and objection is None:
        flash(gettext("This step is not possible now."), "warning")
        return redirect(url_for("matter.show", number=ticket.number))
    page = render_template(
        "department/dispute.html",
        ticket=stand.ticket,
        handover=(share.handover_text if share else "") or "",
        home=url_for("matter.show", number=ticket.number),
        form=form,
        asked=asked(one, share),
        until=objection[1] if objection else None,
        refused=refused,
    )
    return page, status
