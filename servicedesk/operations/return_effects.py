"""What returning a matter, disputing a refusal and ruling on it do beside moving states and clocks.

They run before states and clocks move, and may refuse what was given.
"""

from servicedesk.models import Department, Dispute
from servicedesk.operations.request_effects import decided, no_days, requested
from servicedesk.operations.taking import Taking
from servicedesk.rules.refusals import invalid
from servicedesk.rules.returns import RULED_BY, return_decider
from servicedesk.rules.text import text


def ask_return(taking: Taking) -> None:
    """The department says that the matter is not its own, and whose it is."""
    proposed = _next_lead(taking, "proposed")
    role = return_decider(taking.ticket.about_desk, taking.person.roles)
    requested(taking, "return", role, {"proposed": proposed.code})
    assert taking.request is not None
    taking.request.basis = taking.given["basis"]


def approve(taking: Taking) -> None:
    """Upheld, perhaps with who leads next."""
    no_days(taking)
    _uphold(taking, "lead")
    decided(taking)


def _uphold(taking: Taking, field: str) -> None:
    """The department is rid of the matter; `field` names who leads it at once, if anybody.

    How often this matter came back stands on record with it: from the third time on
    (`rules.supervision.MOST_RETURNS`) a leader supervises it.
    """
    assert taking.request is not None
    params = dict(taking.request.params)
    if taking.given[field]:
        params["lead"] = _next_lead(taking, field).code
    earlier = [share for share in taking.stand.assignments if share.state == "returned"]
    taking.request.params = params | {"returns": len(earlier) + 1}
    taking.ticket.lead = None


def dispute(taking: Taking) -> None:
    """The refusal is kept beside the objection; a leader decides now."""
    request = taking.request
    assert request is not None
    assert request.decided_by_id is not None
    assert request.decided_at is not None
    request.dispute = Dispute(
        by_id=taking.person.id,
        at=taking.now,
        reason=taking.given["reason"],
        refused_by_id=request.decided_by_id,
        refused_at=request.decided_at,
        refusal=request.decision or "",
    )
    request.decider = RULED_BY
    # The person too: what was read before is told again in the answer to this call.
    request.decided_by = request.decided_by_id = request.decided_at = request.decision = None


def rule(taking: Taking) -> None:
    """Finally: for the department that has it, or for another one, to which it is dispatched at once."""
    if taking.row.ticket is not None:
        _uphold(taking, "department")
    decided(taking)


def _next_lead(taking: Taking, field: str) -> Department:
    """The department that is named in a field: neither the one that returns, nor one complained of."""
    assert taking.assignment is not None
    found = taking.book.department(taking.given[field])
    if found is None:
        raise invalid(field, text("There is no such department."))
    if found.id == taking.assignment.department_id:
        raise invalid(field, text("The matter is with this department already; please name another one."))
    if found.id == taking.ticket.about_department_id:
        raise invalid(field, text("The matter is about this department; it cannot lead it."))
    return found
