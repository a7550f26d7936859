"""One whistle: its live board, its notes and minutes, and every step on it and on its calls."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as WerkzeugResponse

from servicedesk.languages import name_of, say
from servicedesk.operations.replays import digest_of, once
from servicedesk.operations.whistle_steps import act_on_call, act_on_whistle
from servicedesk.queries.categories import all_departments
from servicedesk.queries.cursors import HIGHEST_ID
from servicedesk.queries.whistle_page import WhistlePage, whistle_page, whistle_state
from servicedesk.rules.refusals import Invalid, NotAllowed, NotFound
from servicedesk.web import request_time
from servicedesk.web.errors import status_of
from servicedesk.web.forms.choice import SelectChoice
from servicedesk.web.forms.paper import PaperForm
from servicedesk.web.forms.whistle import CALL_FORMS, STEP_FORMS, MeetingForm, WhistleForm, call_form
from servicedesk.web.whistles import blueprint
from servicedesk.web.whistles.board import STOP
from servicedesk.web.whistles.paper import paper_form
from servicedesk.web.whistles.papers import papers_of
from servicedesk.web.whistles.view import mark_word, whistle_view

Answer = str | tuple[str, int] | WerkzeugResponse


@dataclass
class Refused:
    """A form that came back, by its step and its call, and the sentence that refused it."""

    step: str = ""
    call_id: int | None = None
    form: WhistleForm | None = None
    sentence: str = ""
    status: int = field(default=200)
    paper: PaperForm | None = None


@blueprint.get("/<whistle>")
def whistle(whistle: str) -> Answer:
    """One whistle with all that its reader may see and do."""
    return page_with(whistle_page(whistle, current_user, request_time.now()))


@blueprint.get("/<whistle>/live")
def whistle_live(whistle: str) -> Response:
    """Its board, where anything is new since the page was drawn; the last answer ends the asking."""
    if request.args.get("seen") == _seen(whistle_state(whistle, current_user)):
        return Response(status=204)
    page = whistle_page(whistle, current_user, request_time.now())
    drawn = render_template("whistles/_live.html", **_parts(page, Refused()))
    return Response(drawn, status=200 if page.stand.whistle.state in ("asked", "blown") else STOP)


@blueprint.route("/<whistle>/steps/<step>", methods=["GET", "POST"])
def step(whistle: str, step: str) -> Answer:
    """A step on the whistle; a GET leads to the form on its page."""
    if step not in STEP_FORMS:
        raise NotFound
    page = whistle_page(whistle, current_user, request_time.now())
    if request.method == "GET":
        return _to_form(page, step)

    def act(form: WhistleForm) -> Any:
        now = request_time.now()
        return act_on_whistle(current_user, now, page.stand.whistle.number, step, form.given())

    return _take(page, _form(step), act, Refused(step))


@blueprint.route(f"/calls/<int(max={HIGHEST_ID}):call_id>/<call_step>", methods=["GET", "POST"])
def call(call_id: int, call_step: str) -> Answer:
    """A step on a department's call; a GET leads to the form on the whistle's page."""
    if call_step not in CALL_FORMS:
        raise NotFound
    page = whistle_page(call_id, current_user, request_time.now())
    if request.method == "GET":
        return _to_form(page, f"{call_step}-{call_id}")

    def act(form: WhistleForm) -> Any:
        return act_on_call(current_user, request_time.now(), call_id, call_step, form.given())

    return _take(page, CALL_FORMS[call_step](), act, Refused(call_step, call_id))


def _to_form(page: WhistlePage, anchor: str) -> WerkzeugResponse:
    address = url_for("whistles.whistle", whistle=page.stand.whistle.number, _anchor=anchor)
    return redirect(address)


def _take(page: WhistlePage, form: WhistleForm, act: Any, refused: Refused) -> Answer:
    number = page.stand.whistle.number
    refused.form = form
    if not form.validate_on_submit():
        refused.status = 422
        return page_with(page, refused)
    try:
        once(
            current_user,
            request_time.now(),
            form.once.data,
            digest_of(request.path, form.given()),
            lambda: {"number": act(form).whistle.number},
        )
    except Invalid as wrong:
        form.refuse(wrong)
        refused.status = 422
        return page_with(whistle_page(number, current_user, request_time.now()), refused)
    except NotAllowed as why:
        refused.sentence, refused.status = say(why.sentence), status_of(why)
        return page_with(whistle_page(number, current_user, request_time.now()), refused)
    flash(gettext("Done."), "success")
    return redirect(url_for("whistles.whistle", whistle=number), 303)


def page_with(page: WhistlePage, refused: Refused | None = None) -> tuple[str, int]:
    """The page, with the forms that came back."""
    refused = refused or Refused()
    drawn = render_template("whistles/whistle.html", **_parts(page, refused))
    return drawn, refused.status


def _parts(page: WhistlePage, refused: Refused) -> dict[str, Any]:
    view = whistle_view(page.stand)
    return {
        "view": view,
        "page": page,
        "seen": _seen(str(page.stand.whistle.event_count)),
        "mark_word": mark_word,
        "refused": refused.sentence,
        "forms": {step: _start(step, refused) for step in view.actions},
        "call_forms": {
            (line.call.id, step): _start(step, refused, line.call.id)
            for line in view.lines
            for step in line.actions
        },
        "papers": papers_of(page),
        "open_step": refused.step,
        "paper": refused.paper or paper_form(page.stand, fresh=True),
    }


def _start(step: str, refused: Refused, call_id: int | None = None) -> WhistleForm:
    """The form that came back, or a fresh one."""
    if refused.form is not None and (refused.step, refused.call_id) == (step, call_id):
        form = refused.form
    elif call_id is not None:
        form = call_form(step, call_id)
    else:
        # Nothing of what another form on this page brought.
        form = _offered(STEP_FORMS[step](formdata=None, data={"once": uuid4().hex}))
    form.stand_for(step, call_id)
    return form


def _form(step: str) -> WhistleForm:
    return _offered(STEP_FORMS[step]())


def _offered(form: WhistleForm) -> WhistleForm:
    if isinstance(form, MeetingForm):
        form.offers([SelectChoice(d.code, name_of(d)) for d in all_departments()])
    return form


def _seen(state: str) -> str:
    """It changes with every step, and with the minute for the limits."""
    return f"{state}.{int(request_time.now().timestamp() // 60)}"
