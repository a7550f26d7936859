"""People on duty: who is away and who stands in, who answers urgent matters, and urgent rings."""

from collections.abc import Sequence
from importlib import import_module

from flask import Blueprint, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_required

from servicedesk.rules.access import STAFF_ROLES
from servicedesk.rules.handover import hands_over
from servicedesk.rules.refusals import NotYours
from servicedesk.rules.text import text

blueprint = Blueprint("duty", __name__)

PAGES = {"duty.office": _l("Deputies and absences"), "duty.roster": _l("Duty roster")}
PAGES |= {"duty.handover": _l("Shift handover")}
OF_ADMINISTRATORS = frozenset(
    {"duty.roster", "duty.plan_week", "duty.as_before", "duty.add_entry", "duty.remove_entry", "duty.minutes"}
)
"""They plan rosters, and are in no office."""


@blueprint.before_request
@login_required
def _only_staff() -> None:
    allowed = STAFF_ROLES if request.endpoint in OF_ADMINISTRATORS else STAFF_ROLES - {"admin"}
    if not current_user.roles & allowed:
        raise NotYours(text("This page belongs to the service centre and the departments."))


def duty_tabs() -> Sequence[tuple[str, str, None, bool]]:
    """The pages about people on duty that the reader may open."""
    shown = [end for end in PAGES if end in OF_ADMINISTRATORS or "admin" not in current_user.roles]
    if not hands_over(current_user.roles, current_user.actor().department):
        shown = [end for end in shown if end != "duty.handover"]
    return [(PAGES[end], url_for(end), None, end == request.endpoint) for end in shown]


for _name in ("handover", "office", "ringing", "roster"):
    # Each hangs its pages on the blueprint above.
    import_module(f"{__name__}.{_name}")
