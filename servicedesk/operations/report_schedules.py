"""Schedules of reports: who is told of which, and when; the timetable has those made that are due."""

from collections.abc import Mapping
from datetime import datetime

from servicedesk.extensions import db
from servicedesk.models import Person, ReportSchedule
from servicedesk.operations.events import append_administration
from servicedesk.operations.reports import waiting_report
from servicedesk.operations.transaction import transaction
from servicedesk.queries.reports import possible_recipients, schedule_held, schedules
from servicedesk.rules.fields import Field, check
from servicedesk.rules.periods import Days, Period
from servicedesk.rules.refusals import NotFound, NotYours, invalid
from servicedesk.rules.report import LANGUAGES_OF_REPORTS, REPORT_KINDS
from servicedesk.rules.report_readers import READERS, may_make, sees_the_zone
from servicedesk.rules.report_schedule import due, is_due
from servicedesk.rules.text import text

FIELDS = (
    Field("kind", "choice", choices=REPORT_KINDS),
    Field("weekday", "int", required=False, least=0, most=6),
    Field("hour", "int", least=0, most=23),
    Field("language", "choice", choices=LANGUAGES_OF_REPORTS),
    Field("recipients", "codes"),
)


def plan(by: Person, now: datetime, given: Mapping[str, object]) -> ReportSchedule:
    """Have a report for the whole zone made regularly, and `recipients` (user names) told of each.

    Raises NotYours, and Invalid for each field. Commits.
    """
    _only_planners(by)
    values = check(FIELDS, {field.name: given.get(field.name) for field in FIELDS})
    with transaction():
        known = {one.username: one for one in possible_recipients() if one.roles & READERS}
        unknown = [name for name in values["recipients"] if name not in known]
        if unknown:
            raise invalid(
                "recipients", text("Nobody of this name may read reports: %(name)s", name=unknown[0])
            )
        schedule = ReportSchedule(
            kind=values["kind"],
            weekday=(values["weekday"] or 0) if values["kind"] == "weekly" else None,
            hour=values["hour"],
            language=values["language"],
            by_id=by.id,
            created_at=now,
            recipients=[known[name] for name in values["recipients"]],
        )
        db.session.add(schedule)
        db.session.flush()
        told = {
            "schedule": schedule.id,
            "kind": schedule.kind,
            "people": [one.id for one in schedule.recipients],
        }
        append_administration(by, "report_scheduled", now, told)
    return schedule


def end(by: Person, now: datetime, schedule_id: int) -> None:
    """End a schedule; what it made stays. Raises NotYours, NotFound. Commits."""
    _only_planners(by)
    with transaction():
        schedule = schedule_held(schedule_id)
        if schedule is None or schedule.ended_at is not None:
            raise NotFound
        schedule.ended_at = now
        append_administration(by, "report_schedule_ended", now, {"schedule": schedule.id})


def ask_for_due(now: datetime, days: Days) -> int:
    """Let the reports wait whose schedules are due; answers how many. Commits each by itself.

    After a standstill only the last period is made. Whoever lost their roles has nothing made any more.
    """
    # Ids, because each is read again within the transaction that decides on it.
    able = [one.id for one in schedules() if one.by.active and _may_plan(one.by) and _due(one, now, days)]
    return sum(_ask_for(schedule_id, now, days) for schedule_id in able)


def _due(one: ReportSchedule, now: datetime, days: Days) -> Period | None:
    """The period whose report is to be made now."""
    period, moment = due(one.kind, one.weekday, one.hour, now, days)
    return period if is_due(one.last_period, one.created_at, period, moment) else None


def _ask_for(schedule_id: int, now: datetime, days: Days) -> bool:
    """Whether it was due; another process may have been faster."""
    with transaction():
        one = schedule_held(schedule_id)
        period = _due(one, now, days) if one and one.ended_at is None else None
        if one is None or period is None:
            return False
        one.last_period = period.name
        waiting_report(one.by, now, one.kind, period, one.language, openly=True, schedule_id=schedule_id)
    return True


def _may_plan(by: Person) -> bool:
    return may_make(by.actor()) and sees_the_zone(by.actor())


def _only_planners(by: Person) -> None:
    if not _may_plan(by):
        raise NotYours(
            text("Reports for the whole zone are scheduled by leaders, the desk lead and supervisors.")
        )
