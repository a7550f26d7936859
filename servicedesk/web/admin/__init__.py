"""What the administrator oversees: departments, people, categories, limits, calendar, and the timetable."""

from importlib import import_module

from flask import Blueprint
from flask_login import current_user, login_required

from servicedesk.rules.refusals import NotYours
from servicedesk.rules.text import text

blueprint = Blueprint("admin", __name__)


@blueprint.before_request
@login_required
def _only_the_administrator() -> None:
    """Let in administrators alone."""
    if "admin" not in current_user.roles:
        raise NotYours(text("This page belongs to the administrator."))


for _name in (
    "state",
    "lists",
    "policies",
    "policy_editing",
    "calendars",
    "calendar_edits",
    "whistle_kinds",
    "sampling",
    "figure_settings",
):
    # Each hangs its pages on the blueprint above.
    import_module(f"{__name__}.{_name}")
