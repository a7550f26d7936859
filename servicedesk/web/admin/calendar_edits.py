"""Editing a calendar: the hours of the week, seasons, single days, and the yearly notice."""

from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from servicedesk.languages import reads_chinese
from servicedesk.rules.calendar_change import (
    notice_loaded,
    season_ended,
    season_set,
    week_set,
)
from servicedesk.rules.calendar_spec import CalendarError
from servicedesk.rules.calendar_year import year_day
from servicedesk.rules.limits import ZONE
from servicedesk.rules.notice_file import doubts, read_notice
from servicedesk.rules.open_years import FIRST_YEAR, LAST_YEAR
from servicedesk.rules.refusals import Invalid, NotFound
from servicedesk.rules.seasons import MonthDay, Season, read_day
from servicedesk.rules.working_time import Calendar
from servicedesk.web import request_time
from servicedesk.web.admin import blueprint
from servicedesk.web.admin.calendar_changes import Proposal, answer, seen_version
from servicedesk.web.admin.calendar_views import (
    KINDS,
    Shown,
    in_words,
    long_day,
    season_line,
    shown_calendar,
    week_line,
)
from servicedesk.web.admin.tabs import admin_tabs
from servicedesk.web.forms.calendars import ChangeForm, DayForm, NoticeForm, SeasonForm, WeekForm


@blueprint.route("/calendars/<calendar>/week", methods=["GET", "POST"])
def calendar_week(calendar: str) -> ResponseReturnValue:
    """The hours of the ordinary week."""
    form, shown, title = WeekForm(), _shown(calendar), gettext("Hours of the week")
    if request.method == "GET":
        form.show(shown.calendar.weekly)

    def proposal() -> Proposal | None:
        weekly = form.week()
        if not weekly:
            return None
        return Proposal(week_set(weekly), title, shown.home, calendar, week_line(weekly))

    return answer(form, proposal, lambda: _page("week", shown, form, title=title))


@blueprint.route("/calendars/<calendar>/season", methods=["GET", "POST"])
@blueprint.route("/calendars/<calendar>/season/<season>", methods=["GET", "POST"])
def calendar_season(calendar: str, season: str | None = None) -> ResponseReturnValue:
    """A season: a new one, or the one that begins on that date (`06-01`)."""
    form, shown = SeasonForm(), _shown(calendar)
    known = _season(shown, season) if season else None
    title = gettext("Change the season") if known else gettext("Add a season")
    if request.method == "GET" and known:
        form.show_season(known)
    elif request.method == "GET":
        form.show(shown.calendar.weekly)

    def proposal() -> Proposal | None:
        if known and "remove" in request.form:
            return Proposal(season_ended(known.first), gettext("Remove the season"), shown.home, calendar)
        made = form.season()
        if made is None:
            return None
        change = season_set(made, known.first if known else None)
        return Proposal(change, title, shown.home, calendar, season_line(made))

    return answer(form, proposal, lambda: _page("week", shown, form, title=title, known=known))


@blueprint.route("/calendars/<calendar>/days/<day>", methods=["GET", "POST"])
def calendar_day(calendar: str, day: str) -> ResponseReturnValue:
    """One day, or some on end: closed, halved, opened, or as usual."""
    form, shown, here = DayForm(), _shown(calendar), _date(day)
    title = long_day(here)
    home = url_for("admin.calendar", calendar=calendar, year=here.year)
    if request.method == "GET":
        form.show(shown.calendar.days.get(here))

    def proposal() -> Proposal | None:
        change = form.change(here)
        return Proposal(change, title, home, calendar, form.summary()) if change else None

    facts = _facts(shown.calendar, here)
    return answer(form, proposal, lambda: _page("day", shown, form, title=title, home=home, facts=facts))


@blueprint.route("/calendars/notice", methods=["GET", "POST"])
def load_notice() -> ResponseReturnValue:
    """A year's notice of public holidays, or an amendment, for all calendars."""
    form, shown = NoticeForm(), _shown(ZONE)
    off, work = ("休", "班") if reads_chinese() else ("off", "work")
    return answer(
        form,
        lambda: _notice_proposal(form, shown.calendar),
        lambda: _page("notice", shown, form, off=off, work=work),
    )


def _notice_proposal(form: NoticeForm, zone: Calendar) -> Proposal | None:
    content = form.content()
    form.show(content)
    try:
        notice = read_notice(content, zone.local(request_time.now()).year)
    except Invalid as wrong:
        form.refuse_notice(wrong)
        return None
    days = [
        ngettext("%(num)d day off", "%(num)d days off", len(notice.off)),
        ngettext("%(num)d make-up working day", "%(num)d make-up working days", len(notice.work)),
    ]
    return Proposal(
        notice_loaded(notice),
        gettext("Notice for %(year)s", year=notice.year),
        url_for("admin.calendar", year=notice.year),
        summary=gettext(", ").join(days),
        doubts=doubts(notice, zone.notices.get(notice.year)),
    )


def _facts(calendar: Calendar, day: date) -> list[tuple[str, str]]:
    closed, hours = gettext("closed"), calendar.hours
    return [
        (gettext("By the week"), in_words(hours.ordinary(day)) or closed),
        (gettext("By week and notice"), in_words(hours.noticed(day)) or closed),
        (gettext("Counted now"), in_words(hours.on(day)) or closed),
        (gettext("This day is"), str(KINDS[year_day(calendar, day).kind])),
    ]


def _page(name: str, shown: Shown, form: ChangeForm, **more: object) -> str:
    if request.method == "GET":
        form.seen.data = seen_version(shown.name)
    given = {"home": shown.home, "label": shown.label, **more}
    return render_template(
        f"admin/calendar_{name}.html", tabs=admin_tabs("admin.calendar"), form=form, **given
    )


def _shown(calendar: str) -> Shown:
    return shown_calendar(calendar, request_time.now())


def _season(shown: Shown, written: str) -> Season:
    first = _first_day(written)
    for season in shown.calendar.seasons:
        if season.first == first:
            return season
    raise NotFound


def _first_day(written: str) -> MonthDay:
    try:
        return read_day(written)
    except CalendarError:
        raise NotFound from None


def _date(written: str) -> date:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise NotFound from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotFound
    return day
