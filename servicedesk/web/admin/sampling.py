"""How many withdrawals the supervisor asks about: shown and changed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from servicedesk.operations.sampling import change_sampling
from servicedesk.queries.sampling import newest_version
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.sampling import DEFAULT
from servicedesk.web import request_time
from servicedesk.web.admin import blueprint
from servicedesk.web.admin.tabs import admin_tabs
from servicedesk.web.forms import seen_version
from servicedesk.web.forms.sampling import SamplingForm


@blueprint.route("/withdrawals", methods=["GET", "POST"])
def withdrawals() -> ResponseReturnValue:
    """The share that is in force; another one holds from now on, and each change stands in the journal."""
    if request.method != "POST":
        newest = newest_version()
        return _page(SamplingForm(obj=newest or DEFAULT, seen=newest.id if newest else 0))
    form = SamplingForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        change_sampling(current_user, request_time.now(), form.read(), seen_version(form.seen.data))
    except Invalid as wrong:
        form.refuse(wrong)
        return _page(form), 422
    flash(gettext("Changed; it holds for what is withdrawn from now on."), "success")
    return redirect(url_for("admin.withdrawals"), 303)


def _page(form: SamplingForm) -> str:
    return render_template("admin/sampling.html", tabs=admin_tabs(), form=form)
