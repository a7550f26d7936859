"""For whom a call is answered, and at which moment: the person of the bearer token, never a session."""

from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING

from flask import current_app, g, request
from flask_babel import force_locale

from servicedesk import wallclock
from servicedesk.languages import LANGUAGES
from servicedesk.queries.tokens import digest_of_token, person_by_token
from servicedesk.rules.refusals import NotFound, Refusal
from servicedesk.rules.text import text

if TYPE_CHECKING:
    from servicedesk.models import Person


class NoToken(Refusal):
    """The call brought no token, or one that opens nothing."""

    code = "not_signed_in"

    def __init__(self, given: bool) -> None:
        super().__init__(
            text("This token is not valid, or no longer.")
            if given
            else text("Please send a token: Authorization: Bearer …")
        )
        self.given = given


def admit() -> None:
    """Find out who calls; raises NoToken. Runs before every call."""
    if "\x00" in request.path:
        raise NotFound  # no database takes this character
    token = token_given()
    person = person_by_token(token) if token else None
    speak(person.locale if person else None)
    if person is None:
        raise NoToken(bool(token))
    g.reader = person


def reader() -> "Person":
    """The person for whom the caller acts."""
    return g.reader  # type: ignore[no-any-return]


def now() -> datetime:
    """The moment of this call, aware, in UTC; the same however often it is asked for."""
    if "now" not in g:
        g.now = wallclock.now()
    return g.now  # type: ignore[no-any-return]


def token_given() -> str | None:
    """The bearer token of this call, when it has one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def digest_given() -> str | None:
    """What the token is counted under: its digest, so that no counter holds a token."""
    token = token_given()
    return digest_of_token(token) if token else None


def speak(own: str | None) -> None:
    """Answer in the person's own language, else in the one that the call accepts, else in the zone's.

    A session's language does not count here, nor is a session ever read.
    """
    stack = g.setdefault("languages", ExitStack())
    stack.enter_context(force_locale(own if own in LANGUAGES else _accepted()))


def fall_silent(error: BaseException | None = None) -> None:
    """End what `speak` began. Runs after every call."""
    g.pop("languages", ExitStack()).close()


def _accepted() -> str:
    for wanted in request.accept_languages.values():
        language = wanted.replace("_", "-").split("-")[0].lower()
        for code in LANGUAGES:
            if code.split("_")[0] == language:
                return code
    return str(current_app.config["BABEL_DEFAULT_LOCALE"])
