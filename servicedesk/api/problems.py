"""Errors as problem answers (RFC 9457): a code for programs, and a sentence for people."""

import json
from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, current_app, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import HTTPException

from servicedesk.api.blueprint import PREFIX, blueprint
from servicedesk.api.describing import action_list
from servicedesk.api.moments import iso
from servicedesk.api.reader import NoToken, speak
from servicedesk.database import is_busy
from servicedesk.languages import say
from servicedesk.rules import workflow
from servicedesk.rules.call_workflow import CALL
from servicedesk.rules.refusals import Conflict, Invalid, NotAllowed, NotFound, NotYours, Refusal, Stale
from servicedesk.rules.whistle_workflow import WHISTLE
from servicedesk.rules.workflow_rows import Row

MEDIA_TYPE = "application/problem+json"

TITLES: dict[str, Any] = {
    "not_signed_in": lazy_gettext("No valid token"),
    "bad_json": lazy_gettext("The body is no JSON object"),
    "bad_request": lazy_gettext("The call cannot be understood"),
    "not_yours": lazy_gettext("This is not yours to do"),
    "not_found": lazy_gettext("Nothing was found here"),
    "method_not_allowed": lazy_gettext("The address does not take this method"),
    "not_now": lazy_gettext("This step is not possible now"),
    "stale": lazy_gettext("Somebody was faster"),
    "conflict": lazy_gettext("This contradicts an earlier call"),
    "too_large": lazy_gettext("What you sent is too large"),
    "invalid": lazy_gettext("Please check what you entered"),
    "too_many": lazy_gettext("Too many calls"),
    "internal": lazy_gettext("Something went wrong on our side"),
    "busy": lazy_gettext("The desk is busy"),
}
OF_STATUS = {
    400: "bad_request", 401: "not_signed_in", 403: "not_yours", 404: "not_found", 405: "method_not_allowed",
    409: "conflict", 413: "too_large", 422: "invalid", 429: "too_many",
}  # fmt: skip


class BadJson(Refusal):
    """The body is not a JSON object."""

    code = "bad_json"


def init_app(app: Flask) -> None:
    """Answer what never reaches a call (no such address, wrong method) as a problem too."""
    app.before_request(_unrouted)


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """A problem answer; `more` are further members beside the standard ones."""
    body = {
        "type": f"urn:servicedesk:problem:{code}",
        "title": str(TITLES.get(code, TITLES["bad_request"])),
        "status": status,
        "detail": detail,
        "code": code,
        **more,
    }
    return Response(json.dumps(body, ensure_ascii=False), status=status, mimetype=MEDIA_TYPE)


@blueprint.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    """What rules and operations refuse, with all that helps the caller on."""
    response = problem(
        _status(refusal),
        refusal.code if refusal.code in TITLES else "invalid",
        say(refusal.sentence),
        **_members(refusal),
    )
    if isinstance(refusal, NoToken):
        error = ', error="invalid_token"' if refusal.given else ""
        response.headers["WWW-Authenticate"] = f'Bearer realm="servicedesk"{error}'
    return response


@blueprint.errorhandler(429)  # named, because the pages have a handler for just this
@blueprint.errorhandler(HTTPException)
def http(error: HTTPException) -> Response | HTTPException:
    """What Flask and its extensions refuse."""
    if error.code is None or error.code < 400:
        return error
    code = OF_STATUS.get(error.code, "bad_request" if error.code < 500 else "internal")
    response = problem(error.code, code, _detail(code))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    if error.code == 429:
        response.headers["Retry-After"] = "60"
    return response


@blueprint.errorhandler(Exception)
def failed(error: Exception) -> Response:
    """Nobody is shown what broke; the log is. In tests it is raised, so that no test passes over it."""
    if current_app.config["PROPAGATE_EXCEPTIONS"] or current_app.testing or current_app.debug:
        raise error
    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    if not is_busy(error):
        return problem(500, "internal", _detail("internal"))
    response = problem(503, "busy", gettext("Please try again in a minute. Nothing was lost or changed."))
    response.headers["Retry-After"] = "60"
    return response


def _unrouted() -> Response | HTTPException | None:
    error = request.routing_exception
    if error is None or not f"{request.path}/".startswith(f"{PREFIX}/"):
        return None
    speak(None)
    answer = http(error)
    return answer if isinstance(answer, Response) else None


def _status(refusal: Refusal) -> int:
    match refusal:
        case NoToken():
            return 401
        case BadJson():
            return 400
        case NotFound():
            return 404
        case NotYours():
            return 403
        case NotAllowed() | Conflict():
            return 409
    return 422


def _members(refusal: Refusal) -> dict[str, Any]:
    members: dict[str, Any] = {}
    if isinstance(refusal, Invalid):
        members["errors"] = {name: [say(s) for s in found] for name, found in refusal.errors.items()}
    if isinstance(refusal, NotAllowed):
        members["actions"] = action_list(_table(), refusal.actions)
    if isinstance(refusal, Stale):
        members["events"] = [_meanwhile(event) for event in refusal.events]
    return members


def _table() -> Sequence[Row]:
    """Whose actions a refusal names: those of what the call is about."""
    about = request.view_args or {}
    tables = {
        "request_id": workflow.REQUEST,
        "assignment_id": workflow.ASSIGNMENT,
        "whistle": WHISTLE,
        "call_id": CALL,
    }
    return next((table for name, table in tables.items() if name in about), workflow.TICKET)


def _meanwhile(event: Any) -> dict[str, Any]:
    action, _, at = event
    return {"action": action, "at": iso(at)}


def _detail(code: str) -> str:
    match code:
        case "not_found":
            return gettext("This does not exist, or you may not see it.")
        case "method_not_allowed":
            return gettext("Please look at the description of this address for the methods that it takes.")
        case "too_large":
            return gettext("Please send fewer or smaller files. Nothing was saved.")
        case "too_many":
            return gettext("Please wait a minute and try again.")
        case "internal":
            return gettext("It has been recorded and nothing was changed.")
    return gettext("Nothing was changed.")
