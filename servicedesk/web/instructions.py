"""The ledger of instructions (批示件台账), and where a department reports back on one of its own."""

from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from servicedesk.languages import name_of, say
from servicedesk.operations.replays import digest_of, once
from servicedesk.operations.steps import act_on_ticket
from servicedesk.queries.categories import all_departments
from servicedesk.queries.instructions import InstructionRow, find_instruction, ledger
from servicedesk.queries.limits import limits
from servicedesk.rules.access import DESK_ROLES, HANDLING_ROLES
from servicedesk.rules.refusals import Invalid, NotAllowed, NotYours
from servicedesk.rules.text import text
from servicedesk.web import request_time
from servicedesk.web.errors import status_of
from servicedesk.web.forms.report import ReportForm
from servicedesk.web.instruction_lines import lines

blueprint = Blueprint("instructions", __name__)

OVERSEEING_ROLES = DESK_ROLES | {"leader", "supervisor"}
"""Who looks at the instructions to every department; others at those to their own."""
CONCERNED_ROLES = OVERSEEING_ROLES | HANDLING_ROLES


@blueprint.before_request
@login_required
def _only_those_whom_it_concerns() -> None:
    if not current_user.roles & CONCERNED_ROLES:
        raise NotYours(text("This page belongs to leaders, the service centre and the departments."))


@blueprint.get("/")
def listed() -> str:
    """Instructions on matters that the reader sees: open ones by their date, or those reported on."""
    actor, name = current_user.actor(), request.args.get("list", "open")
    overseeing = bool(current_user.roles & OVERSEEING_ROLES)
    asked_for = request.args.get("department", "") if overseeing else actor.department or "-"
    cursor = request.args.get("cursor")
    page = ledger(actor, name, department=asked_for or None, cursor=cursor)
    narrowed = asked_for if overseeing else ""
    return render_template(
        "instructions/list.html",
        rows=lines(page.items, limits(request_time.now()), actor.department),
        here=name,
        tabs_of={key: _address(key, narrowed) for key in ("open", "reported")},
        offices=[(d.code, name_of(d)) for d in all_departments()] if overseeing else [],
        department=asked_for,
        next_url=_address(name, narrowed, page.next) if page.next else None,
        first_url=_address(name, narrowed) if cursor else None,
    )


def _address(name: str, department: str, cursor: str | None = None) -> str:
    return url_for("instructions.listed", list=name, department=department or None, cursor=cursor)


@blueprint.route("/<int:instruction_id>", methods=["GET", "POST"])
def one(instruction_id: int) -> str | tuple[str, int] | Response:
    """An instruction to the reader's department, and reporting back on it."""
    row = find_instruction(instruction_id, current_user.actor())
    if request.method == "GET":
        return _page(row, ReportForm(data={"once": uuid4().hex}))
    form = ReportForm()
    if not form.validate_on_submit():
        return _page(row, form), 422
    try:
        _report(row, form)
    except Invalid as wrong:
        form.refuse(wrong)
        return _page(find_instruction(instruction_id, current_user.actor()), form), 422
    except NotAllowed as refused:
        row = find_instruction(instruction_id, current_user.actor())
        return _page(row, form, say(refused.sentence)), status_of(refused)
    flash(gettext("Reported back."), "success")
    return redirect(url_for("instructions.listed"), 303)


def _report(row: InstructionRow, form: ReportForm) -> None:
    number, now = row.instruction.ticket.number, request_time.now()
    given = {"text": form.text.data, "instruction": row.instruction.id}
    once(
        current_user,
        now,
        form.once.data,
        digest_of(request.path, given),
        lambda: {"number": act_on_ticket(current_user, now, number, "report_back", given).number},
    )


def _page(row: InstructionRow, form: ReportForm, refused: str = "") -> str:
    (line, ticket), *_ = lines([row], limits(request_time.now()), current_user.actor().department)
    return render_template("instructions/one.html", line=line, ticket=ticket, form=form, refused=refused)


from servicedesk.web import instruction_paper  # noqa: E402, F401 - it hangs its page on the blueprint
