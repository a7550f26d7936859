"""Printing a matter's papers and giving them their numbers. Hangs its pages on the blueprint `matter`."""

from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from servicedesk.operations.paper_numbers import give_number
from servicedesk.queries.paper_numbers import numbers_of
from servicedesk.rules.paper_numbers import may_issue
from servicedesk.rules.refusals import NotFound
from servicedesk.web import request_time
from servicedesk.web.board.periods import zone
from servicedesk.web.matter import blueprint
from servicedesk.web.matter_body import home_of
from servicedesk.web.matter_view import MatterView, matter_view
from servicedesk.web.papers import Sheet, drawn, newest_of, prefix


@blueprint.get("/matters/<number>/papers/<name>")
@login_required
def paper(number: str, name: str) -> str:
    """A form on one A4 page, to be printed, signed and stamped."""
    view = matter_view(number)
    sheet = _sheet(view, name)
    given = numbers_of([sheet.key]).get(sheet.key)
    may_give = given is None and may_issue(name, view.page.stand.relations)
    address = url_for("matter.issue_paper", number=number, name=name) if may_give else None
    return drawn(sheet, view, given, home=home_of(view), issue=address)


@blueprint.post("/matters/<number>/papers/<name>")
@login_required
def issue_paper(number: str, name: str) -> Response:
    """Give the paper its number; it keeps it."""
    view = matter_view(number)
    sheet, relations = _sheet(view, name), view.page.stand.relations
    given = give_number(current_user, request_time.now(), sheet.key, relations, prefix(), zone())
    flash(gettext("The paper has the number %(number)s.", number=given), "success")
    return redirect(url_for("matter.paper", number=number, name=name), 303)


def _sheet(view: MatterView, name: str) -> Sheet:
    found = next((sheet for sheet in newest_of(view) if sheet.name == name), None)
    if found is None:
        raise NotFound
    return found
