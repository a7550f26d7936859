"""The clocks of a ticket: what a step of the workflow does to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from servicedesk.models import NO_LIMIT, Assignment, Call, Clock, Request, Ticket, Whistle
from servicedesk.operations.book import Book
from servicedesk.queries.ticket_facts import case_of
from servicedesk.rules import running
from servicedesk.rules.access import DESK
from servicedesk.rules.calendar_spec import CalendarError
from servicedesk.rules.clocks import ASSIGNMENT_CLOCKS, KIND_OF, LIVE_CLOCK_STATES
from servicedesk.rules.limits import Limits
from servicedesk.rules.next_step import WATCHED, WATCHED_BY_DEPARTMENT
from servicedesk.rules.refusals import NotNow
from servicedesk.rules.tracking import PROMISED
from servicedesk.rules.workflow_rows import Effect

IN_AGREED_DAYS = "calendar_days"
"""In this unit a part has the date that a meeting agreed on, which stays whatever becomes of the matter."""


@dataclass(frozen=True)
class Scope:
    """Whose clocks a step moves, and what it brings: the days that an extension grants."""

    ticket: Ticket
    assignment: Assignment | None = None
    request: Request | None = None
    days: int = 0
    call: Call | None = None
    whistle: Whistle | None = None
    until: datetime | None = None
    """The agreed moment for reporting in, for a part, or for the next feedback."""
    desk_id: int | None = None
    """The desk, where it speaks with the enterprise for the department (rule 12): the contact is its own."""

    def holds(self, clock: Clock) -> bool:
        """Whether the clock is of this share, request, call or whistle, where it is of any."""
        if clock.call_id is not None:
            return self.call is not None and clock.call_id == self.call.id
        if clock.whistle_id is not None:
            return self.whistle is not None and clock.whistle_id == self.whistle.id
        if clock.request_id is not None:
            return self.request is not None and clock.request_id == self.request.id
        if clock.assignment_id is not None and self.assignment is not None:
            return clock.assignment_id == self.assignment.id
        return True


def apply(
    book: Book,
    effects: Iterable[Effect],
    scope: Scope,
    clocks: list[Clock],
    limits: Limits,
    at: datetime,
) -> list[str]:
    """Do what a row of the workflow says to the clocks; `clocks` is kept up to date.

    Starting a clock that runs already does nothing: what an answer before acceptance starts, acceptance
    keeps. Only a limit with which a matter was imported before it had a lead becomes that of its share.
    Answers what was done, as it stands on record: `start promise`. Raises NotNow when a limit finds no open
    time.
    """
    done = []
    for effect in effects:
        mine = [
            clock for clock in clocks if clock.state in LIVE_CLOCK_STATES and _means(effect, clock, scope)
        ]
        try:
            moved = _do(book, effect, mine, scope, clocks, limits, at)
        except CalendarError as never:
            raise NotNow(never.sentence) from never
        if moved:
            done.append(f"{effect.verb} {effect.clock}")
    return done


def _means(effect: Effect, clock: Clock, scope: Scope) -> bool:
    if effect.clock == "*":
        # A whistle goes on whatever becomes of its matter, until it is closed; an instruction until reported.
        if clock.call_id or clock.whistle_id or clock.instruction_id:
            return False
        # A decision is waited for as long as its request waits, which may be longer than the matter is open.
        return effect.verb != "cancel" or clock.request_id is None
    return effect.clock == clock.kind and scope.holds(clock)


def _do(
    book: Book,
    effect: Effect,
    mine: list[Clock],
    scope: Scope,
    clocks: list[Clock],
    limits: Limits,
    at: datetime,
) -> bool:
    if effect.verb == "start":
        return _take_over(mine, scope) if mine else _start(book, effect.clock, scope, clocks, limits, at)
    # What ends with the lead's limit at the latest is reckoned after it.
    for clock in sorted(mine, key=lambda clock: clock.kind == "part"):
        match effect.verb:
            case "stop":
                _attribute(clock, scope.ticket)
                running.stop(clock, at)
            case "pause":
                running.pause(clock, at)
            case "resume":
                running.resume(clock, limits, at)
            case "cancel":
                _attribute(clock, scope.ticket)
                running.cancel(clock, at)
            case "extend":
                running.extend(clock, limits, scope.days, at)
            case "transfer":
                _attribute(clock, scope.ticket)
                running.transfer(clock, at)
            case "end":
                _attribute(clock, scope.ticket)
                # It is over before it was done: what was late stays late, the rest counts no longer.
                (running.stop if at > clock.due_at else running.cancel)(clock, at)
            case "rebudget":
                if clock.kind == "part":
                    if clock.unit == IN_AGREED_DAYS:
                        continue
                    running.recap(clock, _limit_of_lead(clocks), limits, at)
                running.rebudget(clock, case_of(scope.ticket), limits, at)
    return bool(mine)


def cancel_decisions(clocks: Iterable[Clock], request_ids: Sequence[int], at: datetime) -> None:
    """These requests need no decision any more."""
    for clock in clocks:
        if clock.request_id in request_ids:
            running.cancel(clock, at)


def promised(clocks: Iterable[Clock]) -> datetime | None:
    """By when the matter is answered at the latest, as the enterprise was told; None while nothing is."""
    return next((c.due_at for c in clocks if c.kind == "promise" and c.state in LIVE_CLOCK_STATES), None)


def note_limits(ticket: Ticket, assignments: Sequence[Assignment], clocks: Sequence[Clock]) -> None:
    """Keep the limit that counts next on the ticket and on each assignment, for the order of the queues."""
    ticket.next_due_at = _next(WATCHED.get(ticket.state, ()), clocks)
    for assignment in assignments:
        own = [clock for clock in clocks if clock.assignment_id == assignment.id]
        assignment.next_due_at = _next(WATCHED_BY_DEPARTMENT.get(assignment.state, ()), own)


def _next(kinds: Sequence[str], clocks: Sequence[Clock]) -> datetime:
    due = [clock.due_at for clock in clocks if clock.kind in kinds and clock.state == "running"]
    return min(due, default=NO_LIMIT)


def _take_over(mine: Iterable[Clock], scope: Scope) -> bool:
    """Whether the share gets a limit that runs and is nobody's yet, as that of an imported matter is."""
    share = scope.assignment
    for clock in mine:
        if share and clock.kind in ASSIGNMENT_CLOCKS and clock.department_id is None:
            clock.assignment_id, clock.department_id = share.id, share.department_id
            return True
    return False


def _start(book: Book, kind: str, scope: Scope, clocks: list[Clock], limits: Limits, at: datetime) -> bool:
    ticket, department = scope.ticket, None
    cap = scope.until or (_limit_of_lead(clocks) if kind == "part" else _cap(ticket, at))
    clock = book.new(Clock, ticket_id=ticket.id, cycle=ticket.cycle)
    if kind == "contact" and scope.desk_id is not None:
        clock.department_id, department = scope.desk_id, DESK
    elif kind in ASSIGNMENT_CLOCKS:
        assert scope.assignment is not None
        clock.assignment_id, clock.department_id = scope.assignment.id, scope.assignment.department_id
        department = scope.assignment.department.code
    elif scope.call is not None:
        clock.call_id, clock.department_id = scope.call.id, scope.call.department_id
        department, cap = scope.call.department.code, scope.until
    elif scope.whistle is not None:
        clock.whistle_id = scope.whistle.id
    elif KIND_OF.get(kind, kind) == "decide":
        assert scope.request is not None
        clock.request_id = scope.request.id
    given = PROMISED if kind == "feedback" else None
    started = running.start(clock, kind, case_of(ticket), limits, at, cap, department, given)
    if started:
        book.add(clock)
        clocks.append(clock)
    return started


def _cap(ticket: Ticket, at: datetime) -> datetime | None:
    """Somebody else's limit; the first result was for it, so once passed it does not bind a redo."""
    cap = ticket.external_due
    return None if cap and cap <= at and ticket.cycle > 1 else cap


def _limit_of_lead(clocks: Iterable[Clock]) -> datetime | None:
    """By when the lead submits: a part is given by then at the latest (Quanzhou)."""
    live = (c.due_at for c in clocks if c.kind == "resolve" and c.state in LIVE_CLOCK_STATES)
    return next(live, None)


def _attribute(clock: Clock, ticket: Ticket) -> None:
    # A promise is the lead's at its stop.
    if clock.kind == "promise":
        clock.department_id = ticket.lead_id
