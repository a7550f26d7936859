"""Whether the desk runs as it should, and the record of what was done to it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import render_template, request, url_for
from flask_babel import gettext

from servicedesk.languages import name_of
from servicedesk.queries.administration import administration_log
from servicedesk.queries.categories import all_departments
from servicedesk.queries.limits import limits
from servicedesk.queries.timetable import MOST_COUNTED, TimetableState, timetable_state
from servicedesk.rules.limits import Limits
from servicedesk.web import request_time
from servicedesk.web.admin import blueprint
from servicedesk.web.admin.calendar_journal import CALENDAR_DEEDS, calendar_details
from servicedesk.web.admin.changed_words import CHANGED, changed_details
from servicedesk.web.admin.policy_words import details_of
from servicedesk.web.admin.set_aside import DEEDS as ABOUT_CLOCKS
from servicedesk.web.admin.set_aside import in_words, set_aside_details
from servicedesk.web.admin.tabs import admin_tabs
from servicedesk.web.admin.taken_words import TAKEN, taken_details
from servicedesk.web.admin.words import DEEDS
from servicedesk.web.filters import duration, exact_span, moment
from servicedesk.web.views import TimelineEntry

if TYPE_CHECKING:
    from servicedesk.models import Event, Seal


@blueprint.get("/")
def home() -> str:
    """What waits, what is sealed, and what needs an administrator's hand."""
    now = request_time.now()
    state, in_force = timetable_state(now), limits(now)
    return render_template(
        "admin/home.html",
        tabs=admin_tabs(),
        counters=_counters(state),
        stuck_since=state.due_since if state.is_stuck(now) else None,
        days=[(one, _lag(one.max_lag_seconds)) for one in state.days],
        aside=[(clock, in_words(clock.aside_reason)) for clock in state.aside],
        aside_count=_written(state.aside_clocks),
        seal=state.seal,
        seal_is_late=_is_late(state.seal, in_force),
    )


@blueprint.get("/record")
def log() -> str:
    """What was done to accounts, members and reference data; every entry is part of a sealed chain."""
    cursor = request.args.get("cursor")
    page = administration_log(cursor)
    offices = {office.code: name_of(office) for office in all_departments()}
    return render_template(
        "admin/log.html",
        tabs=admin_tabs(),
        entries=[_entry(event, offices) for event in page.items],
        next_url=url_for("admin.log", cursor=page.next) if page.next else None,
        first_url=url_for("admin.log") if cursor else None,
    )


def _entry(event: "Event", offices: Mapping[str, str]) -> TimelineEntry:
    return TimelineEntry(
        at=event.at,
        who=event.actor.name if event.actor else gettext("The desk itself"),
        did=str(DEEDS.get(event.action, event.action)),
        icon="key" if "sign_in" in event.action or event.action == "signed_in" else "settings",
        tone="warn" if event.action == "sign_in_failed" else "",
        details=_details(event, offices),
        text=event.texts.get("reason", "") if event.action in CALENDAR_DEEDS else "",
    )


def _details(event: "Event", offices: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    if event.action.startswith("policy_"):
        return details_of(event.payload)
    if event.action in CHANGED:
        return changed_details(event.payload)
    if event.action in TAKEN:
        return taken_details(event.payload)
    if event.action in ABOUT_CLOCKS:
        return set_aside_details(event.payload)
    return calendar_details(event.payload, offices)


def _counters(state: TimetableState) -> list[tuple[str, str]]:
    last = state.days[0] if state.days else None
    return [
        (gettext("Last sweep that found a step"), moment(last.last_at) if last else gettext("none yet")),
        (gettext("Limits with a step due"), _written(state.due_clocks)),
        (gettext("Limits set aside"), _written(state.aside_clocks)),
        (gettext("Messages to be delivered now"), _written(state.waiting_messages)),
        (gettext("Messages that wait for working hours"), _written(state.later_messages)),
    ]


def _lag(seconds: int) -> str:
    return exact_span(seconds) if seconds < 3600 else duration(seconds, "natural_minutes")


def _written(count: int) -> str:
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def _is_late(seal: "Seal | None", in_force: Limits) -> bool:
    """Whether a day that ended more than an hour ago has no seal."""
    an_hour_ago = in_force.calendar.local(request_time.now() - timedelta(hours=1)).date()
    return seal is None or seal.day < an_hour_ago - timedelta(days=1)
