"""Whistles: the live board, blowing one, one whistle with its calls, and its papers."""

from importlib import import_module

from flask import Blueprint
from flask_login import current_user, login_required

from servicedesk.rules.access import STAFF_ROLES
from servicedesk.rules.refusals import NotYours
from servicedesk.rules.text import text

blueprint = Blueprint("whistles", __name__)

READERS = STAFF_ROLES - {"admin"}
"""Each of them sees the whistles of which they are a part; to the administrator none is shown."""


@blueprint.before_request
@login_required
def _only_the_zone() -> None:
    if not current_user.roles & READERS:
        raise NotYours(text("Whistles are for the zone's own people."))


for _name in ("board", "blowing", "one", "paper", "papers"):
    # Each hangs its pages on the blueprint above.
    import_module(f"{__name__}.{_name}")
