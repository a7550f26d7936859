"""Where the service centre works: its queues, one matter, recording, members, search."""

from importlib import import_module

from flask import Blueprint, request
from flask_login import current_user, login_required

from servicedesk.rules.access import CALLING_ROLES, DESK_ROLES, STAFF_ROLES
from servicedesk.rules.refusals import NotYours
from servicedesk.rules.text import text

blueprint = Blueprint("desk", __name__)

# Leaders and supervisors read a matter here, departments search; all else is the desk's own.
OPEN_TO_STAFF = frozenset({"desk.ticket", "desk.search"})
# Of what the supervisor's own office led, a leader may be the one who calls.
OPEN_TO_CALLERS = frozenset({"desk.callbacks"})


@blueprint.before_request
@login_required
def _only_the_desk() -> None:
    """Let in the desk, and the supervisor, who does the desk's steps where the desk is complained of."""
    roles = current_user.roles
    allowed = STAFF_ROLES if request.endpoint in OPEN_TO_STAFF else DESK_ROLES | {"supervisor"}
    allowed = CALLING_ROLES if request.endpoint in OPEN_TO_CALLERS else allowed
    if not roles & allowed:
        raise NotYours(text("This page belongs to the service centre."))


for _name in ("callbacks", "importing", "inbox", "members", "record", "search"):
    # Each hangs its pages on the blueprint above.
    import_module(f"{__name__}.{_name}")
