"""Reports that were made, and what waits to be made, over what somebody may read."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, false, func, or_, select, text
from sqlalchemy.orm import joinedload, selectinload

from servicedesk.extensions import db
from servicedesk.models import Person, Report, ReportCorrection, ReportRecipient, ReportSchedule
from servicedesk.rules.access import Actor
from servicedesk.rules.refusals import NotFound
from servicedesk.rules.report_readers import READERS, may_read_report, sees_the_zone, standing

LISTED = 200
"""So many of the newest that somebody may read are shown: some four a week, for a year."""
LEASE = timedelta(minutes=15)
"""For so long a report is one process's to make."""
# Written as the partial indexes are.
_WAITING = text("report.state IN ('waiting', 'making')")
_NOT_MADE = text("report_correction.made_at IS NULL")


def reports_for(actor: Actor) -> Sequence[Report]:
    """The newest that somebody may read, the newest first; as `may_read_report` says of each."""
    found = select(Report).where(_readable(actor)).options(*_MAKER).order_by(Report.id.desc()).limit(LISTED)
    return db.session.scalars(found).unique().all()


def report_for(actor: Actor, report_id: int) -> Report:
    """One with its edits and corrections; raises NotFound where it is none of the reader's."""
    found = db.session.scalars(
        select(Report)
        .where(Report.id == report_id)
        .options(
            *_MAKER,
            joinedload(Report.issued_by),
            selectinload(Report.edits),
            selectinload(Report.corrections),
        )
    ).unique()
    report = found.one_or_none()
    if report is None or not _reads(actor, report):
        raise NotFound
    return report


def held(report_id: int) -> Report:
    """One with its edits, held until the end of the transaction; raises NotFound."""
    report: Report | None = db.session.scalar(
        select(Report)
        .where(Report.id == report_id)
        .options(selectinload(Report.edits), selectinload(Report.made_by).options(*_WHOLE))
        .with_for_update(of=Report)
        .execution_options(populate_existing=True)
    )
    if report is None:
        raise NotFound
    return report


def unissued(by: Person, kind: str, period: str, language: str, *, openly: bool) -> Report | None:
    """The one of the same question that somebody made, with the sight that they have, and not issued."""
    return db.session.scalar(
        select(Report)
        .where(
            Report.kind == kind,
            Report.period == period,
            Report.language == language,
            Report.openly == openly,
            Report.made_by_id == by.id,
            Report.made_over == standing(by.actor()),
            Report.schedule_id.is_(None),
            Report.state != "issued",
        )
        .order_by(Report.id.desc())
        .limit(1)
    )


def last_issued(kind: str, period: str) -> Report | None:
    """The last one of a kind and period that was issued, whoever made it."""
    found = select(Report).where(Report.kind == kind, Report.period == period, Report.state == "issued")
    return db.session.scalar(found.order_by(Report.id.desc()).limit(1))


def something_waits() -> bool:
    """Whether a report or a correction waits to be made; one statement that holds nothing."""
    waiting = select(Report.id).where(_WAITING).exists()
    unmade = select(ReportCorrection.id).where(_NOT_MADE).exists()
    return bool(db.session.scalar(select(or_(waiting, unmade))))


def next_waiting(now: datetime) -> Report | None:
    """The report to be made next, held; None while another one is being made, or none waits."""
    rows = db.session.scalars(select(Report).where(_WAITING).order_by(Report.id).with_for_update()).all()
    if any(one.state == "making" and one.taken_at and one.taken_at > now - LEASE for one in rows):
        return None
    return rows[0] if rows else None


def next_correction() -> ReportCorrection | None:
    """The correction to be reckoned next, held where others would take it too."""
    return db.session.scalar(
        select(ReportCorrection)
        .where(_NOT_MADE)
        .order_by(ReportCorrection.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def last_serial(kind: str, year: int) -> int:
    """The last serial number that was given to a kind in a year."""
    found = select(func.max(Report.serial)).where(Report.kind == kind, Report.year == year)
    return db.session.scalar(found) or 0


def schedules() -> Sequence[ReportSchedule]:
    """Those that have not ended, each with who made it and who is told."""
    return (
        db.session.scalars(
            select(ReportSchedule)
            .where(ReportSchedule.ended_at.is_(None))
            .options(
                joinedload(ReportSchedule.by).options(*_WHOLE),
                selectinload(ReportSchedule.recipients).options(*_WHOLE),
            )
            .order_by(ReportSchedule.id)
        )
        .unique()
        .all()
    )


def schedule_held(schedule_id: int) -> ReportSchedule | None:
    """One, held until the end of the transaction."""
    return db.session.scalar(
        select(ReportSchedule)
        .where(ReportSchedule.id == schedule_id)
        .options(selectinload(ReportSchedule.by).options(*_WHOLE))
        .with_for_update(of=ReportSchedule)
        .execution_options(populate_existing=True)
    )


def recipients_of(schedule_id: int) -> Sequence[Person]:
    """Who is told of what a schedule makes, and has an account still."""
    found = (
        select(Person)
        .join(ReportRecipient, ReportRecipient.person_id == Person.id)
        .where(ReportRecipient.schedule_id == schedule_id, Person.active)
    )
    return db.session.scalars(found.options(*_WHOLE).order_by(Person.id)).unique().all()


def possible_recipients() -> Sequence[Person]:
    """The zone's own people, department by department."""
    found = select(Person).where(Person.active, Person.enterprise_id.is_(None)).options(*_WHOLE)
    return db.session.scalars(found.order_by(Person.department_id, Person.name)).unique().all()


_WHOLE = (joinedload(Person.department), selectinload(Person.role_rows), joinedload(Person.enterprise))
_MAKER = (joinedload(Report.made_by).options(*_WHOLE),)


def _readable(actor: Actor) -> ColumnElement[bool]:
    """`may_read_report` asked of the database; a test holds the two together."""
    if not actor.roles & READERS:
        return false()
    goes_round = or_(Report.state == "issued", Report.schedule_id.is_not(None))
    openly = Report.openly if sees_the_zone(actor) else and_(Report.openly, goes_round)
    return or_(openly, Report.made_over == standing(actor))


def _reads(actor: Actor, report: Report) -> bool:
    goes_round = report.state == "issued" or report.schedule_id is not None
    return may_read_report(actor, report.made_over, openly=report.openly, goes_round=goes_round)
