"""A demo's reports: last month's circular, issued by the desk lead, and last week's report, only made."""

from datetime import datetime

from servicedesk.operations import reports
from servicedesk.operations.report_queue import Speak, make_waiting
from servicedesk.queries.people import person_by_username
from servicedesk.queries.reports import last_issued
from servicedesk.rules.periods import Days, before, month_of, week_of


def report(now: datetime, days: Days, speak: Speak) -> None:
    """Make both and issue the one; once. Commits."""
    lead = person_by_username("desk_lead")
    today = now.astimezone(days.zone).date()
    month, week = before(month_of(today, days.ends_on), days.ends_on), before(week_of(today))
    if lead is None or last_issued("circular", month.name):
        return
    made = reports.ask(lead, now, {"period": month.name}, days, openly=True)
    reports.ask(lead, now, {"period": week.name}, days, openly=True)
    make_waiting(now, days, speak)
    reports.issue(lead, now, made.id, days)
