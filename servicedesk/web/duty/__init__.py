"""People on duty: who is away and who stands in."""

from collections.abc import Sequence
from importlib import import_module

from flask import Blueprint, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_required

from servicedesk.rules.access import STAFF_ROLES
from servicedesk.rules.refusals import NotYours
from servicedesk.rules.text import text

blueprint = Blueprint("duty", __name__)

PAGES = {"duty.office": _l("Deputies and absences")}


@blueprint.before_request
@login_required
def _only_staff() -> None:
    """Administrators are in no office and handle nothing."""
    if not current_user.roles & (STAFF_ROLES - {"admin"}):
        raise NotYours(text("This page belongs to the service centre and the departments."))


def duty_tabs() -> Sequence[tuple[str, str, None, bool]]:
    """The pages about people on duty that the reader may open."""
    return [(label, url_for(end), None, end == request.endpoint) for end, label in PAGES.items()]


for _name in ("office",):
    # Each hangs its pages on the blueprint above.
    import_module(f"{__name__}.{_name}")
