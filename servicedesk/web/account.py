"""Everybody's own pages: signing in and out, language and colours, particulars and password."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from servicedesk.extensions import limiter
from servicedesk.languages import say
from servicedesk.operations import accounts
from servicedesk.operations.accounts import NotSignedIn
from servicedesk.rules.enterprise import shown_phone
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.text import text
from servicedesk.web import layout, locales, menu, request_time, sessions
from servicedesk.web.addresses import local
from servicedesk.web.forms.account import PasswordForm, ProfileForm, SignInForm

blueprint = Blueprint("account", __name__)

# A whole office may stand behind one address, so only wrong passwords count; each person's own waiting time
# comes on top.
FAILURES_PER_ADDRESS = "30 per 5 minutes; 300 per day"
YEAR = 365 * 24 * 3600


def _failed(response: Response) -> bool:
    return response.status_code == 422


failures = limiter.shared_limit(
    FAILURES_PER_ADDRESS, scope="passwords", methods=["POST"], deduct_when=_failed
)


@blueprint.route("/login", methods=["GET", "POST"])
@failures
def sign_in() -> ResponseReturnValue:
    """The sign-in page; a wrong name or password is answered in the same words and time."""
    form = SignInForm(data={"next": request.args.get("next")} if request.method == "GET" else None)
    goal = local(form.next.data)
    if current_user.is_authenticated:
        return redirect(goal or menu.home())
    if not form.is_submitted():
        return render_template("account/sign_in.html", form=form)
    if form.validate():
        try:
            person = accounts.verify_login(
                form.username.data or "", form.password.data or "", request_time.now()
            )
        except NotSignedIn as refusal:
            form.form_errors.append(say(refusal.sentence))
        else:
            sessions.sign_in(person)
            return redirect(goal or menu.home())
    return render_template("account/sign_in.html", form=form), 422


@blueprint.post("/logout")
def sign_out() -> ResponseReturnValue:
    """End the session."""
    sessions.sign_out()
    flash(gettext("You have signed out."), "success")
    return redirect(menu.home())


@blueprint.post("/account/language")
def choose_language() -> ResponseReturnValue:
    """Speak another language from now on."""
    locales.choose(request.form.get("locale", ""))
    return redirect(local(request.form.get("next")) or menu.home())


@blueprint.post("/account/theme")
def choose_theme() -> ResponseReturnValue:
    """Light or dark colours, kept in the browser; anything else leaves it to the browser's own wish."""
    chosen = request.form.get("theme", "")
    response = redirect(local(request.form.get("next")) or menu.home())
    if chosen in layout.THEMES:
        response.set_cookie(
            layout.THEME_COOKIE, chosen, max_age=YEAR, secure=request.is_secure, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(layout.THEME_COOKIE)
    return response


@blueprint.route("/account", methods=["GET", "POST"])
@login_required
def profile() -> ResponseReturnValue:
    """Name, phone and e-mail."""
    form = ProfileForm(obj=current_user)
    if not form.is_submitted():
        form.phone.data = shown_phone(current_user.phone) if current_user.phone else ""
        return render_template("account/profile.html", form=form)
    if form.validate():
        try:
            given = {name: form[name].data for name in ("name", "phone", "email")}
            accounts.change_profile(current_user, given, request_time.now())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("Your particulars have been saved."), "success")
            return redirect(url_for("account.profile"))
    return render_template("account/profile.html", form=form), 422


@blueprint.route("/account/password", methods=["GET", "POST"])
@login_required
@failures
def password() -> ResponseReturnValue:
    """A new password; sessions elsewhere end."""
    form = PasswordForm()
    if not form.is_submitted():
        return render_template("account/password.html", form=form)
    if form.validate():
        try:
            _change_password(form)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            flash(gettext("Your password has been changed. Sessions on other devices have ended."), "success")
            return redirect(url_for("account.profile"))
    return render_template("account/password.html", form=form), 422


def _change_password(form: PasswordForm) -> None:
    if form.new.data != form.again.data:
        raise Invalid({"again": [text("The two entries of the new password differ.")]})
    accounts.change_password(current_user, form.current.data or "", form.new.data or "", request_time.now())
    sessions.renew(current_user)


from servicedesk.web import inbox  # noqa: E402, F401 - it hangs its pages on the blueprint
