"""What review, callback, judgement and redo do beside moving states and clocks.

They run before states and clocks move, and may refuse what was given.
"""

from servicedesk.models import Judgement
from servicedesk.operations.reaching import reach, worked_minutes
from servicedesk.operations.taking import Beside, Taking
from servicedesk.rules.refusals import invalid
from servicedesk.rules.text import text


def pass_review(taking: Taking) -> None:
    """The last result reaches the enterprise."""
    result = taking.book.last_result(taking.ticket)
    assert result is not None
    result.reached_at = taking.now
    if result.assignment_id is not None:
        result.worked_minutes = worked_minutes(taking, result.assignment_id, result.submitted_at)
    reach(taking.ticket, taking.now)
    taking.said = {"cycle": taking.ticket.cycle}


def callback(taking: Taking) -> None:
    """A call, answered or in vain; and what the enterprise said."""
    given = taking.given
    if given["reached"] and (given["solved"] is None) != (given["satisfaction"] is None):
        missing = "solved" if given["solved"] is None else "satisfaction"
        raise invalid(missing, text("Please note both whether it is solved and how satisfied they are."))
    if not given["reached"]:
        given["solved"] = given["satisfaction"] = None
        taking.ticket.tries += 1
    _judgement(taking, "callback", given["reached"])


def judge(taking: Taking) -> None:
    """The enterprise's own answer counts as the callback."""
    _judgement(taking, "judge", True)


def _judgement(taking: Taking, source: str, reached: bool) -> None:
    given, ticket = taking.given, taking.ticket
    taking.add(
        Judgement,
        ticket_id=ticket.id,
        cycle=ticket.cycle,
        source=source,
        reached=reached,
        solved=given["solved"],
        satisfaction=given["satisfaction"],
        comment=given["comment"],
        by_id=taking.by.id if taking.by else None,
        at=taking.now,
    )


def begin_new_cycle(taking: Taking) -> None:
    """Redo and reopening: everything is counted anew, under the limits of a redo.

    The head of the department answers for it from now on, by name. A lead that may not lead it on
    (rules 12 and 13) is rid of it, and hears nothing of that: it had done with it.
    """
    ticket = taking.ticket
    ticket.cycle += 1
    ticket.redone_at = ticket.redone_at or taking.now
    ticket.joined_to_id = None
    ticket.tries = 0
    ticket.closed_at = None
    if taking.row.assignment is not None and taking.assignment is not None:
        assignment = taking.assignment
        assignment.cycle = ticket.cycle
        assignment.dispatched_at = taking.now
        assignment.responsible_id = taking.book.head_of(assignment.department)
        taking.noted["responsible"] = assignment.responsible_id
        assignment.signed_at = assignment.contacted_at = assignment.submitted_at = None
    elif taking.assignment is not None:
        taking.beside.append(Beside(taking.assignment, "cancelled"))
        taking.assignment = ticket.lead = None
