"""Following a matter with the number and the code of its receipt, without signing in."""

from dataclasses import replace

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from servicedesk.extensions import limiter
from servicedesk.languages import say
from servicedesk.queries.limits import limits
from servicedesk.queries.tracking import Tracked, track
from servicedesk.rules.text import text
from servicedesk.web import outlook, request_time, views
from servicedesk.web.forms.register import TrackForm
from servicedesk.web.matter_view import chip_of, reckoning_of
from servicedesk.web.public import blueprint

# A whole park may stand behind one address, so only wrong pairs count.
TRIES_PER_ADDRESS = "20 per 5 minutes; 200 per day"
NOT_FOUND = text("There is no matter with this number and code. Please compare both with the receipt.")


def _failed(response: Response) -> bool:
    return response.status_code == 422


@blueprint.route("/track", endpoint="track", methods=["GET", "POST"])
@limiter.limit(TRIES_PER_ADDRESS, deduct_when=_failed)
def track_page() -> ResponseReturnValue:
    """The form, and the matter when number and code belong together.

    The QR code of a receipt carries both; the form sends them in the body, so that they do not stay in the
    browser's history.
    """
    scanned = {name: request.args.get(name, "") for name in ("number", "code")}
    form = TrackForm() if request.method == "POST" else TrackForm(data=scanned)
    if request.method == "GET" and not any(scanned.values()):
        return _page(form)
    if request.method == "POST" and not form.validate_on_submit():
        return _page(form), 422
    found = track(form.number.data or "", form.code.data or "")
    if found is None:
        form.form_errors.append(say(NOT_FOUND))
        return _page(form), 422
    return _page(form, found)


def _page(form: TrackForm, found: Tracked | None = None) -> str:
    parts = {}
    if found is not None:
        now, ticket = request_time.now(), found.ticket
        in_force = limits(now)
        clock = found.clock
        chip = chip_of(clock, in_force, now) if clock else None
        parts = {
            "next": views.Next(
                outlook.sentence(
                    outlook.outlook_of(ticket, found.lead, found.judged),
                    outlook.office_in_charge(ticket, found.lead),
                ),
                # The limit's own page is for those who have signed in; here it is explained on the spot.
                chip=replace(chip, explain_url=None) if chip else None,
                tone="plain" if ticket.closed_at is None else "ended",
            ),
            "reckonings": [("", reckoning_of(clock, in_force))] if clock else [],
            "task": outlook.TASKS.get(outlook.task(ticket.state, found.judged) or ""),
        }
    return render_template("public/track.html", form=form, found=found, **parts)
