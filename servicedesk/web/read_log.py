"""The read log: who read what of the matters that are kept from most, for supervisor and inspector."""

from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request, url_for
from flask_login import current_user, login_required

from servicedesk.operations.readings import note_log
from servicedesk.queries.limits import limits
from servicedesk.queries.readings import reading_list
from servicedesk.rules.reading_filters import LOG_READERS, ReadingFilters, read_reading_filters
from servicedesk.rules.refusals import Invalid, NotYours
from servicedesk.rules.text import text
from servicedesk.web import request_time
from servicedesk.web.forms.read_log import ReadLogForm

blueprint = Blueprint("read_log", __name__)


@blueprint.before_request
@login_required
def _only_those_who_watch() -> None:
    if not current_user.roles & LOG_READERS:
        raise NotYours(text("This page belongs to the supervisor's and the inspector's office."))


@blueprint.get("/")
def listed() -> tuple[str, int]:
    """The log, newest first; reading it stands in it too."""
    now = request_time.now()
    note_log(current_user, now, request.path)
    form = ReadLogForm(request.args, meta={"csrf": False})
    given = {name: value for name, value in form.data.items() if value}
    filters, status = ReadingFilters(), 200
    try:
        filters = read_reading_filters(given, ZoneInfo(limits(now).calendar.timezone))
    except Invalid as wrong:
        form.refuse(wrong)
        status = 422
    cursor = request.args.get("cursor")
    page = reading_list(current_user.actor(), filters, cursor=cursor)
    following = url_for("read_log.listed", **given, cursor=page.next) if page.next else None
    return (
        render_template(
            "read_log.html",
            form=form,
            rows=page.items,
            narrowed=bool(given),
            next_url=following,
            first_url=url_for("read_log.listed", **given) if cursor else None,
        ),
        status,
    )
