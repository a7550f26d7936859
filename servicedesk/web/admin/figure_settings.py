"""What holds for figures: shown, changed, and every version that there was."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from servicedesk.operations.figure_settings import change_figure_settings
from servicedesk.queries.figure_settings import settings_of, versions
from servicedesk.rules.figure_settings import DEFAULT
from servicedesk.rules.refusals import Invalid
from servicedesk.web import request_time
from servicedesk.web.admin import blueprint
from servicedesk.web.admin.tabs import admin_tabs
from servicedesk.web.forms import seen_version
from servicedesk.web.forms.figure_settings import FigureSettingsForm

if TYPE_CHECKING:
    from servicedesk.models import FigureVersion


@blueprint.route("/figures", methods=["GET", "POST"])
def figures() -> ResponseReturnValue:
    """What is in force; another version holds from now on, and each change stands in the journal."""
    if request.method != "POST":
        made = versions()
        newest = (settings_of(made[0]), made[0].id) if made else (DEFAULT, 0)
        return _page(FigureSettingsForm(obj=newest[0], seen=newest[1]), made)
    form = FigureSettingsForm()
    # A number that cannot be read has its sentence already.
    form.validate_on_submit()
    try:
        change_figure_settings(current_user, request_time.now(), form.read(), seen_version(form.seen.data))
    except Invalid as wrong:
        form.refuse(wrong)
        # Read only now, so that what somebody else has made meanwhile stands there.
        return _page(form, versions()), 422
    flash(gettext("Changed; it holds for figures from now on."), "success")
    return redirect(url_for("admin.figures"), 303)


def _page(form: FigureSettingsForm, made: "Sequence[FigureVersion]") -> str:
    return render_template("admin/figures.html", tabs=admin_tabs(), form=form, versions=made)
