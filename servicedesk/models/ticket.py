"""Tickets: one matter of one enterprise."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import BigId, db, partial_index
from servicedesk.models.category import Category
from servicedesk.models.department import Department
from servicedesk.models.enterprise import Enterprise
from servicedesk.models.person import Person

# Stands in `next_due_at` where no limit runs, so that the ordering column is never empty.
NO_LIMIT = datetime(9999, 12, 31, tzinfo=UTC)


class Ticket(db.Model):
    """One matter. State, lead and moments are caches of its events; `version` counts workflow steps."""

    __tablename__ = "ticket"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    tracking_code: Mapped[str] = mapped_column(String(12))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprise.id"))
    submitter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """The enterprise's member who sent it; None when the desk recorded it."""
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The officer who recorded it for the enterprise; None when it came from the enterprise."""
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The officer in charge: who accepted it."""

    kind: Mapped[str] = mapped_column(String(20))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    title: Mapped[str] = mapped_column(String(100))
    description: Mapped[str] = mapped_column(Text)
    fields: Mapped[dict[str, Any]]
    channel: Mapped[str] = mapped_column(String(10))
    external_ref: Mapped[str | None] = mapped_column(String(100))
    external_due: Mapped[datetime | None]
    contact_name: Mapped[str] = mapped_column(String(100))
    contact_phone: Mapped[str | None] = mapped_column(String(20))
    contact_email: Mapped[str | None] = mapped_column(String(254))
    share_outside: Mapped[bool] = mapped_column(default=False)
    """The enterprise agrees that outside organisations get its contact data."""

    urgent: Mapped[bool] = mapped_column(default=False)
    complex: Mapped[bool] = mapped_column(default=False)
    confidential: Mapped[bool] = mapped_column(default=False)
    about_department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    about_leader: Mapped[bool] = mapped_column(default=False)
    sensitive: Mapped[bool] = mapped_column(default=False)
    """Rules of its own say who sees it (rules.access.is_sensitive)."""
    misconduct: Mapped[bool] = mapped_column(default=False, server_default=false())
    """For the inspector's office (rules.access.is_misconduct)."""
    instructed: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a leader has instructed a department on it."""
    card: Mapped[str | None] = mapped_column(String(10))
    card_at: Mapped[datetime | None]
    """The highest card shown by hand (rules.supervision), and since when; gone when the matter ends."""
    about_desk: Mapped[bool] = mapped_column(default=False)

    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int] = mapped_column(default=1)
    cycle: Mapped[int] = mapped_column(default=1)
    tries: Mapped[int] = mapped_column(default=0)
    """How often the enterprise was called in vain in this cycle."""
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    joined_to_id: Mapped[int | None] = mapped_column(ForeignKey("ticket.id"))
    """The main matter with which it is handled, while it is joined; kept when that has its result."""
    submitted_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    dispatched_at: Mapped[datetime | None]
    taken_up_at: Mapped[datetime | None]
    """When it was first dispatched, or answered directly."""
    first_reached_at: Mapped[datetime | None]
    """When the first of its results reached the enterprise."""
    redone_at: Mapped[datetime | None]
    """When it was first done again, or reopened."""
    since: Mapped[datetime | None]
    """From when on kind, category, lead and end are as they stand here; before, as in `TicketPast`. None:
    from the beginning, but for the first lead (`dispatched_at`) and the first end (`closed_at`)."""
    reached_at: Mapped[datetime | None]
    """When the last result reached the enterprise."""
    closed_at: Mapped[datetime | None]
    info_asked_at: Mapped[datetime | None]
    excluded_at: Mapped[datetime | None]
    """From when on it stands in no figure of promises, results and answers."""
    excluded_reason: Mapped[str | None] = mapped_column(String(20))
    sampled_at: Mapped[datetime | None]
    """When its withdrawal was drawn to be asked about (rules.sampling)."""
    withdrawal_check: Mapped[str | None] = mapped_column(String(12))
    """What came of asking: `own_wish pressed unreachable`."""
    next_due_at: Mapped[datetime] = mapped_column(default=NO_LIMIT)
    """The limit that counts now for whoever has the matter; NO_LIMIT when none runs."""

    event_count: Mapped[int] = mapped_column(default=0)
    head_hash: Mapped[str] = mapped_column(String(64), default="")

    enterprise: Mapped[Enterprise] = relationship(lazy="raise")
    category: Mapped[Category] = relationship(lazy="raise")
    lead: Mapped[Department | None] = relationship(lazy="raise", foreign_keys=[lead_id])
    about_department: Mapped[Department | None] = relationship(
        lazy="raise", foreign_keys=[about_department_id]
    )
    submitter: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[submitter_id])
    recorded_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[recorded_by_id])
    officer: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[officer_id])

    joined_to: Mapped["Ticket | None"] = relationship(lazy="raise", remote_side=[id])

    __table_args__ = (
        # What follows a main matter.
        partial_index("ix_ticket_joined", "joined_to_id", "id", where="state = 'joined'"),
        # Keyset pages: newest first, and by the limit that comes next, each within a state.
        Index("ix_ticket_newest", "submitted_at", "id"),
        Index("ix_ticket_state_due", "state", "next_due_at", "id"),
        Index("ix_ticket_state_newest", "state", "submitted_at", "id"),
        Index("ix_ticket_enterprise_newest", "enterprise_id", "submitted_at", "id"),
        # Whether an enterprise has had another of the same category not long before.
        Index(
            "ix_ticket_repeated",
            "enterprise_id",
            "category_id",
            "submitted_at",
            "id",
            sqlite_where=text("sensitive IS 0"),
            postgresql_where=text("sensitive IS false"),
        ),
        Index("ix_ticket_lead_newest", "lead_id", "submitted_at", "id"),
        Index("ix_ticket_closed", "closed_at"),
        # Figures of one department, by when matters were taken up and when their first result came.
        Index("ix_ticket_taken_up_at", "taken_up_at", "lead_id"),
        Index("ix_ticket_first_reached_at", "first_reached_at", "lead_id"),
        # By the limit that comes next, whatever the state; what has ended stands behind all limits, so that
        # what is overdue lies together at the beginning.
        Index("ix_ticket_due", "next_due_at", "id"),
        # Urgent ones are few, and looked for among all.
        Index(
            "ix_ticket_urgent",
            "submitted_at",
            "id",
            sqlite_where=text("urgent IS 1"),
            postgresql_where=text("urgent IS true"),
        ),
        # Complaints about the desk, whose figures are counted apart for its own people.
        Index(
            "ix_ticket_about_desk",
            "submitted_at",
            sqlite_where=text("about_desk IS 1"),
            postgresql_where=text("about_desk IS true"),
        ),
        # What the inspector's office has, and the desk's receipts of it.
        partial_index("ix_ticket_handed_over", "closed_at", "id", where="state = 'handed_over'"),
        # What is under supervision by hand.
        partial_index("ix_ticket_card", "card_at", "id", where="card IS NOT NULL"),
        # Withdrawals that were drawn, the newest first.
        partial_index("ix_ticket_sampled", "sampled_at", "id", where="sampled_at IS NOT NULL"),
        # Room for the new end of the chain beside the row.
        {"postgresql_with": {"fillfactor": 80}},
    )


class NumberSeries(db.Model):
    """The last serial number given out on a day."""

    __tablename__ = "number_series"

    day: Mapped[str] = mapped_column(String(8), primary_key=True)
    last: Mapped[int]
