"""Which figures a query asks for, and the tickets behind one of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from servicedesk.api.moments import zone
from servicedesk.api.reader import now, reader
from servicedesk.queries.figures import Question, tickets_behind
from servicedesk.rules.access import STAFF_ROLES
from servicedesk.rules.fields import Field, check
from servicedesk.rules.figures import BY_NAME, GROUPINGS
from servicedesk.rules.periods import Period, month_of, parse
from servicedesk.rules.refusals import NotYours, invalid
from servicedesk.rules.text import text
from servicedesk.rules.ticket_filters import NO_MOMENT, moment_or_day

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

PARTS = ("denominator", "numerator")
QUESTION_FIELDS = (
    Field("period", "line", required=False),
    Field("by", "choice", required=False, choices=GROUPINGS),
    Field("as_of", "line", required=False),
)
# In the query of a list of tickets.
FIGURE_FIELDS = (
    Field("figure", "choice", required=False, choices=tuple(BY_NAME)),
    *QUESTION_FIELDS,
    Field("group", "line", required=False),
    Field("part", "choice", required=False, choices=PARTS),
)


def figure_question(given: Mapping[str, str]) -> tuple[Question, Period]:
    """The question of a query, by default about this month, as of now.

    Raises NotYours for enterprises (figures speak of the departments' limits), Invalid for each name.
    """
    if not reader().roles & STAFF_ROLES:
        raise NotYours(text("Figures are for the zone's own people."))
    values = check(QUESTION_FIELDS, {field.name: given.get(field.name) for field in QUESTION_FIELDS})
    period = parse(values["period"]) if values["period"] else month_of(now().astimezone(zone()).date())
    start, end = _moments(period)
    return Question(reader().actor(), start, end, _as_of(values["as_of"]), values["by"]), period


def behind_figure(given: Mapping[str, str]) -> "ColumnElement[bool] | None":
    """The condition on the tickets behind a figure, when the query names one; raises as `figure_question`."""
    about = {field.name: given.get(field.name) for field in FIGURE_FIELDS}
    if not any(about.values()):
        return None
    values = check(FIGURE_FIELDS, about)
    if values["figure"] is None:
        raise invalid("figure", text("Please say which figure."))
    question, _ = figure_question(given)
    return tickets_behind(
        question, values["figure"], values["group"], numerator_only=values["part"] == "numerator"
    )


def _moments(period: Period) -> tuple[datetime, datetime]:
    try:
        return period.moments(zone())
    except OverflowError:
        raise invalid("period", text("This is too far from now.")) from None


def _as_of(given: Any) -> datetime:
    """A moment; a day stands for its end, but never for one that is still to come."""
    if given is None:
        return now()
    try:
        moment = moment_or_day(given, zone(), end=len(given) == len("2026-11-23"))
    except ValueError:
        raise invalid("as_of", NO_MOMENT) from None
    return min(moment, now())
