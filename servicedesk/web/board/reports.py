"""Reports: those that the reader may see, making one, and reading it."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from servicedesk.languages import say
from servicedesk.operations import reports as operations
from servicedesk.queries.reports import report_for, reports_for
from servicedesk.rules.periods import Days, before, half_year_of, month_of, week_of
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.report import FORMATS_OF_REPORTS
from servicedesk.rules.report_phrases import KIND_NAMES
from servicedesk.rules.report_readers import may_make, may_work_on, sees_the_zone
from servicedesk.web import request_time
from servicedesk.web.board import blueprint
from servicedesk.web.board.periods import month_ends_on, today, zone
from servicedesk.web.board.report_view import parts, period_of, signed
from servicedesk.web.forms.reports import ReportForm

if TYPE_CHECKING:
    from servicedesk.models import Report

STATES = {
    "waiting": _l("Waiting to be made"),
    "making": _l("Being made"),
    "made": _l("Made"),
    "failed": _l("Could not be made"),
    "issued": _l("Issued"),
}


def days() -> Days:
    """How the zone counts days."""
    return Days(zone(), month_ends_on())


@blueprint.route("/reports", methods=["GET", "POST"])
def reports() -> ResponseReturnValue:
    """The list, with the form for a new one where the reader makes any."""
    form = ReportForm()
    if request.method != "POST":
        form.period.data = request.args.get("period") or before(month_of(today(), month_ends_on())).name
        form.openly.data = sees_the_zone(current_user.actor())
        return _listed(form)
    if not form.validate_on_submit():
        return _listed(form), 422
    given = {name: form[name].data or None for name in ("period", "kind", "language")}
    try:
        made = operations.ask(current_user, request_time.now(), given, days(), openly=bool(form.openly.data))
    except Invalid as wrong:
        form.refuse(wrong)
        return _listed(form), 422
    return redirect(url_for("board.report", report_id=made.id), 303)


@blueprint.get("/reports/<int:report_id>")
def report(report_id: int) -> str:
    """One report: how far it is, or what it says; what people can do with it; corrections beside it."""
    found = report_for(current_user.actor(), report_id)
    document = operations.edited_document(found) if found.document and found.state != "waiting" else None
    works = may_work_on(current_user.actor(), found.made_over, openly=found.openly)
    return render_template(
        "board/report.html",
        report=found,
        title=document.title if document else _name(found),
        period=period_of(found),
        state=STATES[found.state],
        number=document.number if document else "",
        parts=parts(document) if document else [],
        signed=signed(document) if document else None,
        formats=FORMATS_OF_REPORTS,
        works=works,
        checks=may_make(current_user.actor()) and found.state == "issued",
    )


def _listed(form: ReportForm) -> str:
    actor = current_user.actor()
    return render_template(
        "board/reports.html",
        form=form if may_make(actor) else None,
        whole_zone=sees_the_zone(actor),
        plans=may_make(actor) and sees_the_zone(actor),
        offered=_offered(),
        lines=[_line(one) for one in reports_for(actor)],
    )


def _offered() -> list[tuple[str, str]]:
    """Periods that are one click away: label, name."""
    day, ends_on = today(), month_ends_on()
    return [
        (gettext("Yesterday"), str(day - timedelta(days=1))),
        (gettext("Last week"), before(week_of(day)).name),
        (gettext("Last month"), before(month_of(day, ends_on), ends_on).name),
        (gettext("This half-year"), half_year_of(day, ends_on).name),
        (gettext("Last half-year"), before(half_year_of(day, ends_on), ends_on).name),
    ]


def _name(found: "Report") -> str:
    return gettext("%(kind)s: %(period)s", kind=say(KIND_NAMES[found.kind]), period=period_of(found))


def _line(one: "Report") -> dict[str, Any]:
    return {
        "report": one,
        "name": str((one.document or {}).get("title") or _name(one)),
        "number": str((one.document or {}).get("number") or ""),
        "kind": say(KIND_NAMES[one.kind]),
        "state": STATES[one.state],
        "url": url_for("board.report", report_id=one.id),
    }


def flash_and_show(words: str, report_id: int) -> ResponseReturnValue:
    """Say what was done, on the report's page."""
    flash(words, "success")
    return redirect(url_for("board.report", report_id=report_id), 303)
