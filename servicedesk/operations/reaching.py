"""A result reaches its enterprise."""

from datetime import datetime

from servicedesk.models import Ticket
from servicedesk.operations.taking import Taking
from servicedesk.rules.clock_record import pauses_of


def reach(ticket: Ticket, at: datetime) -> None:
    """From now on the enterprise has it."""
    ticket.reached_at = at
    ticket.first_reached_at = ticket.first_reached_at or at


def worked_minutes(taking: Taking, assignment_id: int, submitted_at: datetime) -> int | None:
    """How long the lead had it in this cycle: whole minutes of working time, without suspension and review.

    From dispatch or redo to its last submission; None where its limit was never reckoned.
    """
    own = [
        clock
        for clock in taking.stand.clocks
        if (clock.kind, clock.assignment_id, clock.cycle) == ("resolve", assignment_id, taking.ticket.cycle)
    ]
    if not own:
        return None
    clock = own[-1]
    calendar = taking.stand.limits.calendars[clock.calendar_id]
    still = clock.ended_at or submitted_at
    pauses = [(begin, min(end or still, submitted_at)) for begin, end in pauses_of(clock)]
    stood = [(begin, end) for begin, end in pauses if begin < end]
    return calendar.between(clock.started_at, submitted_at, stood) // 60
