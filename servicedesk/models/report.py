"""Reports that were made, a person's words in them, corrections beside issued ones, and schedules."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import db, partial_index
from servicedesk.models.person import Person


class Report(db.Model):
    """One report of a period: `waiting` and `making` until it is `made` (or `failed`), at last `issued`.

    From issuing on nothing of it changes; `hash` covers the canonical form of `document`.
    """

    __tablename__ = "report"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    period: Mapped[str] = mapped_column(String(24))
    first: Mapped[date]
    last: Mapped[date]
    as_of: Mapped[datetime]
    """By what had happened until then; of a waiting one, when it was asked for."""
    language: Mapped[str] = mapped_column(String(2))
    openly: Mapped[bool]
    """For the whole zone: without what rules of their own keep from anybody (rules 12-14)."""
    state: Mapped[str] = mapped_column(String(10))
    progress: Mapped[int] = mapped_column(default=0)
    """In percent, while it is being made."""
    taken_at: Mapped[datetime | None]
    """When a process began to make it."""
    document: Mapped[dict[str, Any] | None]
    """As `rules.report_form` writes it; of an issued one with a person's words in it."""
    made_at: Mapped[datetime | None]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_over: Mapped[str] = mapped_column(String(30))
    """Over what they might see then (`rules.report_readers.standing`)."""
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("report_schedule.id"))
    year: Mapped[int | None]
    serial: Mapped[int | None]
    """Of its document number, within kind and year; given when it is issued."""
    hash: Mapped[str | None] = mapped_column(String(64))
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime | None]

    made_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[made_by_id])
    issued_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[issued_by_id])
    edits: Mapped[list["ReportEdit"]] = relationship(lazy="raise", order_by="ReportEdit.key")
    corrections: Mapped[list["ReportCorrection"]] = relationship(
        lazy="raise", order_by="ReportCorrection.id.desc()"
    )

    __table_args__ = (
        UniqueConstraint("kind", "year", "serial"),
        partial_index("ix_report_waiting", "id", where="state IN ('waiting', 'making')"),
        Index("ix_report_period", "first", "kind"),
    )


class ReportEdit(db.Model):
    """A person's words for one paragraph, and what they took the place of; kept when it is made again."""

    __tablename__ = "report_edit"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    replaced: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ReportCorrection(db.Model):
    """What an issued report would say when it is reckoned again; waiting while `made_at` is empty.

    `then` lists what differs as of the same moment, `now` what differs as of the moment of reckoning, as
    `rules.report_differences` writes it.
    """

    __tablename__ = "report_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    then: Mapped[list[Any]]
    now: Mapped[list[Any]]

    __table_args__ = (partial_index("ix_report_correction_waiting", "id", where="made_at IS NULL"),)


class ReportSchedule(db.Model):
    """A report that makes itself, and who is told of it."""

    __tablename__ = "report_schedule"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    weekday: Mapped[int | None]
    """Of a weekly report: 0 is Monday."""
    hour: Mapped[int]
    language: Mapped[str] = mapped_column(String(2))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """Over what this person may see, without what rules of their own keep."""
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    last_period: Mapped[str | None] = mapped_column(String(24))
    """The last period that was made."""

    by: Mapped[Person] = relationship(lazy="raise")
    recipients: Mapped[list[Person]] = relationship(
        lazy="raise", secondary="report_recipient", order_by="Person.id"
    )


class ReportRecipient(db.Model):
    """Somebody who is told when a scheduled report is made."""

    __tablename__ = "report_recipient"

    schedule_id: Mapped[int] = mapped_column(ForeignKey("report_schedule.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
