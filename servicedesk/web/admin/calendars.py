"""The year of each calendar, and a calendar of its own for a department."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from servicedesk.languages import name_of
from servicedesk.operations.calendars import add_calendar
from servicedesk.queries.calendars import find_calendar
from servicedesk.queries.categories import all_departments
from servicedesk.queries.limits import limits
from servicedesk.rules.calendar_year import calendar_year
from servicedesk.rules.holiday_notice import missing_year
from servicedesk.rules.limits import ZONE
from servicedesk.rules.open_years import FIRST_YEAR, LAST_YEAR
from servicedesk.rules.refusals import Invalid, NotFound
from servicedesk.web import request_time
from servicedesk.web.admin import blueprint
from servicedesk.web.admin.calendar_views import (
    KINDS,
    MARKS,
    day_of_year,
    in_words,
    labels,
    month_views,
    shown_calendar,
    week_in_words,
    weekday_names,
)
from servicedesk.web.admin.tabs import admin_tabs
from servicedesk.web.forms.calendars import NewCalendarForm
from servicedesk.web.forms.choice import SelectChoice


@blueprint.app_template_global("missing_notice")
def missing_notice() -> int | None:
    """The year whose notice of public holidays should be loaded by now; None when all is well."""
    zone = find_calendar(ZONE)
    return missing_year(zone.known_years, zone.local(request_time.now()).date()) if zone else None


@blueprint.get("/calendar")
@blueprint.get("/calendar/<calendar>")
def calendar(calendar: str = ZONE) -> str:
    """A calendar: its weeks and seasons, and every day of a year."""
    page = shown_calendar(calendar, request_time.now())
    shown = page.calendar
    today = shown.local(request_time.now()).date()
    year = request.args.get("year", today.year, type=int)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    return render_template(
        "admin/calendar.html",
        tabs=admin_tabs(),
        name=calendar,
        labels=labels(page.in_force),
        calendar=shown,
        today=today,
        year=calendar_year(shown, year),
        months=month_views(shown, calendar, year),
        weekdays=weekday_names("EEEEE"),
        week=week_in_words(shown.weekly),
        seasons=[
            (season, day_of_year(season.first), day_of_year(season.last), week_in_words(season.weekly))
            for season in shown.seasons
        ],
        legend=[(kind, label, MARKS.get(kind, "")) for kind, label in KINDS.items()],
        in_words=in_words,
    )


@blueprint.route("/calendars/new", methods=["GET", "POST"])
def new_calendar() -> ResponseReturnValue:
    """A calendar of its own for the desk or a department, beginning as a copy of the zone's."""
    form, known = NewCalendarForm(), limits(request_time.now()).calendar_ids
    form.department.choices = [
        SelectChoice(office.code, name_of(office)) for office in all_departments() if office.code not in known
    ]
    if form.validate_on_submit():
        code = form.department.data or ""
        try:
            add_calendar(current_user, request_time.now(), code)
        except Invalid as wrong:
            form.refuse(wrong)
        else:
            flash(gettext("The calendar has been added. It begins as a copy of the zone's."), "success")
            return redirect(url_for("admin.calendar", calendar=code), 303)
    page = render_template("admin/calendar_new.html", tabs=admin_tabs("admin.calendar"), form=form)
    return page, 422 if form.is_submitted() else 200
