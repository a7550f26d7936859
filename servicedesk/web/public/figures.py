"""Totals and rates for everybody, where the zone has decided so."""

from collections.abc import Sequence
from datetime import datetime

from flask import Response, current_app, make_response, render_template
from flask_babel import lazy_gettext as _l

from servicedesk.languages import period_in_words, say
from servicedesk.queries.counted import Question
from servicedesk.queries.figure_settings import figure_settings
from servicedesk.queries.figures import figures_of_periods
from servicedesk.rules.access import Actor
from servicedesk.rules.figure_definitions import BY_NAME
from servicedesk.rules.periods import Period, before, month_of
from servicedesk.rules.public_figures import LEAST, PublicNumber, public_numbers
from servicedesk.rules.refusals import NotFound
from servicedesk.web import request_time
from servicedesk.web.board.periods import month_ends_on, today, zone
from servicedesk.web.public import blueprint

ANYBODY = Actor(id=0, roles=frozenset({"leader"}), openly=True)
"""Counts all that no rule of its own keeps from anybody."""
SECONDS = 300
"""So long the numbers stand, whoever asks however often."""
TOTALS = {"sent": _l("Matters sent"), "answered": _l("Matters answered")}
Numbers = Sequence[tuple[Period, Sequence[PublicNumber]]]


def are_public(now: datetime) -> bool:
    """Whether the zone shows figures to everybody; one statement."""
    return figure_settings(now).public


@blueprint.get("/figures")
def figures() -> Response:
    """This month and the last one; there is no such page where the zone has not turned it on."""
    now = request_time.now()
    if not are_public(now):
        raise NotFound
    reckoned_at, months = _numbers(now)
    page = render_template(
        "public/figures.html",
        months=[period_in_words(period) for period, _ in months],
        lines=[
            (_label(of_months[0].name), of_months)
            for of_months in zip(*(numbers for _, numbers in months), strict=True)
        ],
        least=LEAST,
        reckoned_at=reckoned_at,
    )
    return make_response(page)


def _numbers(now: datetime) -> tuple[datetime, Numbers]:
    """The numbers of this month and the last one, and as of when."""
    kept = current_app.extensions.setdefault("public_figures", {})
    at, ends_on = int(now.timestamp()) // SECONDS, month_ends_on()
    if kept.get("at") != at:
        month = month_of(today(), ends_on)
        months = [month, before(month, ends_on)]
        as_of = now.replace(microsecond=0)
        found = figures_of_periods(Question(ANYBODY, (), as_of, live=True), months, zone())
        numbers = [(one, public_numbers(found[one.name])) for one in months]
        kept.update(at=at, numbers=(as_of, numbers))
    reckoned: tuple[datetime, Numbers] = kept["numbers"]
    return reckoned


def _label(name: str) -> str:
    return str(TOTALS[name]) if name in TOTALS else say(BY_NAME[name].label)
