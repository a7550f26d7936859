"""What programs see: the calls of /api/v1, over the same queries and operations as the pages."""

from importlib import import_module

from flask import Flask, Response, request

from servicedesk.api import openapi, problems, reader
from servicedesk.api.blueprint import blueprint
from servicedesk.extensions import csrf, limiter

# Modules with calls.
CALLS = ("tickets", "actions", "files", "requests", "whistles", "clocks", "duty", "figures", "reference")

# Enough for any honest program; what runs wild is stopped before it stops the others.
CALLS_PER_TOKEN = "6000 per minute"


def register(app: Flask) -> None:
    """Bind the calls and their description to the app."""
    for name in CALLS:
        import_module(f"{__name__}.{name}")
    problems.init_app(app)
    openapi.init_app(app)
    app.teardown_request(reader.fall_silent)


def _who_calls() -> str:
    return reader.digest_given() or request.remote_addr or ""


@blueprint.after_request
def keep_to_the_caller(response: Response) -> Response:
    """What one person may see is kept by no cache on the way."""
    response.headers["Cache-Control"] = "no-store"
    return response


blueprint.before_request(reader.admit)
# A call never reads a session, so no foreign page can make a browser send one for somebody.
csrf.exempt(blueprint)
# Once for all apps of the process, for each further time would count every call once more.
limiter.limit(lambda: CALLS_PER_TOKEN, key_func=_who_calls)(blueprint)
