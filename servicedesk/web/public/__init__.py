"""What anybody may see: the way in, tracking by number and code, what is promised, help, registering."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)

from servicedesk.web.public import figures, judging, pages, registering, tracking  # noqa: E402, F401 - they hang their pages on it
