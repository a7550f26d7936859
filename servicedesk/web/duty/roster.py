"""The duty roster of an office, week by week: who answers when, where nobody does, and planning it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from servicedesk.languages import name_of
from servicedesk.operations.roster import add_turn, copy_week, plan, remove_turn, set_minutes
from servicedesk.queries.absences import office_of
from servicedesk.queries.categories import all_departments
from servicedesk.queries.limits import limits
from servicedesk.queries.roster import minutes_in_force, turn_of, turns_between
from servicedesk.rules.access import DESK, HANDLING_ROLES
from servicedesk.rules.duty import gaps, may_plan
from servicedesk.rules.refusals import Invalid, NotFound
from servicedesk.rules.working_time import Calendar
from servicedesk.web import request_time
from servicedesk.web.duty import blueprint, duty_tabs
from servicedesk.web.duty.doing import enter, press
from servicedesk.web.filters import day as in_words
from servicedesk.web.forms.roster import EntryForm, MinutesForm, WeekForm, week_title

if TYPE_CHECKING:
    from servicedesk.models import Department

USUAL = {"pattern": "day_night", "day_begins": "08:30", "night_begins": "17:30", "place": "1"}


@blueprint.get("/roster")
def roster() -> str:
    """A week of an office."""
    return _page()


@blueprint.post("/roster/week")
def plan_week() -> Response | tuple[str, int]:
    """Plan a week at once."""
    form, office = WeekForm(), _office()
    given = form.given(_monday().isoformat())

    def do() -> dict[str, Any]:
        return {"entries": plan(current_user, request_time.now(), office.code, given)}

    return _done(form, given, do, week=form)


@blueprint.post("/roster/as-before")
def as_before() -> Response:
    """Plan a week as the one before."""
    office = _office()

    def do() -> str:
        return _told({"entries": copy_week(current_user, request_time.now(), office.code, _monday())})

    return press(do, _here())


@blueprint.post("/roster/entries")
def add_entry() -> Response | tuple[str, int]:
    """Add one entry."""
    form, office = EntryForm(), _office()
    given = form.given()

    def do() -> dict[str, Any]:
        add_turn(current_user, request_time.now(), office.code, given)
        return {"entries": 1}

    return _done(form, given, do, entry=form)


@blueprint.post("/roster/entries/<int:turn_id>/remove")
def remove_entry(turn_id: int) -> Response:
    """Call an entry off."""

    def do() -> str:
        remove_turn(current_user, request_time.now(), turn_id)
        return gettext("The entry is called off.")

    return press(do, _here())


@blueprint.post("/minutes")
def minutes() -> Response | tuple[str, int]:
    """How long an urgent ring waits."""
    form = MinutesForm()
    try:
        set_minutes(current_user, request_time.now(), {"minutes": form.minutes.data})
    except Invalid as wrong:
        form.refuse(wrong)
        return _page(minutes_form=form), 422
    flash(gettext("It holds for what rings from now on."), "success")
    return redirect(_here(), 303)


def _done(
    form: Any, given: dict[str, Any], do: Callable[[], dict[str, Any]], **again: Any
) -> Response | tuple[str, int]:
    names = {"people": "people_1", "week": "people_1"}
    return enter(form, given, do, _told, lambda: _page(**again), _here(), names)


def _told(answer: dict[str, Any]) -> str:
    return ngettext("%(num)d entry is planned.", "%(num)d entries are planned.", answer["entries"])


def _office() -> "Department":
    """The office that is asked for: the reader's own, the desk, or any for administrators."""
    own = current_user.actor().department
    asked = request.args.get("department") or own or DESK
    if asked not in (own, DESK) and "admin" not in current_user.roles:
        raise NotFound
    found = next((office for office in all_departments() if office.code == asked), None)
    if found is None:
        raise NotFound
    return found


def _monday() -> date:
    today = _calendar().local(request_time.now()).date()
    try:
        asked = date.fromisoformat(request.args.get("week", ""))
    except ValueError:
        asked = today
    if not 2000 <= asked.year <= 2900:
        asked = today
    return asked - timedelta(days=asked.weekday())


def _calendar() -> Calendar:
    return limits(request_time.now()).calendar


def _here(**changes: Any) -> str:
    kept = {name: request.args.get(name) for name in ("department", "week")}
    return url_for("duty.roster", **(kept | changes))


def _page(
    week: WeekForm | None = None, entry: EntryForm | None = None, minutes_form: MinutesForm | None = None
) -> str:
    now, office, monday, calendar = request_time.now(), _office(), _monday(), _calendar()
    plans = may_plan(current_user.roles, current_user.actor().department, office.code)
    people = [p for p in office_of(office.id) if p.roles & HANDLING_ROLES] if plans else []
    fresh = {"formdata": None, "data": USUAL | {"once": uuid4().hex}}
    week, entry = week or WeekForm(**fresh), entry or EntryForm(**fresh)
    week.offers(people)
    entry.offers(people)
    waits = minutes_in_force(now)
    turns = turns_between(office.id, *_ends(calendar, monday))
    return render_template(
        "duty/roster.html",
        tabs=duty_tabs(),
        office=office,
        title=name_of(office),
        days=_days(calendar, monday, turns, now),
        any_turns=bool(turns),
        plans=plans,
        week=week,
        week_title=week_title(in_words(monday)),
        entry=entry,
        minutes=waits,
        minutes_form=minutes_form or MinutesForm(formdata=None, data={"minutes": str(waits)}),
        before=_here(week=(monday - timedelta(days=7)).isoformat()),
        after=_here(week=(monday + timedelta(days=7)).isoformat()),
        this_week=_here(week=None),
        offices=_offices(),
        here={"department": office.code, "week": monday.isoformat()},
    )


def _offices() -> list[tuple[str, str]]:
    own = current_user.actor().department
    every = "admin" in current_user.roles
    return [(one.code, name_of(one)) for one in all_departments() if every or one.code in (own, DESK)]


def _ends(calendar: Calendar, monday: date) -> tuple[datetime, datetime]:
    start, end = (
        calendar.from_wall(datetime.combine(day, time())) for day in (monday, monday + timedelta(days=7))
    )
    return start, end


def _days(calendar: Calendar, monday: date, turns: Any, now: datetime) -> list[dict[str, Any]]:
    """Each day with its entries, grouped by their hours, and the spans in which nobody answers."""
    found = []
    start, end = _ends(calendar, monday)
    open_ = gaps([turn_of(turn) for turn in turns], max(start, now), end)
    for day in (monday + timedelta(days=number) for number in range(7)):
        begins, ends = (
            calendar.from_wall(datetime.combine(one, time())) for one in (day, day + timedelta(days=1))
        )
        spans: dict[tuple[datetime, datetime], list[Any]] = {}
        for turn in turns:
            if begins <= max(turn.starts_at, start) < ends:
                spans.setdefault((turn.starts_at, turn.ends_at), []).append(turn)
        found.append(
            {
                "day": day,
                "today": begins <= now < ends,
                "spans": [(since, until, until > ends, people) for (since, until), people in spans.items()],
                "gaps": [
                    (max(since, begins), min(until, ends), until >= ends)
                    for since, until in open_
                    if since < ends and until > begins
                ],
            }
        )
    return found
