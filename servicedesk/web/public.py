"""Pages of the public."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)
