"""Confirming an urgent ring: from the page where it rings, or from the message."""

from flask import request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from servicedesk.operations.ringing import confirm
from servicedesk.web import menu, request_time
from servicedesk.web.duty import blueprint
from servicedesk.web.duty.doing import press


@blueprint.post("/rings/<int:ring_id>/confirm")
def confirm_ring(ring_id: int) -> Response:
    """I take care of it: nobody further is rung."""

    def do() -> str:
        confirm(current_user, request_time.now(), ring_id)
        return gettext("Confirmed: nobody further is rung. Please take it up now.")

    in_messages = request.form.get("back") == "messages"
    return press(do, url_for("account.messages") if in_messages else menu.home())
