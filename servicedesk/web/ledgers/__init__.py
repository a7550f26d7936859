"""Every list as a file (台账): its columns are chosen here and kept for whoever gets it."""

from flask import Blueprint

blueprint = Blueprint("ledgers", __name__)

from servicedesk.web.ledgers import choosing  # noqa: E402, F401 - it hangs its pages on the blueprint
