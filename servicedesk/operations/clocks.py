"""The clocks of a ticket: what a step of the workflow does to them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from servicedesk.models import NO_LIMIT, Assignment, Clock, Ticket
from servicedesk.operations.book import Book
from servicedesk.queries.standing import case_of
from servicedesk.rules import running
from servicedesk.rules.clocks import ASSIGNMENT_CLOCKS, LIVE_CLOCK_STATES
from servicedesk.rules.next_step import WATCHED, WATCHED_BY_DEPARTMENT
from servicedesk.rules.running import Limits
from servicedesk.rules.workflow import Effect


def apply(
    book: Book,
    effects: Iterable[Effect],
    ticket: Ticket,
    assignment: Assignment | None,
    clocks: list[Clock],
    limits: Limits,
    at: datetime,
) -> None:
    """Do what a row of the workflow says to the clocks; `clocks` is kept up to date.

    Starting a clock that runs already does nothing: what an answer before acceptance starts, acceptance
    keeps.
    """
    for effect in effects:
        mine = [
            clock
            for clock in clocks
            if effect.clock in ("*", clock.kind) and clock.state in LIVE_CLOCK_STATES
        ]
        match effect.verb:
            case "start" if not mine:
                _start(book, effect.clock, ticket, assignment, clocks, limits, at)
            case "stop":
                for clock in mine:
                    _attribute(clock, ticket)
                    running.stop(clock, at)
            case "pause":
                for clock in mine:
                    running.pause(clock, at)
            case "resume":
                for clock in mine:
                    running.resume(clock, limits, at)
            case "cancel":
                for clock in mine:
                    running.cancel(clock, at)


def note_limits(ticket: Ticket, assignments: Sequence[Assignment], clocks: Sequence[Clock]) -> None:
    """Keep the limit that counts next on the ticket and on each assignment, for the order of the queues."""
    ticket.next_due_at = _next(WATCHED.get(ticket.state, ()), [c for c in clocks if not c.assignment_id])
    for assignment in assignments:
        own = [clock for clock in clocks if clock.assignment_id == assignment.id]
        assignment.next_due_at = _next(WATCHED_BY_DEPARTMENT.get(assignment.state, ()), own)


def _next(kinds: Sequence[str], clocks: Sequence[Clock]) -> datetime:
    due = [clock.due_at for clock in clocks if clock.kind in kinds and clock.state == "running"]
    return min(due, default=NO_LIMIT)


def _start(
    book: Book,
    kind: str,
    ticket: Ticket,
    assignment: Assignment | None,
    clocks: list[Clock],
    limits: Limits,
    at: datetime,
) -> None:
    clock = book.new(Clock, ticket_id=ticket.id, cycle=ticket.cycle)
    if kind in ASSIGNMENT_CLOCKS:
        assert assignment is not None
        clock.assignment_id, clock.department_id = assignment.id, assignment.department_id
    if running.start(clock, kind, case_of(ticket), limits, at, _cap(ticket, at)):
        book.add(clock)
        clocks.append(clock)


def _cap(ticket: Ticket, at: datetime) -> datetime | None:
    """Somebody else's limit; the first result was for it, so once passed it does not bind a redo."""
    cap = ticket.external_due
    return None if cap and cap <= at and ticket.cycle > 1 else cap


def _attribute(clock: Clock, ticket: Ticket) -> None:
    # A promise is the lead's at its stop.
    if clock.kind == "promise":
        clock.department_id = ticket.lead_id
