"""Making the reports that wait, one at a time, and reckoning issued ones again; the timetable asks for it."""

import logging
from collections.abc import Callable
from datetime import datetime

from servicedesk.extensions import db
from servicedesk.models import Report, ReportCorrection
from servicedesk.operations.events import append_administration
from servicedesk.operations.report_making import asked_report, composed, for_everybody
from servicedesk.operations.report_sending import send
from servicedesk.operations.reports import said_of
from servicedesk.operations.transaction import transaction
from servicedesk.queries.people import person_by_id
from servicedesk.queries.reports import held, next_correction, next_waiting, something_waits
from servicedesk.rules.periods import Days, Period
from servicedesk.rules.report import Document
from servicedesk.rules.report_differences import differences
from servicedesk.rules.report_form import from_json, to_json
from servicedesk.rules.report_readers import standing

Speak = Callable[[Document], Document]
"""Puts a document into the words of its language (`documents.speaking.spoken`)."""
log = logging.getLogger(__name__)


def make_waiting(now: datetime, days: Days, speak: Speak) -> int:
    """Make every report that waits, and reckon every correction; answers how many. Commits each by itself.

    A process that is killed leaves one that is taken up again after a while.
    """
    done = 0
    if not something_waits():
        return done
    while (report_id := _take(now)) is not None:
        _make(report_id, now, days, speak)
        done += 1
    while _correct(now, days, speak):
        done += 1
    return done


def _take(now: datetime) -> int | None:
    with transaction():
        report = next_waiting(now)
        if report is None:
            return None
        report.state, report.taken_at, report.progress = "making", now, 0
        return report.id


def _make(report_id: int, now: datetime, days: Days, speak: Speak) -> None:
    with transaction():
        asked = held(report_id).as_of
    try:
        document = _reckoned(report_id, asked, days, speak, lambda done: _note(report_id, done))
    except Exception:
        # Said on the page, with a button to try again; the others are made meanwhile.
        log.exception("report %d could not be made", report_id)
        with transaction():
            report = held(report_id)
            if _is_still_made(report, asked):
                report.state = "failed"
                append_administration(None, "report_failed", now, said_of(report))
        return
    with transaction():
        report = held(report_id)
        if not _is_still_made(report, asked):
            return
        is_new = report.made_at is None
        report.made_over = standing(report.made_by.actor())
        report.state, report.progress, report.made_at = "made", 100, now
        report.document = to_json(document)
        append_administration(None, "report_made", now, said_of(report))
        if is_new and report.schedule_id is not None:
            send(report, now)


def _is_still_made(report: Report, asked: datetime) -> bool:
    """Whether nobody has asked for it again meanwhile, or, after its lease, made and perhaps issued it."""
    return report.state == "making" and report.as_of == asked


def _note(report_id: int, done: int) -> None:
    with transaction():
        db.session.get_one(Report, report_id).progress = done


def _reckoned(
    report_id: int, as_of: datetime, days: Days, speak: Speak, told: Callable[[int], None] = lambda done: None
) -> Document:
    """The report over the sight of its maker, as of a moment, in words."""
    report = db.session.get_one(Report, report_id)
    maker = person_by_id(report.made_by_id)
    assert maker is not None
    actor = for_everybody(maker.actor()) if report.openly else maker.actor()
    period = Period(report.period, report.first, report.last)
    return speak(composed(asked_report(report.kind, report.language, period, as_of, actor, days), told))


def _correct(now: datetime, days: Days, speak: Speak) -> bool:
    """Reckon one correction: as of the same moment, and as of now."""
    with transaction():
        one = next_correction()
        if one is None:
            return False
        correction_id, report_id = one.id, one.report_id
    report = db.session.get_one(Report, report_id)
    assert report.document is not None
    issued, as_of = from_json(report.document), report.as_of
    try:
        then = _reckoned(report_id, as_of, days, speak)
        later = _reckoned(report_id, now, days, speak)
    except Exception:
        # The others are reckoned meanwhile; this one may be asked for again.
        log.exception("correction %d of report %d could not be reckoned", correction_id, report_id)
        with transaction():
            db.session.delete(db.session.get_one(ReportCorrection, correction_id))
            append_administration(None, "report_failed", now, said_of(held(report_id)))
        return True
    with transaction():
        kept = db.session.get_one(ReportCorrection, correction_id)
        kept.then = list(differences(issued, then, days.zone))
        kept.now = list(differences(issued, later, days.zone))
        kept.made_at = now
    return True
