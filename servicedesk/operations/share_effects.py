"""What a department's steps do beside moving states and clocks.

They run before states and clocks move, and may refuse what was given.
"""

from servicedesk.models import Result
from servicedesk.operations.reaching import reach, worked_minutes
from servicedesk.operations.taking import Taking
from servicedesk.queries.due import DueShare
from servicedesk.rules.access import HANDLING_ROLES
from servicedesk.rules.refusals import invalid
from servicedesk.rules.text import Named, text


def sign(taking: Taking) -> None:
    """Whoever signs is in charge."""
    assert taking.assignment is not None
    taking.assignment.handler = taking.person
    taking.assignment.signed_at = taking.now


def hand_over(taking: Taking) -> None:
    """A colleague of the department is in charge from now on; both are told."""
    share, before = taking.assignment, taking.assignment.handler_id if taking.assignment else None
    assert share is not None
    person = taking.book.colleague(taking.given["person"], share.department_id)
    if person is None or not person.roles & HANDLING_ROLES:
        raise invalid("person", text("Please choose a colleague of the department."))
    if person.id == before:
        raise invalid("person", text("%(who)s is in charge already; nothing changes.", who=person.name))
    if until := taking.book.away_until(person, taking.now):
        raise invalid(
            "person",
            text(
                "%(who)s is away until %(until)s; please choose somebody else.", who=person.name, until=until
            ),
        )
    share.handler = person
    taking.given["person"] = person.name
    taking.noted["handler"] = [before, person.id]
    if before is not None:
        was_theirs = DueShare(share.department_id, before)
        taking.book.tell_after("handed_on", taking.ticket, was_theirs, taking.by, taking.now)


def contact(taking: Taking) -> None:
    """The first contact counts."""
    assert taking.assignment is not None
    taking.assignment.contacted_at = taking.assignment.contacted_at or taking.now


def relay_contact(taking: Taking) -> None:
    """The desk has spoken with the enterprise for the department, which may not know whom it works for."""
    if taking.assignment is not None:
        contact(taking)


def submit(taking: Taking) -> None:
    """The result with its four elements; who was spoken to is a contact, if there was none before.

    A department that helps gives its part to the lead.
    """
    assignment, given, ticket = taking.assignment, taking.given, taking.ticket
    assert assignment is not None
    assignment.submitted_at = taking.now
    if assignment.role == "assist":
        assignment.part = given["measures"]
        return
    _answer_for_the_whole(taking)
    reaches = taking.row.ticket in ("in_callback", "closed")
    if reaches or not ticket.confidential:
        contact(taking)
    taking.add(
        Result,
        ticket_id=ticket.id,
        assignment_id=assignment.id,
        department_id=assignment.department_id,
        cycle=ticket.cycle,
        by_id=taking.person.id,
        submitted_at=taking.now,
        taken_at=given["taken_at"],
        spoken_to=given["spoken_to"],
        text=given["measures"],
        solved_when=given["solved_when"],
        solved=given["solved"],
        reached_at=taking.now if reaches else None,
        worked_minutes=worked_minutes(taking, assignment.id, taking.now) if reaches else None,
    )
    if reaches:
        reach(ticket, taking.now)
        taking.said = {"cycle": ticket.cycle}


def _answer_for_the_whole(taking: Taking) -> None:
    """The lead submits when all parts are in, or says why the result does without."""
    missing = [share for share in taking.stand.assists if share.state not in ("submitted", "done")]
    if missing and not taking.given["without_assists"]:
        office = missing[0].department
        raise invalid(
            "without_assists",
            text(
                "%(who)s has not given its part yet: wait for it, or say here why the result does without.",
                who=Named(office.name_zh, office.name_en),
            ),
        )
    if not missing:
        taking.given["without_assists"] = None


def finish(taking: Taking) -> None:
    """On the spot: signature, contact and result in one."""
    assert taking.assignment is not None
    if taking.assignment.signed_at is None:
        sign(taking)
    submit(taking)
