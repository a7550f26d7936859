"""Reports from asking to issuing, as the timetable and people make them."""

from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from servicedesk.documents.speaking import spoken
from servicedesk.models import Event, Report, ReportCorrection
from servicedesk.operations import reports
from servicedesk.operations.report_queue import make_waiting
from servicedesk.operations.seals import audit
from servicedesk.queries.counted import Question
from servicedesk.queries.report_intake import unended
from servicedesk.queries.reports import report_for
from servicedesk.rules.periods import parse
from servicedesk.rules.refusals import Invalid, NotNow, NotYours
from servicedesk.rules.report import Document
from servicedesk.rules.report_edits import paragraph
from servicedesk.rules.report_form import digest, from_json, to_json
from tests.cast import Cast
from tests.factories import NOW, step, submitted
from tests.operations.reporting import DAYS, LATER, OWN, intake, made


def test_a_report_waits_is_made_and_is_the_same_one_when_asked_for_again(cast: Cast, db: SQLAlchemy) -> None:
    report = reports.ask(cast.leader, NOW, {"period": "2026-11"}, DAYS)
    assert (report.state, report.document) == ("waiting", None)
    assert make_waiting(NOW, DAYS, spoken) == 1
    assert (report.state, report.progress, intake(report)) == ("made", 100, 0)
    submitted(cast.enterprise)
    assert reports.ask(cast.leader, LATER, {"period": "2026-11"}, DAYS).id == report.id
    make_waiting(LATER, DAYS, spoken)
    db.session.refresh(report)
    assert intake(report) == 1


@pytest.mark.parametrize(
    "given", [{"period": "soon"}, {"period": "2027-01"}, {"period": "2026-11", "kind": "x"}]
)
def test_what_is_no_report_is_refused_beside_its_field(cast: Cast, given: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        reports.ask(cast.leader, NOW, given, DAYS)


def test_who_makes_no_reports_is_refused(cast: Cast) -> None:
    for who in (cast.officer, cast.handler, cast.admin, cast.enterprise):
        with pytest.raises(NotYours):
            reports.ask(who, NOW, {"period": "2026-11"}, DAYS)


def test_a_persons_words_outlive_the_next_making_and_stand_in_what_is_issued(
    cast: Cast, db: SQLAlchemy
) -> None:
    report = made(cast.leader)
    reports.edit(cast.leader, NOW, report.id, "strands", OWN)
    submitted(cast.enterprise)
    reports.make_again(cast.leader, LATER, report.id)
    make_waiting(LATER, DAYS, spoken)
    again = report_for(cast.leader.actor(), report.id)
    shown = paragraph(reports.edited_document(again), "strands")
    assert shown
    assert (shown.words, shown.changed) == (OWN, True)
    issued = reports.issue(cast.leader, LATER, report.id, DAYS)
    document = from_json(issued.document or {})
    shown = paragraph(document, "strands")
    assert shown
    assert shown.words == OWN
    assert document.number == "通报〔2026〕1号"


def test_what_nobody_has_written_is_no_part_of_an_issued_report(cast: Cast, db: SQLAlchemy) -> None:
    def sections(report: Report) -> list[str]:
        return [section.key for section in from_json(report.document or {}).sections]

    first = made(cast.leader, "2026-H2")
    assert "next" in sections(first)
    assert "next" not in sections(reports.issue(cast.leader, NOW, first.id, DAYS))
    second = made(cast.leader, "2026-H2")
    reports.edit(cast.leader, NOW, second.id, "next", OWN)
    written = reports.issue(cast.leader, NOW, second.id, DAYS)
    assert "next" in sections(written)
    shown = paragraph(from_json(written.document or {}), "next")
    assert shown
    assert shown.words == OWN


def test_an_issued_report_is_frozen_with_its_hash(cast: Cast, db: SQLAlchemy) -> None:
    report = reports.issue(cast.leader, NOW, made(cast.leader).id, DAYS)
    frozen = report.document
    assert report.hash == digest(from_json(frozen or {}))
    for change in (
        lambda: reports.edit(cast.leader, LATER, report.id, "late", OWN),
        lambda: reports.make_again(cast.leader, LATER, report.id),
        lambda: reports.issue(cast.leader, LATER, report.id, DAYS),
    ):
        with pytest.raises(NotNow):
            change()
    submitted(cast.enterprise)
    make_waiting(LATER, DAYS, spoken)
    db.session.refresh(report)
    assert report.document == frozen
    # The next one of the year has the next number, and asking again begins a new report.
    second = made(cast.leader)
    assert second.id != report.id
    reports.issue(cast.leader, LATER, second.id, DAYS)
    assert (second.year, second.serial) == (2026, 2)


def test_later_changes_stand_beside_an_issued_report(cast: Cast, db: SQLAlchemy) -> None:
    report = reports.issue(cast.leader, NOW, made(cast.leader).id, DAYS)
    submitted(cast.enterprise, LATER)
    reports.ask_correction(cast.leader, LATER, report.id)
    reports.ask_correction(cast.leader, LATER, report.id)
    assert make_waiting(LATER + timedelta(hours=1), DAYS, spoken) == 1
    (correction,) = report_for(cast.leader.actor(), report.id).corrections
    # As of the same moment nothing has changed; as of now there is one matter more.
    assert correction.then == []
    assert {
        "table": "诉求性质情况",
        "row": "合计",
        "column": "本期",
        "issued": "0",
        "again": "1",
    } in correction.now


def test_who_did_what_with_a_report_is_on_record(cast: Cast, db: SQLAlchemy) -> None:
    report = made(cast.leader)
    reports.edit(cast.leader, NOW, report.id, "late", OWN)
    reports.issue(cast.leader, NOW, report.id, DAYS)
    reports.fetched(cast.leader, NOW, report.id, "docx")
    deeds = db.session.scalars(
        select(Event.action).where(Event.action.startswith("report_")).order_by(Event.seq)
    ).all()
    assert deeds == ["report_asked", "report_made", "report_edited", "report_issued", "report_downloaded"]
    assert list(audit()) == []


def test_a_report_that_fails_is_said_and_holds_up_no_other(
    cast: Cast, db: SQLAlchemy, caplog: pytest.LogCaptureFixture
) -> None:
    broken = reports.ask(cast.leader, NOW, {"period": "2026-11"}, DAYS)
    other = reports.ask(cast.leader, NOW, {"period": "2026-10"}, DAYS)
    broken.kind = "unknown"
    db.session.commit()
    assert make_waiting(NOW, DAYS, spoken) == 2
    db.session.refresh(broken)
    db.session.refresh(other)
    assert (broken.state, other.state) == ("failed", "made")


def test_a_correction_that_fails_holds_up_no_other_and_may_be_asked_for_again(
    cast: Cast, db: SQLAlchemy, caplog: pytest.LogCaptureFixture
) -> None:
    periods = ("2026-10", "2026-09")
    broken, other = (reports.issue(cast.leader, NOW, made(cast.leader, one).id, DAYS) for one in periods)
    for report in (broken, other):
        reports.ask_correction(cast.leader, LATER, report.id)
    broken.kind = "unknown"
    db.session.commit()
    assert make_waiting(LATER, DAYS, spoken) == 2
    left = db.session.scalars(select(ReportCorrection)).all()
    assert [(one.report_id, one.made_at) for one in left] == [(other.id, LATER)]


def test_what_a_killed_process_left_is_taken_up_again(cast: Cast, db: SQLAlchemy) -> None:
    report = reports.ask(cast.leader, NOW, {"period": "2026-11"}, DAYS)
    report.state, report.taken_at = "making", NOW
    db.session.commit()
    assert make_waiting(NOW + timedelta(minutes=5), DAYS, spoken) == 0
    assert make_waiting(NOW + timedelta(minutes=20), DAYS, spoken) == 1


def test_who_comes_last_does_not_undo_what_was_made_and_issued_meanwhile(cast: Cast, db: SQLAlchemy) -> None:
    report = reports.ask(cast.leader, NOW, {"period": "2026-11"}, DAYS)

    def slowly(document: Document) -> Document:
        # Another process takes it up after its lease, and somebody issues what that has made.
        if report.state == "making":
            report.state, report.document, report.made_at = "made", to_json(spoken(document)), NOW
            db.session.commit()
            reports.issue(cast.leader, NOW, report.id, DAYS)
        return spoken(document)

    assert make_waiting(NOW, DAYS, slowly) == 1
    db.session.refresh(report)
    assert report.state == "issued"
    assert report.hash == digest(from_json(report.document or {}))


def test_what_had_not_ended_is_counted_as_it_was_then(cast: Cast) -> None:
    ticket = cast.ticket("closed")
    days = timedelta(days=1)
    reopened = NOW + 3 * days
    step(cast.enterprise, ticket, "ask_reopen", NOW + days, reason="问题又出现了。")
    step(cast.officer, ticket, "reopen", reopened, reason="问题又出现了。")
    counts = [
        unended(Question(cast.leader.actor(), [("2026-11", *parse("2026-11").moments(DAYS.zone))], as_of))
        for as_of in (NOW - days, NOW + 2 * days, reopened + days)
    ]
    assert counts == [0, 0, 1]
