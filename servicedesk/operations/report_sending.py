"""Telling the recipients of a scheduled report that it is there; nobody who may not read it."""

from datetime import datetime

from servicedesk.models import Report
from servicedesk.operations.events import append_administration
from servicedesk.operations.mails import tell_by_mail
from servicedesk.operations.messages import tell_about_account
from servicedesk.queries.reports import recipients_of
from servicedesk.rules.report_readers import may_read_report

TOLD = "report_ready"


def send(report: Report, now: datetime) -> None:
    """Queue a message, and a mail where they have an address. Takes part in the transaction of its caller."""
    assert report.schedule_id is not None
    readers = [
        one.id
        for one in recipients_of(report.schedule_id)
        if may_read_report(one.actor(), report.made_over, openly=report.openly, goes_round=True)
    ]
    for person_id in readers:
        tell_about_account(person_id, TOLD, now, {"report": report.id, "title": _title(report)})
    tell_by_mail(report, readers, now)
    told = {"report": report.id, "kind": report.kind, "period": report.period, "people": readers}
    append_administration(None, "report_sent", now, told)


def _title(report: Report) -> str:
    return str((report.document or {})["title"])
