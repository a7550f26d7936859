"""Recording matters for enterprises: by phone, at the counter, on visits, at meetings, from the hotline."""

from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from servicedesk.languages import name_of
from servicedesk.operations.replays import digest_of, once
from servicedesk.operations.tickets import submit
from servicedesk.queries.categories import all_departments
from servicedesk.queries.enterprises import enterprises_named, known_enterprises
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.text import Listed, text
from servicedesk.web import request_time
from servicedesk.web.desk import blueprint
from servicedesk.web.forms.choice import NOTHING, SelectChoice
from servicedesk.web.forms.record import NAMES, RecordForm
from servicedesk.web.matter_body import category_choices

# What stays in the form for the next matter of the same call, visit or meeting.
KEPT = ("channel", "credit_code", "enterprise_name", "contact_name", "contact_phone", "share_outside")


@blueprint.route("/record", methods=["GET", "POST"])
def record() -> str | tuple[str, int] | Response:
    """The form, and taking the matter in; several of one visit follow each other without typing again."""
    form = RecordForm(data=_start()) if request.method == "GET" else RecordForm()
    form.category.choices = [NOTHING, *category_choices()]
    form.about_department.choices = [NOTHING, *(SelectChoice(d.code, name_of(d)) for d in all_departments())]
    if request.method == "GET":
        return _page(form)
    if not form.validate_on_submit() or not _found_by_name(form):
        return _page(form), 422
    now = request_time.now()
    given = form.given()
    try:
        answer = once(
            current_user,
            now,
            form.once.data,
            digest_of(request.path, given),
            lambda: {"number": submit(current_user, now, given).number},
        )
    except Invalid as wrong:
        form.refuse(wrong, NAMES)
        return _page(form), 422
    flash(gettext("Recorded as %(number)s.", number=answer["number"]), "success")
    if "another" in request.form:
        return redirect(url_for("desk.record", **{name: form.data[name] or None for name in KEPT}), 303)
    return redirect(url_for("desk.ticket", number=answer["number"]), 303)


def _found_by_name(form: RecordForm) -> bool:
    """Whether there is a credit code: the one typed, or that of the only enterprise of the name typed."""
    name = (form.enterprise_name.data or "").strip()
    if (form.credit_code.data or "").strip():
        return True
    if not name:
        form.refuse(
            Invalid({"credit_code": [text("Please give the credit code or the name of the enterprise.")]})
        )
        return False
    match enterprises_named(name):
        case [only]:
            form.credit_code.data = only.credit_code
            form.enterprise_name.data = only.name
            return True
        case []:
            wrong = text("The desk knows no enterprise of this name: its credit code is needed, too.")
        case several:
            wrong = text(
                "Several enterprises have this in their name: %(names)s. Please give more of it, or the "
                "credit code.",
                names=Listed([one.name for one in several]),
            )
    form.refuse(Invalid({"enterprise_name": [wrong]}))
    return False


def _page(form: RecordForm) -> str:
    return render_template("desk/record.html", form=form, enterprises=known_enterprises())


def _start() -> dict[str, Any]:
    kept = {name: request.args[name] for name in KEPT if request.args.get(name)}
    return {"once": uuid4().hex, "channel": "phone", "kind": "request", **kept}
