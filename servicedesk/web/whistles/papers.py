"""The papers of a whistle, one A4 page each: the notice, the sign-in sheet, the minutes of its meeting."""

from flask import render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from servicedesk.queries.whistle_page import WhistlePage, whistle_page
from servicedesk.rules.refusals import NotFound
from servicedesk.web import request_time
from servicedesk.web.whistles import blueprint
from servicedesk.web.whistles.view import mark_word, whistle_view

TITLES = {
    "notice": _l("Whistle notice"),
    "sign_in": _l("Sign-in sheet"),
    "minutes": _l("Minutes of the joint meeting"),
}
SHOWN = 14
"""Lines that a sheet has room for; the others stand in the system."""


@blueprint.get("/<whistle>/papers/<paper>")
def print_paper(whistle: str, paper: str) -> str:
    """A form on one A4 page, to be printed, signed and stamped."""
    page = whistle_page(whistle, current_user, request_time.now())
    if paper not in _ready(page):
        raise NotFound
    return render_template(
        f"papers/whistle_{paper}.html",
        title=TITLES[paper],
        view=whistle_view(page.stand),
        page=page,
        mark_word=mark_word,
        shown=SHOWN,
        further=_further(page, paper),
    )


def papers_of(page: WhistlePage) -> list[tuple[str, str]]:
    """Title and address of each paper that there is now."""
    number = page.stand.whistle.number
    return [
        (str(TITLES[paper]), url_for("whistles.print_paper", whistle=number, paper=paper))
        for paper in _ready(page)
    ]


def _ready(page: WhistlePage) -> list[str]:
    papers = ["notice", "sign_in"] if page.stand.whistle.blown_at else []
    return papers + (["minutes"] if page.minutes else [])


def _further(page: WhistlePage, paper: str) -> str:
    lines = len(page.minutes) if paper == "minutes" else len(page.calls)
    if lines <= SHOWN:
        return ""
    return gettext("%(number)s more stand in the system under this number.", number=lines - SHOWN)
