"""The one blueprint that every call hangs on."""

from flask_smorest import Blueprint

PREFIX = "/api/v1"

blueprint = Blueprint("api", __name__, url_prefix=PREFIX)
