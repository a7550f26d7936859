"""Reports from asking to issuing, as the timetable and people make them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from servicedesk.documents.speaking import spoken
from servicedesk.extensions import db as database
from servicedesk.models import Event, Message, Person, Report, ReportCorrection
from servicedesk.models.person import PersonRole
from servicedesk.operations import report_schedules, reports
from servicedesk.operations.report_queue import make_waiting
from servicedesk.operations.seals import audit
from servicedesk.queries.counted import Question
from servicedesk.queries.report_intake import unended
from servicedesk.queries.reports import report_for, reports_for
from servicedesk.rules.periods import Days, parse
from servicedesk.rules.refusals import Invalid, NotFound, NotNow, NotYours
from servicedesk.rules.report import Document, Table
from servicedesk.rules.report_edits import paragraph
from servicedesk.rules.report_form import digest, from_json, to_json
from tests.cast import Cast
from tests.factories import NOW, step, submitted

DAYS = Days(ZoneInfo("Asia/Shanghai"))
LATER = NOW + timedelta(hours=1)
OWN = "本月重点保障项目开工。"


def made(by: object, period: str = "2026-11", *, openly: bool = False, **given: str) -> Report:
    report = reports.ask(by, NOW, {"period": period, **given}, DAYS, openly=openly)  # type: ignore[arg-type]
    assert make_waiting(NOW, DAYS, spoken) == 1
    return report


def intake(report: Report) -> int:
    """How many matters it counts."""
    assert report.document
    document = from_json(report.document)
    table = next(one for one in document.blocks() if isinstance(one, Table) and one.key == "by_kind")
    return table.rows[-1][1]  # type: ignore[return-value]


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


def test_a_report_for_the_zone_leaves_out_what_rules_keep(cast: Cast) -> None:
    submitted(cast.enterprise)
    submitted(cast.enterprise, confidential=True)
    submitted(cast.enterprise, about_leader=True)
    assert intake(made(cast.desk_lead)) == 3
    assert intake(made(cast.desk_lead, openly=True)) == 1
    # A department's head makes it over the own sight, whatever was asked for.
    own = made(cast.department_head, openly=True)
    assert (own.openly, intake(own)) == (False, 0)


def test_reports_are_seen_by_those_who_see_the_same(cast: Cast) -> None:
    own, for_all = made(cast.leader), made(cast.desk_lead, openly=True)
    assert [one.id for one in reports_for(cast.leader.actor())] == [for_all.id, own.id]
    assert [one.id for one in reports_for(cast.desk_lead.actor())] == [for_all.id]
    assert reports_for(cast.handler.actor()) == []
    with pytest.raises(NotFound):
        reports.edit(cast.handler, NOW, for_all.id, "late", OWN)
    reports.issue(cast.leader, NOW, for_all.id, DAYS)
    assert [one.id for one in reports_for(cast.handler.actor())] == [for_all.id]
    with pytest.raises(NotFound):
        report_for(cast.handler.actor(), own.id)


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


PLAN = {"kind": "daily", "hour": "8", "language": "zh", "recipients": ["leader", "handler"]}


def test_a_schedule_makes_each_report_once_and_tells_its_recipients(cast: Cast, db: SQLAlchemy) -> None:
    schedule = report_schedules.plan(cast.desk_lead, NOW, PLAN)
    assert report_schedules.ask_for_due(NOW, DAYS) == 0
    next_day = NOW + timedelta(days=1)
    assert [report_schedules.ask_for_due(next_day, DAYS) for _ in range(2)] == [1, 0]
    assert make_waiting(next_day, DAYS, spoken) == 1
    told = db.session.scalars(select(Message).where(Message.kind == "report_ready")).all()
    assert {one.person_id for one in told} == {cast.leader.id, cast.handler.id}
    # They can read it without its having been issued; others cannot.
    (report,) = reports_for(cast.handler.actor())
    assert (report.period, report.openly) == ("2026-11-23", True)
    report_schedules.end(cast.desk_lead, next_day, schedule.id)
    assert report_schedules.ask_for_due(next_day + timedelta(days=1), DAYS) == 0


def test_nobody_is_told_who_may_not_read_figures(cast: Cast, db: SQLAlchemy) -> None:
    for name in ("admin", "enterprise", "nobody"):
        with pytest.raises(Invalid) as refused:
            report_schedules.plan(cast.desk_lead, NOW, PLAN | {"recipients": [name]})
        assert list(refused.value.errors) == ["recipients"]
    with pytest.raises(NotYours):
        report_schedules.plan(cast.department_head, NOW, PLAN)
    report_schedules.plan(cast.desk_lead, NOW, PLAN)
    next_day = NOW + timedelta(days=1)
    report_schedules.ask_for_due(next_day, DAYS)
    cast.handler.active = False
    db.session.commit()
    make_waiting(next_day, DAYS, spoken)
    assert db.session.scalar(select(func.count(Message.id)).where(Message.kind == "report_ready")) == 1


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


def test_a_mail_tells_where_a_report_is(app: Flask, cast: Cast) -> None:
    from servicedesk.adapters import mail

    told = mail.tell_of_report("a@zone.example", "en", 7, {"title": "2026年11月通报"})
    assert told["Subject"] == "A report is there: 2026年11月通报"
    assert "/board/reports/7" in told.get_content()


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


def moved(who: Person, role: str, beside: Person) -> None:
    """Somebody gets another role in the office of `beside`."""
    who.role_rows[:] = [PersonRole(role=role)]
    who.department_id = beside.department_id
    database.session.commit()
    database.session.refresh(who)


def test_who_changes_office_takes_no_report_along(cast: Cast, db: SQLAlchemy) -> None:
    own = reports.issue(cast.supervisor, NOW, made(cast.supervisor).id, DAYS)
    moved(cast.supervisor, "department_head", cast.handler)
    for who in (cast.supervisor, cast.handler, cast.department_head):
        assert reports_for(who.actor()) == []
    # Nor does asking again tell of what was made before.
    assert made(cast.supervisor).id != own.id
    later = made(cast.leader)
    moved(cast.desk_lead, "leader", cast.leader)
    moved(cast.leader, "supervisor", cast.officer)
    with pytest.raises(NotNow, match="has another office now"):
        reports.make_again(cast.desk_lead, LATER, later.id)
