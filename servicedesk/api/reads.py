"""Noting in the read log what an answer shows."""

from flask import request

from servicedesk.api.reader import now, reader
from servicedesk.operations.readings import note_matter
from servicedesk.queries.standing import Standing


def note(stand: Standing, what: str) -> None:
    """The answer shows this matter (or its `history`) to the caller."""
    note_matter(reader(), now(), stand.ticket, stand.reach, what, request.path)
