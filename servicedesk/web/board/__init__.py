"""What leaders look at: the figures, what stands behind each of them, and what is overdue."""

from importlib import import_module

from flask import Blueprint
from flask_login import current_user, login_required

from servicedesk.rules.access import STAFF_ROLES
from servicedesk.rules.refusals import NotYours
from servicedesk.rules.text import text

blueprint = Blueprint("board", __name__)

# Everybody sees the figures of the matters that are theirs to see; to the administrator none is.
READERS = STAFF_ROLES - {"admin"}


@blueprint.before_request
@login_required
def _only_the_zone() -> None:
    """Figures speak of the departments' own limits, which enterprises are not told."""
    if not current_user.roles & READERS:
        raise NotYours(text("Figures are for the zone's own people."))


for _name in ("home", "things", "overdue", "reports", "report_work", "report_schedules"):
    # Each hangs its pages on the blueprint above.
    import_module(f"{__name__}.{_name}")
