"""Registering as a member of an enterprise."""

from typing import BinaryIO, cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from servicedesk.extensions import limiter
from servicedesk.languages import say
from servicedesk.operations.attachments import prove
from servicedesk.operations.members import register
from servicedesk.rules.files import LARGEST, check_file
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.registration import check_registration
from servicedesk.web import menu, request_time, sessions
from servicedesk.web.addresses import local
from servicedesk.web.forms.register import RegisterForm
from servicedesk.web.public import blueprint

# Registering tells whether a user name is taken, and each account is a row for good.
REGISTRATIONS_PER_ADDRESS = "60 per hour; 200 per day"


@blueprint.route("/register", endpoint="register", methods=["GET", "POST"])
@limiter.limit(REGISTRATIONS_PER_ADDRESS, methods=["POST"])
def register_page() -> ResponseReturnValue:
    """The form, and a new member, who is signed in at once but not verified yet."""
    form = RegisterForm(data={"next": request.args.get("next")} if request.method == "GET" else None)
    if current_user.is_authenticated:
        return redirect(menu.home())
    if not form.is_submitted():
        return _page(form)
    if not form.validate():
        return _page(form), 422
    try:
        proof = _checked(form.proof.data)
    except Invalid as refused:
        form.refuse(refused, {"file": "proof"})
        proof = None
    try:
        if form.errors:
            check_registration(form.given())
            return _page(form), 422
        person = register(request_time.now(), form.given())
    except Invalid as refused:
        form.refuse(refused)
        return _page(form), 422
    sessions.sign_in(person)
    flash(gettext("Welcome, %(name)s. Your account is ready.", name=person.name), "success")
    if proof is not None:
        _give(proof)
    return redirect(local(form.next.data) or url_for("portal.company"), 303)


def _checked(given: FileStorage | None) -> FileStorage | None:
    """The proof, when one was chosen; raises Invalid for `file` before anything is stored."""
    if not given or not given.filename:
        return None
    check_file(given.stream.read(LARGEST + 1), given.filename)
    given.stream.seek(0)
    return given


def _give(proof: FileStorage) -> None:
    try:
        prove(current_user, request_time.now(), cast(BinaryIO, proof.stream), proof.filename or "")
    except Invalid as refused:
        for sentences in refused.errors.values():
            flash(say(sentences[0]), "warning")


def _page(form: RegisterForm) -> str:
    return render_template("public/register.html", form=form)
