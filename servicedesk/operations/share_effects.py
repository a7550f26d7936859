"""What a department's steps do beside moving states and clocks.

They run before states and clocks move, and may refuse what was given.
"""

from servicedesk.models import Result
from servicedesk.operations.taking import Taking
from servicedesk.rules.refusals import invalid
from servicedesk.rules.text import Named, text


def sign(taking: Taking) -> None:
    """Whoever signs is in charge."""
    assert taking.assignment is not None
    taking.assignment.handler = taking.person
    taking.assignment.signed_at = taking.now


def contact(taking: Taking) -> None:
    """The first contact counts."""
    assert taking.assignment is not None
    taking.assignment.contacted_at = taking.assignment.contacted_at or taking.now


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
    contact(taking)
    reaches = taking.row.ticket in ("in_callback", "closed")
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
    )
    if reaches:
        ticket.reached_at = taking.now


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
