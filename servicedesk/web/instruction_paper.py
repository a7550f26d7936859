"""Recording what a leader has written on paper. Hangs its page on the blueprint `instructions`."""

from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from servicedesk.languages import say
from servicedesk.operations.replays import digest_of, once
from servicedesk.operations.steps import act_on_ticket
from servicedesk.queries.deciders import leaders_of
from servicedesk.rules.paper import may_record
from servicedesk.rules.refusals import Invalid, NotAllowed, NotYours
from servicedesk.rules.text import text
from servicedesk.rules.workflow import TICKET
from servicedesk.web import request_time
from servicedesk.web.errors import status_of
from servicedesk.web.forms.choice import SelectChoice
from servicedesk.web.forms.instruction_paper import InstructionPaperForm
from servicedesk.web.instructions import blueprint
from servicedesk.web.matter_view import MatterView, matter_view
from servicedesk.web.offices import to_instruct
from servicedesk.web.scans import add_scan

INSTRUCTED_IN = frozenset().union(*(row.sources for row in TICKET if row.action == "instruct"))


def record_address(view: MatterView) -> str:
    """Where the reader records what a leader wrote on paper; empty where they may not."""
    stand = view.page.stand
    possible = view.ticket.state in INSTRUCTED_IN and not stand.facts.sensitive
    if not possible or not may_record(stand.relations, current_user.roles):
        return ""
    return url_for("instructions.record", number=view.ticket.number)


@blueprint.route("/record/<number>", methods=["GET", "POST"])
def record(number: str) -> ResponseReturnValue:
    """The form, and recording; the departments hear of it like of any instruction."""
    view = matter_view(number)
    if not may_record(view.page.stand.relations, current_user.roles):
        raise NotYours(text("Decisions made on paper are recorded by the desk lead."))
    form = (
        InstructionPaperForm(data={"once": uuid4().hex})
        if request.method == "GET"
        else InstructionPaperForm()
    )
    form.offers(
        [SelectChoice(one.username, one.name) for one in leaders_of(view.page.stand)],
        to_instruct(view.ticket),
    )
    if request.method == "GET":
        return _page(view, form)
    if not form.validate_on_submit():
        return _page(view, form), 422
    try:
        _record(view, form)
    except Invalid as wrong:
        form.refuse(wrong, {"file": "scan", "paper": "scan"})
        return _page(view, form), 422
    except NotAllowed as refused:
        return _page(view, form, say(refused.sentence)), status_of(refused)
    flash(gettext("The instruction has been recorded."), "success")
    return redirect(url_for("desk.ticket", number=view.ticket.number), 303)


def _record(view: MatterView, form: InstructionPaperForm) -> None:
    number, now = view.ticket.number, request_time.now()
    given = form.given() | add_scan(number, form)
    once(
        current_user,
        now,
        form.once.data,
        digest_of(request.path, given),
        lambda: {"number": act_on_ticket(current_user, now, number, "instruct", given).number},
    )


def _page(view: MatterView, form: InstructionPaperForm, refused: str = "") -> str:
    return render_template("instructions/record.html", ticket=view.ticket, form=form, refused=refused)
