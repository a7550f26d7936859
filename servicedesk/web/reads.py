"""Noting in the read log what a page shows; once for a page, however often it is put together."""

from typing import TYPE_CHECKING

from flask import g, request
from flask_login import current_user

from servicedesk.operations.readings import note_matter
from servicedesk.web import request_time

if TYPE_CHECKING:
    from servicedesk.queries.standing import Standing


def note(stand: "Standing") -> None:
    """The page shows this matter to whoever is signed in."""
    noted: set[int] = g.setdefault("noted_reads", set())
    if stand.ticket.id in noted:
        return
    noted.add(stand.ticket.id)
    what = "paper" if "/papers/" in request.path else "matter"
    note_matter(current_user, request_time.now(), stand.ticket, stand.reach, what, request.path)
