"""The enterprise's own pages: its matters, submitting in three steps, its company. Phone first."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from servicedesk.extensions import login
from servicedesk.rules.refusals import NotYours
from servicedesk.rules.text import text

blueprint = Blueprint("portal", __name__)

# Whoever sees a matter is led from here to their own page of it.
OPEN_TO_ALL_READERS = frozenset({"portal.matter"})


@blueprint.before_request
def _members_only() -> ResponseReturnValue | None:
    """Everything here is for members of enterprises; who they are to a matter is asked page by page."""
    if not current_user.is_authenticated:
        return login.unauthorized()  # type: ignore[no-any-return]
    if request.endpoint in OPEN_TO_ALL_READERS or "enterprise" in current_user.roles:
        return None
    raise NotYours(text("These pages are for members of enterprises."))


from servicedesk.web.portal import (  # noqa: E402, F401 - they hang their pages on it
    choosing,
    company,
    home,
    matter,
    receipt,
    sending,
    writing,
)
