"""Reports that make themselves: which, when, and who is told."""

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from servicedesk.languages import name_of, say
from servicedesk.operations import report_schedules as operations
from servicedesk.queries.reports import possible_recipients, schedules
from servicedesk.rules.refusals import Invalid, NotYours
from servicedesk.rules.report_phrases import KIND_NAMES
from servicedesk.rules.report_readers import READERS, may_make, sees_the_zone
from servicedesk.rules.text import text
from servicedesk.web import request_time
from servicedesk.web.board import blueprint
from servicedesk.web.forms.choice import SelectChoice
from servicedesk.web.forms.reports import LANGUAGES, WEEKDAYS, ScheduleForm

if TYPE_CHECKING:
    from servicedesk.models import Person, ReportSchedule


@blueprint.route("/reports/schedules", methods=["GET", "POST"])
def report_schedules() -> ResponseReturnValue:
    """What is scheduled, and the form for one more."""
    actor = current_user.actor()
    if not (may_make(actor) and sees_the_zone(actor)):
        raise NotYours(
            text("Reports for the whole zone are scheduled by leaders, the desk lead and supervisors.")
        )
    form = ScheduleForm(
        [SelectChoice(one.username, _called(one)) for one in possible_recipients() if one.roles & READERS]
    )
    if request.method != "POST":
        return _page(form)
    if not form.validate_on_submit():
        return _page(form), 422
    given = {name: form[name].data for name in ("kind", "weekday", "hour", "language", "recipients")}
    try:
        operations.plan(current_user, request_time.now(), given)
    except Invalid as wrong:
        form.refuse(wrong)
        return _page(form), 422
    flash(gettext("Scheduled; the first one is made when its next period has ended."), "success")
    return redirect(url_for("board.report_schedules"), 303)


@blueprint.post("/reports/schedules/<int:schedule_id>/end")
def end_report_schedule(schedule_id: int) -> ResponseReturnValue:
    """No further ones; those that were made stay."""
    operations.end(current_user, request_time.now(), schedule_id)
    flash(gettext("Ended; the reports that were made stay."), "success")
    return redirect(url_for("board.report_schedules"), 303)


def _page(form: ScheduleForm) -> str:
    return render_template(
        "board/report_schedules.html", form=form, lines=[_line(one) for one in schedules()]
    )


def _line(one: "ReportSchedule") -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": say(KIND_NAMES[one.kind]),
        "when": _when(one),
        "language": LANGUAGES[one.language],
        "by": one.by.name,
        "recipients": [_called(person) for person in one.recipients],
    }


def _when(one: "ReportSchedule") -> str:
    hour = f"{one.hour:02d}:00"
    if one.weekday is not None:
        return gettext("%(day)s, %(hour)s", day=WEEKDAYS[one.weekday], hour=hour)
    if one.kind == "daily":
        return gettext("every day, %(hour)s", hour=hour)
    return gettext("the day after its period, %(hour)s", hour=hour)


def _called(person: "Person") -> str:
    office = name_of(person.department) if person.department else ""
    return gettext("%(name)s (%(office)s)", name=person.name, office=office) if office else person.name
