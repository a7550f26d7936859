"""The board of a department's own people: what their department had in hand, and what waits there now."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from servicedesk.languages import name_of, say
from servicedesk.queries.board import board_names, own_counts
from servicedesk.queries.counted import Question
from servicedesk.queries.figure_settings import figure_settings
from servicedesk.queries.shares import share_counts, share_queue
from servicedesk.queries.team_load import team_load
from servicedesk.rules.figure_definitions import OF_MATTERS
from servicedesk.rules.figure_question import Asked
from servicedesk.rules.figures import NO_GROUP
from servicedesk.rules.periods import Period
from servicedesk.web import request_time
from servicedesk.web.board.figures import cell
from servicedesk.web.board.periods import zone
from servicedesk.web.board.present import LateLine, Tile, at_most
from servicedesk.web.board.tables import tables

LATE = 10
QUEUES = {
    "overdue": _l("Overdue"),
    "to_sign": _l("To be signed"),
    "working": _l("Being worked on"),
    "returning": _l("Return asked for"),
    "submitted": _l("In review"),
}
"""Of the department's queues those whose sizes stand on the board."""


def own_board(asked: Asked, earlier: Period, months: Sequence[Period]) -> dict[str, Any]:
    """What the page needs; its statements stand here, all of them."""
    actor, now = current_user.actor(), request_time.now()
    settings = figure_settings(asked.as_of)
    office = actor.department or NO_GROUP
    about = replace(asked, office=office)
    question = Question(actor, (), asked.as_of, asked.by, asked.live, office=office, settings=settings)
    found = own_counts(question, [asked.period, earlier, *months], zone())
    names = board_names((), found.parts[asked.period.name], ())
    counts = share_counts(actor, now)
    late = share_queue(actor, "overdue", now, limit=LATE)
    own = found.periods[asked.period.name]
    return {
        "found": found.periods,
        "least": settings.least_due,
        "about": about,
        "office": name_of(current_user.department) if current_user.department else "",
        "tiles": [_tile(name, counts.get(name, 0)) for name in QUEUES],
        "late": [
            LateLine(
                row.ticket.number,
                row.ticket.title,
                url_for("department.assignment", assignment_id=row.assignment.id),
                row.assignment.handler.name if row.assignment.handler else gettext("nobody yet"),
                row.assignment.next_due_at,
            )
            for row in late.items
        ],
        "own": [
            (say(one.label), cell(own[one.name], asked.period, about))
            for one in OF_MATTERS
            if one.value != "points" or settings.composite
        ],
        "team": team_load(actor, now),
        "by": gettext("Category"),
        "tables": tables(found.groups, own, names.categories, about, with_score=settings.composite),
    }


def _tile(name: str, count: int) -> Tile:
    """One of the department's queues."""
    late = name == "overdue" and count > 0
    return Tile(
        str(QUEUES[name]), at_most(count), url_for("department.home", queue=name), "", "bad" if late else ""
    )
