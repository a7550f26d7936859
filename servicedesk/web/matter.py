"""What every reader of a matter shares: its steps, its files, the explanation of its limits.

Each step has a page of its own, so that it works without JavaScript; with it, the form opens on the matter's
page. Where the matter itself is shown depends on who reads it.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext
from flask_login import current_user, login_required
from werkzeug.wrappers import Response as WerkzeugResponse

from servicedesk.languages import budget_in_words, say
from servicedesk.operations.replays import digest_of, once
from servicedesk.operations.steps import act_on_assignment, act_on_ticket
from servicedesk.queries.clocks import find_clock
from servicedesk.rules.clock_record import budget_of
from servicedesk.rules.refusals import Invalid, NotAllowed, NotFound, Stale
from servicedesk.rules.workflow import ASSIGNMENT, TICKET, actions
from servicedesk.web import request_time
from servicedesk.web.addresses import local
from servicedesk.web.call_sheet import sheet_of
from servicedesk.web.disclosed import leave_out
from servicedesk.web.errors import status_of
from servicedesk.web.foresight import foresight
from servicedesk.web.forms.steps import StepForm
from servicedesk.web.matter_body import address_of, form_for, home_of
from servicedesk.web.matter_view import MatterView, chip_of, matter_view, reckoning_of
from servicedesk.web.withdrawals import asked_in_order
from servicedesk.web.words import word

blueprint = Blueprint("matter", __name__)

# The deeds that make pages stale which were opened before.
_STEPS = frozenset(row.action for row in TICKET + ASSIGNMENT if row.is_step)

Answer = str | tuple[str, int] | WerkzeugResponse


@blueprint.get("/matters/<number>")
@login_required
def show(number: str) -> Answer:
    """Lead to the page on which this reader works with the matter."""
    return redirect(home_of(matter_view(number)))


@blueprint.route("/matters/<number>/<action>", methods=["GET", "POST"])
@login_required
def ticket_step(number: str, action: str) -> Answer:
    """A step on a ticket: its form, and taking it."""
    if action not in actions(TICKET):
        raise NotFound

    def act(form: StepForm) -> object:
        return act_on_ticket(
            current_user, request_time.now(), number, action, form.given(), form.seen_version()
        )

    return _step(number, "ticket", action, act)


@blueprint.route("/assignments/<int:assignment_id>/<action>", methods=["GET", "POST"])
@login_required
def assignment_step(assignment_id: int, action: str) -> Answer:
    """A step on a department's assignment: its form, and taking it."""
    if action not in actions(ASSIGNMENT):
        raise NotFound

    def act(form: StepForm) -> object:
        return act_on_assignment(
            current_user, request_time.now(), assignment_id, action, form.given(), form.seen_version()
        )

    return _step(assignment_id, "assignment", action, act)


@blueprint.get("/clocks/<int:clock_id>")
@login_required
def clock(clock_id: int) -> str:
    """Why then? The reckoning of a limit, line by line."""
    found, limits = find_clock(clock_id, current_user, request_time.now())
    return render_template(
        "matter/clock.html",
        clock=found,
        chip=chip_of(found, limits, request_time.now()),
        lines=reckoning_of(found, limits),
        budget=budget_in_words(budget_of(found)),
    )


def _step(which: str | int, subject: str, action: str, act: Callable[[StepForm], object]) -> Answer:
    view = matter_view(which)
    form = form_for(view, subject, action)
    if request.method == "GET":
        return _page(view, subject, action, form)
    if not form.validate_on_submit():
        return _page(view, subject, action, form, status=422)
    try:
        once(
            current_user,
            request_time.now(),
            form.once.data,
            digest_of(request.path, form.given()),
            lambda: _done(act(form)),
        )
    except Invalid as wrong:
        form.refuse(wrong)
        return _page(matter_view(which), subject, action, form, status=422)
    except NotAllowed as refused:
        return _page(matter_view(which), subject, action, form, refused=refused, status=status_of(refused))
    flash(gettext("Done: %(step)s.", step=word("action", action)), "success")
    return redirect(local(request.args.get("next")) or home_of(matter_view(which)), 303)


def _done(ticket: Any) -> dict[str, Any]:
    return {"number": ticket.number}


def _page(
    view: MatterView,
    subject: str,
    action: str,
    form: StepForm,
    *,
    refused: NotAllowed | None = None,
    status: int = 200,
) -> Answer:
    possible = action in (view.actions if subject == "ticket" else view.share_actions)
    if request.method == "GET" and not possible:
        flash(gettext("This step is not possible now."), "warning")
        return redirect(home_of(view))
    part = "matter/step_form.html" if request.headers.get("HX-Request") else "matter/step.html"
    page = render_template(
        part,
        view=view,
        action=action,
        form=form,
        address=_address(view, subject, action),
        sheet=sheet_of(view) if action == "callback" else None,
        questions=asked_in_order() if action == "check_withdrawal" else [],
        refused=say(refused.sentence) if refused else "",
        foresight=foresight(view, action) if possible else None,
        meanwhile=_meanwhile(view, form.seen_version()) if isinstance(refused, Stale) else [],
        possible=possible,
        leave_out=leave_out(view),
        home=local(request.args.get("next")) or home_of(view),
    )
    return page, status


def _address(view: MatterView, subject: str, action: str) -> str:
    """Where the form is sent; it remembers the list from which one came."""
    back = local(request.args.get("next"))
    return address_of(view, subject, action) + (f"?{urlencode({'next': back})}" if back else "")


def _meanwhile(view: MatterView, seen: int | None) -> list[Any]:
    """What happened since the page was opened, newest first: back to the step that made it stale."""
    steps, found = view.ticket.version - (seen or view.ticket.version - 1), []
    for event, entry in zip(reversed(view.page.events), view.history, strict=True):
        found.append(entry)
        steps -= event.action in _STEPS
        if steps <= 0:
            break
    return found


from servicedesk.web import dossier, matter_papers  # noqa: E402, F401 - they hang their pages on the blueprint
