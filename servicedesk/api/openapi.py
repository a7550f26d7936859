"""The OpenAPI document at /api/v1/openapi.json."""

from typing import Any

from flask import Flask
from flask_smorest import Api

from servicedesk.api.blueprint import PREFIX, blueprint

DESCRIPTION = """\
Everything that the desk's pages do, for programs. A call acts for the person of its bearer token and sees
and may do what this person sees and may do on the pages; whatever is not theirs to see answers 404.

Times are ISO 8601 with an offset. Errors are `application/problem+json` (RFC 9457) with a `code`; a refused
call has changed nothing. Lists answer `{items, next}`; `next` is the `cursor` of the following page.
"""


class Document(Api):
    """Flask-Smorest's document; errors are ours to answer, on the pages too."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Leave the app's error handlers as they are."""


def init_app(app: Flask) -> None:
    """Register every call of the blueprint, and serve their description."""
    app.config["OPENAPI_URL_PREFIX"] = PREFIX
    document = Document(app, spec_kwargs=_about())
    document.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    document.register_blueprint(blueprint)


def _about() -> dict[str, Any]:
    return {
        "title": "The enterprise-service desk",
        "version": "v1",
        "openapi_version": "3.0.3",
        "info": {"description": DESCRIPTION},
        "security": [{"token": []}],
    }
