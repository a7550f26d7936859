"""Members of enterprises who wait for the desk's check."""

from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField, TextAreaField

from servicedesk.operations.members import WAYS, refuse_verification, verify
from servicedesk.operations.replays import digest_of, once
from servicedesk.queries.attachments import proofs_of_all
from servicedesk.queries.members import refused_members, waiting_members
from servicedesk.rules.refusals import Invalid
from servicedesk.web import request_time
from servicedesk.web.desk import blueprint
from servicedesk.web.forms import Form, Needed
from servicedesk.web.forms.choice import SelectChoice
from servicedesk.web.matter_view import file_view

WAY_WORDS = {
    "licence": _l("Licence seen"),
    "authorisation": _l("Stamped authorisation seen"),
    "call_back": _l("Called the enterprise back"),
}


class CheckForm(Form):
    """The desk's finding about one member."""

    once = HiddenField()
    how = RadioField(
        _l("How was it checked?"),
        [Needed()],
        choices=[SelectChoice(way, WAY_WORDS[way]) for way in WAYS],
        validate_choice=False,
    )
    reason = TextAreaField(
        _l("Why not?"),
        [Needed()],
        description=_l("The member reads this."),
        render_kw={"rows": 2, "maxlength": 1000},
    )


@blueprint.get("/members")
def members() -> str:
    """Everybody who waits, with what they gave as proof."""
    return _page({})


@blueprint.post("/members/<int:person_id>")
def check_member(person_id: int) -> Response | tuple[str, int]:
    """Verify a member, or say why not."""
    form = CheckForm()
    if not form.validate_on_submit():
        return _page({person_id: form}), 422
    refusing = "refuse" in request.form

    def do() -> dict[str, str]:
        if refusing:
            person = refuse_verification(current_user, request_time.now(), person_id, form.reason.data or "")
        else:
            person = verify(current_user, request_time.now(), person_id, form.how.data or "")
        return {"name": person.name}

    try:
        digest = digest_of(request.path, refusing)
        answer = once(current_user, request_time.now(), form.once.data, digest, do)
    except Invalid as wrong:
        form.refuse(wrong)
        return _page({person_id: form}), 422
    told = (
        gettext("%(name)s has been told what is missing.", name=answer["name"])
        if refusing
        else gettext("%(name)s is verified now.", name=answer["name"])
    )
    flash(told, "success")
    return redirect(url_for("desk.members"), 303)


def _page(open_forms: dict[int, CheckForm]) -> str:
    actor = current_user.actor()
    waiting = waiting_members(actor)
    proofs = proofs_of_all(waiting)
    rows = [
        (
            person,
            [file_view(proof) for proof in proofs[person.id]],
            _of_person(
                open_forms.get(person.id) or CheckForm(formdata=None, data={"once": uuid4().hex}), person.id
            ),
        )
        for person in waiting
    ]
    return render_template("desk/members.html", rows=rows, refused=refused_members(actor))


def _of_person(form: CheckForm, person_id: int) -> CheckForm:
    """The form with ids of its own: several stand on the page, and each label must find its field."""
    for field in form:
        field.id = f"{field.name}-{person_id}"
    return form
