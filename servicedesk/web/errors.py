"""What a page says when something is not done: what happened, that nothing was changed, and a way on."""

from dataclasses import dataclass

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from servicedesk import database
from servicedesk.languages import say
from servicedesk.rules.refusals import Conflict, Invalid, NotAllowed, NotFound, NotYours, Refusal, Stale
from servicedesk.web.addresses import local


@dataclass(frozen=True, slots=True)
class Words:
    """The heading of an error page, and the sentence below it."""

    title: str
    sentence: str
    icon: str


WORDS = {
    400: Words(
        _l("The page could not be sent"),
        _l("What your browser sent could not be understood. Please go back and send it again."),
        "alert-circle",
    ),
    401: Words(_l("Please sign in"), _l("This page is for people who have signed in."), "lock"),
    403: Words(
        _l("This is not yours to do"), _l("Your account may not open this page or do this step."), "lock"
    ),
    404: Words(
        _l("Nothing was found here"),
        _l("This does not exist, or you may not see it. Please check the address or the number."),
        "search",
    ),
    405: Words(
        _l("This page cannot be opened like this"),
        _l("The address belongs to a form. Please open the page that the form stands on."),
        "alert-circle",
    ),
    409: Words(_l("This step is not possible now"), _l("Nothing was changed."), "history"),
    413: Words(
        _l("What you sent is too large"),
        _l("Please send fewer or smaller files. Nothing was saved."),
        "upload",
    ),
    422: Words(_l("Please check what you entered"), _l("Nothing was changed."), "alert-circle"),
    429: Words(
        _l("Too many tries"),
        _l("For safety this address has to wait a moment. Please try again in a few minutes."),
        "hourglass",
    ),
    500: Words(
        _l("Something went wrong on our side"),
        _l("It has been recorded and nothing was changed. Please try again; if it stays, call the desk."),
        "alert-triangle",
    ),
    503: Words(
        _l("The desk is busy"), _l("Please try again in a minute. Nothing was lost or changed."), "hourglass"
    ),
}
EXPIRED = Words(
    _l("This page has been open too long"),
    _l("For safety it cannot be sent any more. Go back, load the page again, and send it once more."),
    "hourglass",
)


def init_app(app: Flask) -> None:
    """Give every error of a page its words; what the API refuses, the API answers itself."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(RateLimitExceeded, _too_many)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal."""
    if isinstance(refusal, NotFound):
        return 404
    if isinstance(refusal, NotYours):
        return 403
    if isinstance(refusal, NotAllowed | Conflict):
        return 409
    return 422


def error_page(
    status: int, words: Words | None = None, sentence: str | None = None, refusal: Refusal | None = None
) -> Response:
    """A page for `status` with its own words or the given ones, and the way on."""
    shown = words or WORDS.get(status) or WORDS[400 if status < 500 else 500]
    page = render_template(
        "errors/page.html",
        status=status,
        words=shown,
        sentence=sentence or shown.sentence,
        errors=_errors(refusal),
        stale=refusal if isinstance(refusal, Stale) else None,
        back=_way_back(),
    )
    return make_response(page, status)


def _refused(refusal: Refusal) -> Response:
    return error_page(status_of(refusal), sentence=say(refusal.sentence), refusal=refusal)


def _expired(error: CSRFError) -> Response:
    return error_page(400, EXPIRED)


def _too_many(error: RateLimitExceeded) -> Response:
    response = error_page(429)
    response.headers["Retry-After"] = str(error.limit.limit.get_expiry())
    return response


def _http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    response = error_page(error.code)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _failed(error: Exception) -> Response:
    """Nobody is shown what broke; the log is. In tests it is raised, so that no test passes over it."""
    if current_app.config["PROPAGATE_EXCEPTIONS"] or current_app.testing or current_app.debug:
        raise error
    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    database.let_go()
    try:
        return error_page(503 if database.is_busy(error) else 500)
    except Exception as worse:
        # Even the frame of a page asks the database who is reading.
        current_app.logger.error("the error page failed as well", exc_info=worse)
        return make_response(render_template("errors/plain.html"), 500)


def _errors(refusal: Refusal | None) -> list[str]:
    if not isinstance(refusal, Invalid):
        return []
    return [say(sentence) for sentences in refusal.errors.values() for sentence in sentences]


def _way_back() -> str | None:
    """The page that led here, unless it is this one."""
    back = local(request.referrer)
    return back if back and back.partition("?")[0] != request.path else None
