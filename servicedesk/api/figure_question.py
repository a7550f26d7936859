"""Which figures a query asks for, and the tickets behind one of them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from servicedesk.api.moments import month_ends_on, zone
from servicedesk.api.reader import now, reader
from servicedesk.queries.behind import tickets_behind
from servicedesk.queries.counted import Question
from servicedesk.queries.figures import question
from servicedesk.rules.access import STAFF_ROLES
from servicedesk.rules.figure_question import FIGURE_FIELDS, QUESTION_FIELDS, read_asked, read_figure
from servicedesk.rules.periods import Period
from servicedesk.rules.refusals import NotYours
from servicedesk.rules.text import text

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

__all__ = ["FIGURE_FIELDS", "QUESTION_FIELDS", "behind_figure", "figure_question"]


def figure_question(given: Mapping[str, str]) -> tuple[Question, Period]:
    """The question of a query, by default about this month, as of now.

    Raises NotYours for enterprises (figures speak of the departments' limits), Invalid for each name.
    """
    _staff_only()
    asked = read_asked(given, zone(), now(), month_ends_on())
    return question(reader().actor(), asked, zone()), asked.period


def behind_figure(given: Mapping[str, str]) -> "ColumnElement[bool] | None":
    """The condition on the tickets behind a figure, when the query names one; raises as `figure_question`."""
    found = read_figure(given, zone(), now(), month_ends_on())
    if found is None:
        return None
    _staff_only()
    return tickets_behind(
        question(reader().actor(), found.asked, zone()), found.name, found.group, found.part
    )


def _staff_only() -> None:
    if not reader().roles & STAFF_ROLES:
        raise NotYours(text("Figures are for the zone's own people."))
