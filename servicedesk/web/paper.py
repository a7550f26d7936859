"""Recording what was decided on paper. Hangs its call on the blueprint `decisions`."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from servicedesk.languages import say
from servicedesk.rules.refusals import Invalid, NotAllowed
from servicedesk.web.decisions import blueprint, decide
from servicedesk.web.errors import status_of
from servicedesk.web.one_request import find, may_record_here, page_of, paper_form
from servicedesk.web.scans import add_scan


@blueprint.post("/<int:request_id>/paper")
def record(request_id: int) -> str | tuple[str, int] | Response:
    """Add the scan, where it comes with the form, and record the decision."""
    found = find(request_id)
    if not may_record_here(found):
        return page_of(found, refused=gettext("There is nothing to record here any more.")), 409
    form = paper_form(found)
    if not form.validate_on_submit():
        return page_of(found, paper=form), 422
    action = next((name for name in ("approve", "rule") if name in request.form), "refuse")
    added: dict[str, Any] = {}
    try:
        added = add_scan(found.stand.ticket.number, form)
        decide(request_id, action, form, **added)
    except Invalid as wrong:
        found = find(request_id)
        form = paper_form(found, **added)
        form.refuse(wrong, {"file": "scan"} | ({} if form.paper else {"paper": "scan"}))
        return page_of(found, paper=form), 422
    except NotAllowed as refused:
        found = find(request_id)
        said = say(refused.sentence)
        return page_of(found, paper=paper_form(found, **added), refused=said), status_of(refused)
    flash(gettext("The decision has been recorded."), "success")
    return redirect(url_for("decisions.pending"), 303)
