"""Recording that a whistle was approved, refused or ratified on paper."""

from typing import Any
from uuid import uuid4

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from servicedesk.languages import name_of, say
from servicedesk.operations.replays import digest_of, once
from servicedesk.operations.whistle_steps import act_on_whistle
from servicedesk.queries.whistle_decisions import deciders_of, waits
from servicedesk.queries.whistle_page import whistle_page
from servicedesk.queries.whistle_standing import WhistleStanding
from servicedesk.rules.paper import may_record
from servicedesk.rules.refusals import Invalid, NotAllowed
from servicedesk.web import request_time
from servicedesk.web.errors import status_of
from servicedesk.web.forms.choice import SelectChoice
from servicedesk.web.forms.paper import PaperForm
from servicedesk.web.scans import add_scan
from servicedesk.web.whistles import blueprint


def paper_form(stand: WhistleStanding, *, fresh: bool = False) -> PaperForm | None:
    """The form of whoever may record what others decided; None where there is nothing to record."""
    if not waits(stand.whistle) or not may_record(stand.relations, current_user.roles):
        return None
    start: dict[str, Any] = {"data": {"once": uuid4().hex}, **({"formdata": None} if fresh else {})}
    form = PaperForm(prefix="paper-", **start)
    form.offers("whistle", [])
    form.rules(())
    form.names([SelectChoice(one.username, _named(one)) for one in deciders_of(stand)], [])
    form.reason.description = gettext("Needed when it is not approved.")
    return form


@blueprint.post("/<whistle>/paper")
def record(whistle: str) -> str | tuple[str, int] | Response:
    """Add the scan and record the decision."""
    from servicedesk.web.whistles.one import Refused, page_with

    page = whistle_page(whistle, current_user, request_time.now())
    stand, number = page.stand, page.stand.whistle.number
    form = paper_form(stand)
    if form is None:
        said = gettext("There is nothing to record here any more.")
        return page_with(page, Refused("paper", sentence=said, status=409))
    refused = Refused("paper", paper=form, status=422)
    if not form.validate_on_submit():
        return page_with(page, refused)
    action = next((name for name in ("approve", "ratify") if name in request.form), "refuse")
    given = {name: value for name, value in form.given(action).items() if name != "reason"}
    given |= {"reason": form.reason.data} if action == "refuse" else {}
    try:
        given |= add_scan(stand.whistle.ticket.number, form)
        once(
            current_user, request_time.now(), form.once.data, digest_of(request.path, action, given),
            lambda: _done(act_on_whistle(current_user, request_time.now(), number, action, given)),
        )  # fmt: skip
    except Invalid as wrong:
        form.refuse(wrong, {"file": "scan", "paper": "scan"})
        return page_with(whistle_page(number, current_user, request_time.now()), refused)
    except NotAllowed as why:
        refused.sentence, refused.status = say(why.sentence), status_of(why)
        return page_with(whistle_page(number, current_user, request_time.now()), refused)
    flash(gettext("The decision has been recorded."), "success")
    return redirect(url_for("whistles.whistle", whistle=number), 303)


def _done(stand: WhistleStanding) -> dict[str, Any]:
    return {"number": stand.whistle.number}


def _named(person: Any) -> str:
    return f"{name_of(person.department)} {person.name}" if person.department else str(person.name)
