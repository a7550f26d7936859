"""The member's enterprise: its profile, proving that one speaks for it, and admitting colleagues."""

from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.file import FileField
from werkzeug.wrappers import Response

from servicedesk.operations.attachments import prove
from servicedesk.operations.members import admit
from servicedesk.operations.replays import digest_of, once
from servicedesk.queries.attachments import proofs_of
from servicedesk.queries.limits import limits
from servicedesk.queries.members import colleagues
from servicedesk.rules.refusals import Invalid, invalid
from servicedesk.rules.registration import CHECKED_WITHIN
from servicedesk.rules.text import text
from servicedesk.web import request_time
from servicedesk.web.desk_contact import desk_contact
from servicedesk.web.forms import Form, Needed
from servicedesk.web.matter_view import file_view
from servicedesk.web.portal import blueprint
from servicedesk.web.portal.addresses import MOST


class ProofForm(Form):
    """A photo of the licence, or a stamped authorisation."""

    file = FileField(_l("Photo of the licence, or stamped authorisation"), [Needed()])


@blueprint.get("/company")
def company() -> str:
    """The enterprise, whether the desk has verified the member, and the colleagues."""
    return _page(ProofForm())


@blueprint.post("/company/proof")
def give_proof() -> ResponseReturnValue:
    """Give the desk a licence or a stamped authorisation to look at."""
    form, now = ProofForm(), request_time.now()
    file = form.file.data
    try:
        if not file or not file.filename:
            raise invalid("file", text("Please choose a file first."))
        once(
            current_user,
            now,
            request.form.get("once"),
            digest_of("proof", file.filename),
            lambda: {"file": prove(current_user, now, file.stream, file.filename).id},
        )
    except Invalid as refused:
        form.refuse(refused)
        return _page(form), 422
    flash(gettext("Thank you. The desk will look at it."), "success")
    return redirect(url_for("portal.company"), 303)


@blueprint.post(f"/company/colleagues/<int(max={MOST}):person_id>/admit")
def admit_colleague(person_id: int) -> Response:
    """Say that a colleague speaks for the same enterprise."""
    person = admit(current_user, request_time.now(), person_id)
    flash(gettext("%(name)s now speaks for your enterprise as well.", name=person.name), "success")
    return redirect(url_for("portal.company"), 303)


def _page(form: ProofForm) -> str:
    now = request_time.now()
    calendar = limits(now).calendar
    given = proofs_of(current_user)
    return render_template(
        "portal/company.html",
        form=form,
        once=uuid4().hex,
        enterprise=current_user.enterprise,
        proofs=[file_view(proof) for proof in given],
        checked_by=calendar.working_days(given[-1].uploaded_at, CHECKED_WITHIN) if given else None,
        checked_within=CHECKED_WITHIN,
        colleagues=colleagues(current_user),
        contact=desk_contact(calendar, now),
    )
