"""Figures: how the service guarantee is kept."""

from flask import Response, url_for

from servicedesk.api.answering import answer
from servicedesk.api.blueprint import blueprint
from servicedesk.api.bodies import query
from servicedesk.api.documents import problems, takes_query
from servicedesk.api.figure_question import QUESTION_FIELDS, figure_question
from servicedesk.api.moments import iso
from servicedesk.api.schemas.figures import Figures
from servicedesk.queries.counted import Question
from servicedesk.queries.figures import figures
from servicedesk.rules.figure_answer import figure_answer
from servicedesk.rules.figures import Figure
from servicedesk.rules.periods import Period


@blueprint.get("/figures", tags=["figures"])
@blueprint.response(200, Figures)
@problems(403, 422)
@takes_query(
    QUESTION_FIELDS,
    period="Such as 2026-11-23, 2026-W47, 2026-11, 2026-Q3, 2026-H1, 2026 or 2026-11-01..2026-11-15; "
    "this month unless said.",
    by="What to group by; one figure for everything unless said.",
    as_of="By what had happened until this moment (or the end of this day); now unless said.",
)
def read_figures() -> Response:
    """Reckon the figures of a period over the tickets that the caller may see."""
    question, period = figure_question(query([field.name for field in QUESTION_FIELDS]))
    found = [figure_answer(figure, _address(figure, question, period)) for figure in figures(question)]
    return answer(Figures().dump({"period": period.name, "as_of": question.as_of, "figures": found}))


def _address(figure: Figure, question: Question, period: Period) -> str:
    return url_for(
        "api.list_tickets",
        figure=figure.name,
        period=period.name,
        by=question.by,
        group=figure.group,
        as_of=iso(question.as_of),
    )
