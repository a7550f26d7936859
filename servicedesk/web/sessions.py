"""Who is reading: signing in and out, and when a session ends."""

from typing import TYPE_CHECKING

from flask import Flask, Response, flash, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_babel import gettext
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response as AnyResponse

from servicedesk.extensions import login
from servicedesk.queries.people import person_by_id
from servicedesk.rules.passwords import mark
from servicedesk.web.addresses import this_page

if TYPE_CHECKING:
    from servicedesk.models import Person

KEPT_AT_SIGN_IN = ("locale",)


class PageSessions(SecureCookieSessionInterface):
    """Sessions of pages. Static files have none: shared caches keep them, and may keep no cookie."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the session's cookie with a page."""
        if request.endpoint != "static":
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Teach Flask-Login who people are and where they sign in."""
    app.session_interface = PageSessions()
    login.init_app(app)
    login.user_loader(_reader)
    login.unauthorized_handler(_ask_to_sign_in)


def sign_in(person: "Person") -> None:
    """Begin a session of `person`; nothing of an earlier session but its language goes over into it."""
    kept = {name: session[name] for name in KEPT_AT_SIGN_IN if name in session}
    session.clear()
    session.update(kept)
    login_user(person)
    renew(person)


def renew(person: "Person") -> None:
    """Let this session go on with the person's present password; others end."""
    session.permanent = True
    session["mark"] = mark(person.password_hash)


def sign_out() -> None:
    """End the session; its language stays."""
    kept = {name: session[name] for name in KEPT_AT_SIGN_IN if name in session}
    logout_user()
    session.clear()
    session.update(kept)


def _reader(person_id: str) -> "Person | None":
    person = person_by_id(int(person_id)) if person_id.isdecimal() else None
    if person is None or not person.active or session.get("mark") != mark(person.password_hash):
        return None
    return person


def _ask_to_sign_in() -> AnyResponse:
    address = url_for("account.sign_in", next=this_page())
    if request.headers.get("HX-Request"):
        # Only a part of the page was asked for; the sign-in page is a whole one.
        return Response(status=401, headers={"HX-Redirect": address})
    flash(gettext("Please sign in to go on."), "info")
    return redirect(address)
