"""Assignments: a ticket's share given to one department, and the results that came of it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from servicedesk.extensions import BigId, db, partial_index
from servicedesk.models.category import Routing
from servicedesk.models.department import Department
from servicedesk.models.person import Person
from servicedesk.models.ticket import NO_LIMIT, Ticket


class Assignment(db.Model):
    """One department's share in a ticket: `lead` or `assist`, with its own state and limit."""

    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    role: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20))
    cycle: Mapped[int] = mapped_column(default=1)
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who signed it and is in charge of it."""
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The head who answers for it, once it is done again."""
    dispatched_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    routing_id: Mapped[int | None] = mapped_column(ForeignKey("routing.id"))
    """The row of the routing table that proposed this department, when it was followed."""
    note: Mapped[str | None] = mapped_column(Text)
    part: Mapped[str | None] = mapped_column(Text)
    """What a department that helps has given to the lead."""
    handover_text: Mapped[str | None] = mapped_column(Text)
    dispatched_at: Mapped[datetime]
    """When it was dispatched, or went back to its lead to be done again."""
    handed_at: Mapped[datetime | None]
    """When it was dispatched to its lead, whatever was done again since; None for one that helps."""
    signed_at: Mapped[datetime | None]
    contacted_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    suspended_until: Mapped[datetime | None]
    """When a suspended share resumes by itself."""
    next_due_at: Mapped[datetime] = mapped_column(default=NO_LIMIT)

    handler_away_until: Mapped[datetime | None] = query_expression()
    """Until when who is in charge is away; known where it was asked for."""

    ticket: Mapped[Ticket] = relationship(lazy="raise")
    department: Mapped[Department] = relationship(lazy="raise")
    handler: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[handler_id])
    responsible: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[responsible_id])
    dispatched_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[dispatched_by_id])
    routing: Mapped[Routing | None] = relationship(lazy="raise")

    __table_args__ = (
        Index("ix_assignment_queue", "department_id", "state", "next_due_at", "id"),
        Index("ix_assignment_handed_at", "handed_at", "department_id"),
        # How many matters each row of the routing table has sent, and how many came back.
        Index("ix_assignment_routing", "routing_id", "state"),
        # A department's queues that go by another moment: what is done, the newest first.
        Index("ix_assignment_newest", "department_id", "state", "dispatched_at", "id"),
        partial_index("ix_assignment_suspended", "suspended_until", where="state = 'suspended'"),
        # At most one live lead for each ticket, whatever happens.
        partial_index(
            "uq_assignment_one_lead",
            "ticket_id",
            where="role = 'lead' AND state NOT IN ('returned', 'cancelled')",
            unique=True,
        ),
    )


class Result(db.Model):
    """What the enterprise is (or will be) told at the end of a cycle.

    A department's result has four elements (taken up, spoken to, measures, solved when); a direct answer of
    the desk has only `text`. `reached_at` is set when it reaches the enterprise.
    """

    __tablename__ = "result"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    """To whom the result is attributed: the lead, or the desk for a direct answer."""
    cycle: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime]
    taken_at: Mapped[date | None]
    spoken_to: Mapped[str | None] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    """The measures taken, or the direct answer."""
    solved_when: Mapped[date | None]
    solved: Mapped[bool | None]
    reached_at: Mapped[datetime | None]
    worked_minutes: Mapped[int | None]
    """Of a lead's result that reached the enterprise: whole minutes of working time from dispatch or redo to
    submission, without suspension and review."""

    by: Mapped[Person] = relationship(lazy="raise")
    department: Mapped[Department | None] = relationship(lazy="raise")

    __table_args__ = (
        Index("ix_result_reached", "reached_at", "department_id"),
        # Handling times, by the day of the submission.
        Index("ix_result_submitted", "submitted_at", "department_id"),
    )


class Judgement(db.Model):
    """One answer of the enterprise about a result, tapped by itself or noted at a callback; or a try in vain.

    The last answer with both solved and satisfaction counts in a cycle.
    """

    __tablename__ = "judgement"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    cycle: Mapped[int]
    source: Mapped[str] = mapped_column(String(10))
    """`judge` or `callback`."""
    reached: Mapped[bool]
    solved: Mapped[str | None] = mapped_column(String(10))
    satisfaction: Mapped[int | None]
    comment: Mapped[str | None] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who judged or called; None: the enterprise's contact, who has no account, by the signed link."""
    at: Mapped[datetime]

    by: Mapped[Person | None] = relationship(lazy="raise")
