"""Reports as people use them: ask for one, write in it, issue it, fetch it, have it reckoned again."""

from collections.abc import Mapping
from datetime import datetime

from servicedesk.extensions import db
from servicedesk.models import Person, Report, ReportCorrection, ReportEdit
from servicedesk.operations.events import append_administration, wait_for_administration
from servicedesk.operations.transaction import transaction
from servicedesk.queries.reports import held, last_serial, report_for, unissued
from servicedesk.rules.fields import Field, check
from servicedesk.rules.periods import Days, Period, parse
from servicedesk.rules.refusals import NotNow, NotYours, invalid
from servicedesk.rules.report import (
    FORMATS_OF_REPORTS,
    LANGUAGES_OF_REPORTS,
    REPORT_KINDS,
    Document,
)
from servicedesk.rules.report_edits import Edit, paragraph, with_edits, without_unwritten
from servicedesk.rules.report_form import digest, from_json, to_json
from servicedesk.rules.report_phrases import kind_of
from servicedesk.rules.report_readers import may_make, may_work_on, sees_the_zone, standing
from servicedesk.rules.text import text

LONGEST = 4000
FIELDS = (
    Field("period", "line"),
    Field("kind", "choice", required=False, choices=REPORT_KINDS),
    Field("language", "choice", required=False, choices=LANGUAGES_OF_REPORTS),
)


def ask(
    by: Person, now: datetime, given: Mapping[str, object], days: Days, *, openly: bool = False
) -> Report:
    """Ask for a report of `period`; it is made by the timetable, and again where it was made and not issued.

    `openly`: for the whole zone, which only those can make who see it. Raises NotYours, and Invalid for each
    field. Commits.
    """
    if not may_make(by.actor()):
        raise NotYours(text("Reports are made by leaders, the desk lead, supervisors and department heads."))
    values = check(FIELDS, {field.name: given.get(field.name) for field in FIELDS})
    period = parse(values["period"], days.ends_on)
    if period.first > now.astimezone(days.zone).date():
        raise invalid("period", text("This period has not begun yet."))
    kind, language = values["kind"] or kind_of(period), values["language"] or LANGUAGES_OF_REPORTS[0]
    openly = openly and sees_the_zone(by.actor())
    with transaction():
        report = unissued(by, kind, period.name, language, openly=openly)
        if report is None:
            report = waiting_report(by, now, kind, period, language, openly=openly)
        else:
            wait_again(report, now)
        append_administration(by, "report_asked", now, said_of(report))
    return report


def waiting_report(
    by: Person,
    now: datetime,
    kind: str,
    period: Period,
    language: str,
    *,
    openly: bool,
    schedule_id: int | None = None,
) -> Report:
    """A new one that waits to be made. Takes part in the transaction of its caller."""
    report = Report(
        kind=kind,
        period=period.name,
        first=period.first,
        last=period.last,
        as_of=now.replace(microsecond=0),
        language=language,
        openly=openly,
        state="waiting",
        made_by_id=by.id,
        made_over=standing(by.actor()),
        schedule_id=schedule_id,
    )
    db.session.add(report)
    db.session.flush()
    return report


def wait_again(report: Report, now: datetime) -> None:
    """Let a report be made once more, as of now; a person's words in it stay."""
    report.state, report.progress, report.taken_at = "waiting", 0, None
    report.as_of = now.replace(microsecond=0)


def make_again(by: Person, now: datetime, report_id: int) -> Report:
    """Make a report anew as of now; raises NotYours, NotNow for an issued one. Commits."""
    with transaction():
        report = _to_work_on(by, report_id)
        _check_sight(report)
        wait_again(report, now)
        append_administration(by, "report_asked", now, said_of(report))
    return report


def edit(by: Person, now: datetime, report_id: int, key: str, words: str) -> Report:
    """Put a person's words in a paragraph's place; none, or the generated ones, undo that.

    Raises NotYours, NotNow unless it is made and not issued, Invalid for `text`. Commits.
    """
    if len(words) > LONGEST:
        raise invalid("text", text("Please write at most %(count)s characters.", count=LONGEST))
    with transaction():
        report = _to_work_on(by, report_id, made=True)
        assert report.document is not None
        generated = paragraph(from_json(report.document), key)
        if generated is None:
            raise invalid("text", text("There is no such paragraph any more."))
        before = next((one for one in report.edits if one.key == key), None)
        if before:
            db.session.delete(before)
            db.session.flush()
        written = words.strip()
        if written and written != generated.words:
            one = ReportEdit(
                report_id=report.id, key=key, text=written, replaced=str(generated.words), by_id=by.id, at=now
            )
            db.session.add(one)
        append_administration(by, "report_edited", now, said_of(report) | {"key": key}, {"text": written})
    return report


def issue(by: Person, now: datetime, report_id: int, days: Days) -> Report:
    """Issue a report: it gets its number and hash, and nothing of it changes any more.

    A section that nobody has written is left out.
    Raises NotYours, NotNow unless it is made and not issued. Commits.
    """
    with transaction():
        report = _to_work_on(by, report_id, made=True)
        # One at a time, as papers get their numbers: two reports never ask for the same serial.
        wait_for_administration()
        year = now.astimezone(days.zone).year
        serial = last_serial(report.kind, year) + 1
        document = without_unwritten(edited_document(report)).numbered(year, serial)
        report.state, report.year, report.serial = "issued", year, serial
        report.document, report.hash = to_json(document), digest(document)
        report.issued_by_id, report.issued_at = by.id, now
        append_administration(
            by, "report_issued", now, said_of(report) | {"number": document.number, "hash": report.hash}
        )
    return report


def fetched(by: Person, now: datetime, report_id: int, format_: str) -> Document:
    """The report for a file; that it was fetched is put on record. Raises NotFound, NotNow. Commits."""
    if format_ not in (*FORMATS_OF_REPORTS, "json"):
        raise invalid("format", text("There is no such format."))
    with transaction():
        report = report_for(by.actor(), report_id)
        if report.document is None:
            raise NotNow(text("This report is not made yet."))
        document = edited_document(report)
        append_administration(by, "report_downloaded", now, said_of(report) | {"format": format_})
    return document


def ask_correction(by: Person, now: datetime, report_id: int) -> Report:
    """Have an issued report reckoned again by the timetable; raises NotFound, NotYours, NotNow. Commits."""
    with transaction():
        report = report_for(by.actor(), report_id)
        if not may_make(by.actor()):
            raise NotYours(text("Reports are checked by those who make them."))
        if report.state != "issued":
            raise NotNow(text("Only an issued report has corrections; make this one again instead."))
        _check_sight(report)
        if all(one.made_at for one in report.corrections):
            db.session.add(
                ReportCorrection(report_id=report.id, asked_by_id=by.id, asked_at=now, then=[], now=[])
            )
            append_administration(by, "report_checked", now, said_of(report))
    return report


def edited_document(report: Report) -> Document:
    """What the report says, a person's words in it; of an issued one these are part of what was frozen."""
    assert report.document is not None
    document = from_json(report.document)
    if report.state == "issued":
        return document
    return with_edits(document, {one.key: Edit(one.text, one.replaced) for one in report.edits})


def said_of(report: Report) -> dict[str, object]:
    """What an event says of a report."""
    return {"report": report.id, "kind": report.kind, "period": report.period}


def _check_sight(report: Report) -> None:
    """Raises NotNow where it would be reckoned over another sight than before."""
    if standing(report.made_by.actor()) != report.made_over:
        raise NotNow(text("Who made this report has another office now; please make one of your own."))


def _to_work_on(by: Person, report_id: int, *, made: bool = False) -> Report:
    # First by sight, so that nobody hears of what they may not read.
    report_for(by.actor(), report_id)
    report = held(report_id)
    if not may_work_on(by.actor(), report.made_over, openly=report.openly):
        raise NotYours(text("Reports are made by leaders, the desk lead, supervisors and department heads."))
    if report.state == "issued":
        raise NotNow(text("This report is issued; nothing of it changes any more."))
    if made and report.state != "made":
        raise NotNow(text("This report is not made yet."))
    return report
