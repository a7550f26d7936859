"""The ledger of instructions (批示件台账), and where a department reports back on one of its own."""

from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from servicedesk.languages import say
from servicedesk.operations.replays import digest_of, once
from servicedesk.operations.steps import act_on_ticket
from servicedesk.queries.instructions import InstructionRow, find_instruction, ledger
from servicedesk.queries.limits import limits
from servicedesk.rules.refusals import Invalid, NotAllowed
from servicedesk.web import request_time
from servicedesk.web.concerned import check_concerned, narrowing
from servicedesk.web.errors import status_of
from servicedesk.web.forms.report import ReportForm
from servicedesk.web.instruction_lines import lines

blueprint = Blueprint("instructions", __name__)


@blueprint.before_request
@login_required
def _only_those_whom_it_concerns() -> None:
    check_concerned()


@blueprint.get("/")
def listed() -> str:
    """Instructions on matters that the reader sees: open ones by their date, or those reported on."""
    actor, name = current_user.actor(), request.args.get("list", "open")
    narrowed, cursor = narrowing(request.args), request.args.get("cursor")
    page = ledger(actor, name, department=narrowed.department, cursor=cursor)
    return render_template(
        "instructions/list.html",
        rows=lines(page.items, limits(request_time.now()), actor.department),
        here=name,
        tabs_of={key: _address(key, narrowed.in_address) for key in ("open", "reported")},
        offices=narrowed.choices,
        department=narrowed.department or "",
        next_url=_address(name, narrowed.in_address, page.next) if page.next else None,
        first_url=_address(name, narrowed.in_address) if cursor else None,
    )


def _address(name: str, department: str | None, cursor: str | None = None) -> str:
    return url_for("instructions.listed", list=name, department=department, cursor=cursor)


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
