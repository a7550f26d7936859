"""Submitting, step 3: everything on one page with the limits that it will have; then sent, once."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from servicedesk.languages import name_of
from servicedesk.operations.replays import digest_of, once
from servicedesk.operations.submissions import Submission, check_submission
from servicedesk.operations.tickets import submit
from servicedesk.queries.attachments import attachments_of_draft
from servicedesk.queries.drafts import find_draft
from servicedesk.queries.limits import limits
from servicedesk.rules.clocks import is_provisional
from servicedesk.rules.explain import Line, explain
from servicedesk.rules.forecast import Forecast, forecast
from servicedesk.rules.limits import Limits
from servicedesk.rules.policy import Case
from servicedesk.rules.refusals import Invalid
from servicedesk.web import request_time
from servicedesk.web.extra_fields import shown_fields
from servicedesk.web.forms import Form
from servicedesk.web.matter_view import file_view
from servicedesk.web.portal import blueprint
from servicedesk.web.portal.addresses import MOST
from servicedesk.web.portal.writing import details_of, given_of
from servicedesk.web.words import word

if TYPE_CHECKING:
    from servicedesk.models import Draft


@blueprint.route(f"/submit/<int(max={MOST}):draft_id>/check", methods=["GET", "POST"])
def check(draft_id: int) -> ResponseReturnValue:
    """Everything on one page, with links to change it; however often it is sent, it makes one matter."""
    if request.method == "POST":
        return _send(draft_id)
    draft = find_draft(draft_id, current_user)
    try:
        submission = check_submission(current_user, given_of(draft))
    except Invalid:
        return redirect(details_of(draft, complete=1))
    return _page(draft, submission)


def _send(draft_id: int) -> ResponseReturnValue:
    now = request_time.now()

    def send() -> dict[str, Any]:
        draft = find_draft(draft_id, current_user)
        return {"number": submit(current_user, now, given_of(draft), draft_id=draft.id).number}

    try:
        # Asked before the draft is: sent for the second time it is no more, but its matter is there.
        answer = once(current_user, now, request.form.get("once"), digest_of("submit", draft_id), send)
    except Invalid:
        flash(gettext("Something is still missing. Please complete it."), "warning")
        return redirect(details_of(find_draft(draft_id, current_user), complete=1), 303)
    return redirect(url_for("portal.sent", number=answer["number"]), 303)


def _page(draft: "Draft", submission: Submission) -> str:
    now = request_time.now()
    in_force = limits(now)
    expected = _forecast(submission, in_force, now)
    return render_template(
        "portal/submit_check.html",
        provisional=lambda due: is_provisional(in_force.calendar, due),
        form=Form(),
        once=uuid4().hex,
        draft=draft,
        submission=submission,
        category=submission.category,
        extra=shown_fields(submission.category.fields, submission.extra),
        about=name_of(submission.about) if submission.about else "",
        files=[file_view(file) for file in attachments_of_draft(draft)],
        limits=expected,
        reckonings=_reckonings(expected, in_force),
        change=details_of(draft),
    )


def _reckonings(expected: Forecast, in_force: Limits) -> list[tuple[str, list[Line]]]:
    """Why the limits are then, line by line."""
    dues = {"accept": expected.accept_due, "promise": expected.promise_due}
    return [
        (
            word("clock", kind),
            explain(in_force.calendars[in_force.calendar_id(kind, None)], facts, due),
        )
        for kind, facts in expected.facts.items()
        if (due := dues[kind])
    ]


def _forecast(submission: Submission, in_force: Limits, now: datetime) -> Forecast:
    case = Case(
        submission.values["kind"],
        urgent=bool(submission.values["urgent"]),
        complex=submission.category.complex,
        category=submission.category.code,
    )
    return forecast(in_force, case, now)
