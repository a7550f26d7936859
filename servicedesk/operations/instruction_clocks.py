"""The limits of instructions: begun, stopped and cancelled with them, by steps and by rebuilding alike."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Protocol

from servicedesk.models import Clock, Ticket
from servicedesk.operations.book import Book
from servicedesk.queries.ticket_facts import case_of
from servicedesk.rules import running
from servicedesk.rules.calendar_spec import CalendarError
from servicedesk.rules.instructions import time_until
from servicedesk.rules.limits import Limits
from servicedesk.rules.refusals import NotNow


class Coded(Protocol):
    """A department."""

    @property
    def code(self) -> str:
        """By which the rules know it."""


class Instructed(Protocol):
    """What of an instruction its limit depends on."""

    @property
    def id(self) -> int:
        """Its own."""

    @property
    def department_id(self) -> int:
        """Of whom it measures."""

    @property
    def department(self) -> Coded:
        """Whom it measures."""

    @property
    def due_on(self) -> date:
        """At whose close of business it ends."""


def start(
    book: Book, ticket: Ticket, one: Instructed, clocks: list[Clock], limits: Limits, at: datetime
) -> None:
    """Begin the limit of an instruction; `clocks` is kept up to date.

    Raises Invalid for a date that cannot be, NotNow when the department never opens.
    """
    calendar = limits.calendars[limits.calendar_id("instruction", one.department.code)]
    given = time_until(one.due_on, calendar.local(at).date())
    clock = book.new(
        Clock,
        ticket_id=ticket.id,
        cycle=ticket.cycle,
        instruction_id=one.id,
        department_id=one.department_id,
    )
    try:
        running.start(
            clock, "instruction", case_of(ticket), limits, at, department=one.department.code, given=given
        )
    except CalendarError as never:
        raise NotNow(never.sentence) from never
    book.add(clock)
    clocks.append(clock)


def stop(clocks: Iterable[Clock], ids: Collection[int], at: datetime) -> None:
    """The departments have reported back."""
    for clock in clocks:
        if clock.instruction_id in ids:
            running.stop(clock, at)


def cancel(clocks: Iterable[Clock], ids: Collection[int], at: datetime) -> None:
    """These instructions need no report any more."""
    for clock in clocks:
        if clock.instruction_id in ids:
            running.cancel(clock, at)
