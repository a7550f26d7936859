"""The limits in force, and the calendar that they are counted on."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import format_date, gettext

from servicedesk import reference
from servicedesk.languages import budget_in_words, name_of
from servicedesk.queries.limits import limits
from servicedesk.queries.policies import policies_in_force
from servicedesk.rules.calendar_spec import Hours, write_hours
from servicedesk.rules.calendar_year import calendar_year
from servicedesk.web import request_time
from servicedesk.web.admin import blueprint
from servicedesk.web.admin.tabs import admin_tabs
from servicedesk.web.promises import extension_in_words

if TYPE_CHECKING:
    from servicedesk.models import PolicyVersion

CLOCKS = ("accept", "dispatch", "sign", "contact", "resolve", "promise", "review", "callback", "decide")


@blueprint.get("/policies")
def policies() -> str:
    """The policies in force as a table: a row for each limit, a column for each policy."""
    in_force = policies_in_force(request_time.now())
    return render_template(
        "admin/policies.html",
        tabs=admin_tabs(),
        policies=[(_title(policy), policy) for policy in in_force],
        rows=[(clock, [_budget(policy, clock) for policy in in_force]) for clock in CLOCKS],
        extensions=[extension_in_words(policy.spec.get("extension")) for policy in in_force],
    )


@blueprint.get("/calendar")
def calendar() -> str:
    """The ordinary week, and what differs from it this year and next year."""
    zone_calendar = limits(request_time.now()).calendar
    year = zone_calendar.local(request_time.now()).year
    return render_template(
        "admin/calendar.html",
        tabs=admin_tabs(),
        timezone=zone_calendar.timezone,
        week=[
            (weekday, in_words(hours) or gettext("closed"))
            for weekday, hours in zip(_weekdays(), zone_calendar.weekly, strict=True)
        ],
        years=[calendar_year(zone_calendar, one) for one in (year, year + 1)],
        in_words=in_words,
    )


def in_words(hours: Hours) -> str:
    """08:30–12:00, 14:00–17:30; empty on a day off."""
    return ", ".join(f"{opens}–{closes}" for opens, closes in write_hours(hours))


def _weekdays() -> Sequence[str]:
    """Monday to Sunday."""
    monday = date(2024, 1, 1)
    return [format_date(monday + timedelta(days=n), "EEEE") for n in range(7)]


def _budget(policy: "PolicyVersion", clock: str) -> str:
    given = policy.spec["budgets"].get(clock)
    return budget_in_words(given["unit"], given["amount"]) if given else ""


def _title(policy: "PolicyVersion") -> str:
    names = {known.code: known for known in reference.policies()}
    return name_of(names[policy.code]) if policy.code in names else policy.code
