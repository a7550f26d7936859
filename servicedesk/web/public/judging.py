"""Judging a result by the signed link of a message, without signing in. Phone first."""

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from servicedesk.extensions import limiter
from servicedesk.languages import say
from servicedesk.operations.judging import DEAD, judge_by_link
from servicedesk.queries.judging_links import Linked, linked
from servicedesk.rules.refusals import Invalid, NotNow
from servicedesk.web import request_time
from servicedesk.web.forms.steps import StepForm, step_form
from servicedesk.web.judging_links import read_link
from servicedesk.web.public import blueprint

# A whole office may stand behind one address; who tries links that were never given out is slowed at once.
WRONG_LINKS = "20 per 5 minutes; 200 per day"
LINKS = "120 per minute"


def _failed(response: Response) -> bool:
    return response.status_code == 404


@blueprint.route("/j/<link>", endpoint="judge", methods=["GET", "POST"])
@limiter.limit(LINKS)
@limiter.limit(WRONG_LINKS, deduct_when=_failed)
def judge(link: str) -> ResponseReturnValue:
    """The page of a link, and judging by it. Opening it changes nothing: programs open links, too."""
    held, now = read_link(link), request_time.now()
    form = step_form("ticket", "judge")
    if request.method != "POST":
        return _page(linked(held, now), form)
    if not form.validate_on_submit():
        return _page(linked(held, now), form, 422)
    try:
        judge_by_link(held, now, form.given())
    except Invalid as wrong:
        form.refuse(wrong)
        return _page(linked(held, now), form, 422)
    except NotNow:
        return _page(linked(held, now), form, 409)
    return redirect(request.path, 303)


def _page(found: Linked, form: StepForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "public/judge.html",
        ticket=found.ticket,
        # What is kept at the desk must not be read off a link that somebody passed on.
        kept=found.ticket.sensitive,
        found=found,
        form=form,
        dead=say(DEAD[found.use]) if found.use in DEAD else "",
        address=request.path,
    )
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
