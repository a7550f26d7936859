"""Clocks: running limits, kept as the facts from which they are reckoned, and the steps of their ladder."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import BigId, db, partial_index
from servicedesk.models.department import Department
from servicedesk.models.ticket import Ticket
from servicedesk.rules.cards import CARDS

LIVE = "state IN ('running', 'paused')"
# What a limit may be of beside the whole ticket; at most one live one of a kind for each.
PARTS = ("assignment", "request", "call", "whistle", "instruction")
OF_THE_TICKET = " AND ".join((LIVE, *(f"{part}_id IS NULL" for part in PARTS)))


class Clock(db.Model):
    """One limit of one ticket (or of one department's assignment in it).

    `due_at` is a cache of `rules.clocks.reckon` over the facts; `next_at` is the next moment at which a step
    of the ladder falls due, None when nothing remains to be said.
    """

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request.id"))
    """Of a decision's clock: what is to be decided."""
    call_id: Mapped[int | None] = mapped_column(ForeignKey("whistle_call.id"))
    whistle_id: Mapped[int | None] = mapped_column(ForeignKey("whistle.id"))
    """Of a whistle's limits: the call to be answered, or the whistle to be met or decided on."""
    instruction_id: Mapped[int | None] = mapped_column(ForeignKey("instruction.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    """Whom the clock measures: the department that holds the assignment, or is called."""
    kind: Mapped[str] = mapped_column(String(20))
    budget: Mapped[str | None] = mapped_column(String(20))
    """What the policies call its time, where that is not its kind: `ruling` of a `decide`."""
    cycle: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    policy_id: Mapped[int] = mapped_column(ForeignKey("policy_version.id"))
    calendar_id: Mapped[int] = mapped_column(ForeignKey("calendar_version.id"))
    unit: Mapped[str] = mapped_column(String(20))
    amount: Mapped[int]
    at_time: Mapped[str | None] = mapped_column(String(5))
    cap: Mapped[datetime | None]
    floor: Mapped[datetime | None]
    """The moment of the last change that its limit may not lie before."""
    started_at: Mapped[datetime]
    pauses: Mapped[list[Any]]
    """`[[from, to], …]` as ISO 8601; the `to` of a running pause is null."""
    changes: Mapped[list[Any]] = mapped_column(default=list)
    """`[{at, why, from, to, …}, …]`: what moved the limit, from when to when. `why` is `extension` (with
    `days`), `policy` (with the `budget` before), `lead` or `calendar`."""
    due_at: Mapped[datetime]
    original_due_at: Mapped[datetime]
    provisional: Mapped[bool] = mapped_column(default=False)
    limit_no: Mapped[int] = mapped_column(default=1)
    """Raised when a new limit is granted; each limit has a ladder of its own."""
    steps_taken: Mapped[int] = mapped_column(default=0)
    """How many steps of the present limit's ladder have been taken."""
    next_at: Mapped[datetime | None]
    breached_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """When that was known: a result counts by the moment of its submission, but not before it is reviewed."""
    counted_at: Mapped[datetime]
    """The moment under which figures count it: its stop or its limit, whichever is first."""
    aside_at: Mapped[datetime | None]
    """When the sweep failed on it and set it aside, until somebody lets it be tried again."""
    aside_reason: Mapped[str | None] = mapped_column(String(300))

    ticket: Mapped[Ticket] = relationship(lazy="raise")
    department: Mapped[Department | None] = relationship(lazy="raise")
    cards: Mapped[list["ClockStep"]] = relationship(
        lazy="raise",
        viewonly=True,
        primaryjoin=lambda: and_(ClockStep.clock_id == Clock.id, ClockStep.step.in_(CARDS)),
    )
    """The steps taken that show a card, of all its limits."""

    __table_args__ = (
        # The sweep's one question.
        partial_index(
            "ix_clock_next",
            "next_at",
            "id",
            where="state = 'running' AND next_at IS NOT NULL AND aside_at IS NULL",
        ),
        partial_index("ix_clock_aside", "aside_at", where="aside_at IS NOT NULL"),
        # Which live clocks still go by an older version of their calendar.
        partial_index("ix_clock_calendar", "calendar_id", "ticket_id", where=LIVE),
        # Figures: clocks of a kind that counted in a period, by department.
        Index("ix_clock_counted", "kind", "counted_at", "department_id", "state"),
        # At most one live clock of a kind for each ticket and for each part of it.
        partial_index("uq_clock_live_ticket", "ticket_id", "kind", where=OF_THE_TICKET, unique=True),
        *(
            partial_index(
                f"uq_clock_live_{part}",
                f"{part}_id",
                "kind",
                where=f"{LIVE} AND {part}_id IS NOT NULL",
                unique=True,
            )
            for part in PARTS
        ),
        # What is under supervision: limits that have not ended and of which something has been said.
        partial_index("ix_clock_said", "ticket_id", where=f"{LIVE} AND steps_taken > 0"),
    )


class ClockStep(db.Model):
    """A step of the ladder that was taken, once for each limit."""

    __tablename__ = "clock_step"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clock.id"))
    limit_no: Mapped[int]
    step: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    """The step's own moment."""
    recorded_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("clock_id", "limit_no", "step"),)
