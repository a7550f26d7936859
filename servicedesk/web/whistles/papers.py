"""The papers of a whistle, one A4 page each: the notice, the sign-in sheet, the minutes of its meeting."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from servicedesk.operations.paper_numbers import give_number
from servicedesk.queries.paper_numbers import numbers_of
from servicedesk.queries.whistle_page import WhistlePage, whistle_page
from servicedesk.rules.paper_numbers import PaperKey, may_issue
from servicedesk.rules.refusals import NotFound
from servicedesk.web import request_time
from servicedesk.web.board.periods import zone
from servicedesk.web.papers import prefix, room
from servicedesk.web.whistles import blueprint
from servicedesk.web.whistles.view import mark_word, whistle_view

TITLES = {
    "notice": _l("Whistle notice"),
    "sign_in": _l("Sign-in sheet"),
    "minutes": _l("Minutes of the joint meeting"),
}
SHOWN = 14
"""Lines that a sheet has room for; the others stand in the system."""


@dataclass(frozen=True, slots=True)
class WhistleSheet:
    """One paper of a whistle."""

    name: str
    key: PaperKey
    at: datetime

    @property
    def title(self) -> str:
        """What the form is called."""
        return str(TITLES[self.name])


@blueprint.get("/<whistle>/papers/<paper>")
def print_paper(whistle: str, paper: str) -> str:
    """A form on one A4 page, to be printed, signed and stamped."""
    page = whistle_page(whistle, current_user, request_time.now())
    sheet = _sheet(page, paper)
    given = numbers_of([sheet.key]).get(sheet.key)
    may_give = given is None and may_issue(sheet.key.form, page.stand.relations)
    address = url_for("whistles.issue_paper", whistle=whistle, paper=paper) if may_give else None
    home = url_for("whistles.whistle", whistle=whistle)
    return drawn(sheet, page, given, home=home, home_label=gettext("Back to the whistle"), issue=address)


@blueprint.post("/<whistle>/papers/<paper>")
def issue_paper(whistle: str, paper: str) -> Response:
    """Give the paper its number; it keeps it."""
    page = whistle_page(whistle, current_user, request_time.now())
    key, relations = _sheet(page, paper).key, page.stand.relations
    given = give_number(current_user, request_time.now(), key, relations, prefix(), zone())
    flash(gettext("The paper has the number %(number)s.", number=given), "success")
    return redirect(url_for("whistles.print_paper", whistle=whistle, paper=paper), 303)


def sheets_of(page: WhistlePage) -> list[WhistleSheet]:
    """The papers that there are now; the sign-in sheet bears the number of the notice."""
    whistle, found = page.stand.whistle, []
    if whistle.blown_at:
        key = PaperKey("whistle", whistle.number)
        found = [WhistleSheet(name, key, whistle.blown_at) for name in ("notice", "sign_in")]
    if page.minutes and whistle.met_at:
        about = f"{whistle.number}/{whistle.met_at:%Y%m%dT%H%M%S}"
        found.append(WhistleSheet("minutes", PaperKey("minutes", about), whistle.met_at))
    return found


def drawn(sheet: WhistleSheet, page: WhistlePage, number: str | None, **more: Any) -> str:
    """The paper; with `bare` only the sheet itself, for a file that holds several."""
    view = whistle_view(page.stand)
    return render_template(
        f"papers/whistle_{sheet.name}.html",
        title=sheet.title,
        number=number or room(sheet.key.form, sheet.at),
        matter=view.whistle.number,
        view=view,
        page=page,
        mark_word=mark_word,
        shown=SHOWN,
        further=_further(page, sheet.name),
        **more,
    )


def papers_of(page: WhistlePage) -> list[tuple[str, str]]:
    """Title and address of each paper that there is now."""
    number = page.stand.whistle.number
    return [
        (sheet.title, url_for("whistles.print_paper", whistle=number, paper=sheet.name))
        for sheet in sheets_of(page)
    ]


def _sheet(page: WhistlePage, name: str) -> WhistleSheet:
    found = next((sheet for sheet in sheets_of(page) if sheet.name == name), None)
    if found is None:
        raise NotFound
    return found


def _further(page: WhistlePage, paper: str) -> str:
    lines = len(page.minutes) if paper == "minutes" else len(page.calls)
    if lines <= SHOWN:
        return ""
    return gettext("%(number)s more stand in the system under this number.", number=lines - SHOWN)
