"""Confirming an urgent ring: from the page where it rings, or from the message."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from servicedesk.languages import say
from servicedesk.operations.ringing import confirm
from servicedesk.rules.refusals import NotNow
from servicedesk.web import menu, request_time
from servicedesk.web.duty import blueprint


@blueprint.post("/rings/<int:ring_id>/confirm")
def confirm_ring(ring_id: int) -> Response:
    """I take care of it: nobody further is rung."""
    try:
        confirm(current_user, request_time.now(), ring_id)
    except NotNow as second:
        flash(say(second.sentence), "warning")
    else:
        flash(gettext("Confirmed: nobody further is rung. Please take it up now."), "success")
    in_messages = request.form.get("back") == "messages"
    return redirect(url_for("account.messages") if in_messages else menu.home(), 303)
