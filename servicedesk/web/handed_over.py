"""What was handed over to the inspector's office: its own list, and the receipts of who handed it over."""

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user, login_required

from servicedesk.queries.handed_over import handed_over
from servicedesk.rules.access import DESK_ROLES
from servicedesk.rules.refusals import NotYours
from servicedesk.rules.text import text

blueprint = Blueprint("handed_over", __name__)

ROLES = DESK_ROLES | {"supervisor", "inspector"}


@blueprint.before_request
@login_required
def _only_those_whom_it_concerns() -> None:
    if not current_user.roles & ROLES:
        raise NotYours(text("This page belongs to the inspector's office and the service centre."))


@blueprint.get("/")
def listed() -> str:
    """The newest first."""
    cursor = request.args.get("cursor")
    page = handed_over(current_user.actor(), cursor)
    return render_template(
        "handed_over.html",
        tickets=page.items,
        inspects="inspector" in current_user.roles,
        next_url=url_for("handed_over.listed", cursor=page.next) if page.next else None,
        first_url=url_for("handed_over.listed") if cursor else None,
    )
