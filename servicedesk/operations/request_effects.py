"""What asking for more time or a pause, and deciding on it, do beside moving states and clocks."""

from datetime import UTC, datetime
from typing import Any

from servicedesk.models import Request
from servicedesk.operations.taking import Taking
from servicedesk.queries.ticket_facts import extendable
from servicedesk.rules.refusals import invalid
from servicedesk.rules.requests import SUSPENSION_DECIDER, extension_decider
from servicedesk.rules.text import text


def request_extension(taking: Taking) -> None:
    """More time is asked for; the policy says how much and who decides."""
    stand, given = taking.stand, taking.given
    assert taking.assignment is not None
    limit = stand.limit_of(taking.assignment.id)
    assert limit is not None  # the guards have looked
    found = extendable(limit, stand.limits)
    assert found.extension is not None
    if given["days"] > found.extension.max_days:
        most = found.extension.max_days
        raise invalid("days", text("The policy allows at most %(most)s working days.", most=most))
    _ask(taking, "extension", extension_decider(found), {"days": given["days"]}, given["for_enterprise"])


def request_suspension(taking: Taking) -> None:
    """A pause with an end is asked for."""
    until = taking.given["until"]
    if until <= taking.now:
        raise invalid("until", text("The end must lie in the future."))
    params = {"code": taking.given["code"], "until": until.astimezone(UTC).isoformat()}
    _ask(taking, "suspension", SUSPENSION_DECIDER, params)


def _ask(
    taking: Taking, kind: str, decider: str, params: dict[str, Any], for_enterprise: str | None = None
) -> None:
    assert taking.assignment is not None
    taking.request = taking.book.new(
        Request,
        ticket_id=taking.ticket.id,
        assignment_id=taking.assignment.id,
        kind=kind,
        state="pending",
        params=params,
        reason=taking.given["reason"],
        for_enterprise=for_enterprise,
        decider=decider,
        asked_by_id=taking.person.id,
        asked_at=taking.now,
    )
    taking.book.add(taking.request)


def approve(taking: Taking) -> None:
    """Granted as asked, or an extension of fewer days."""
    request, given = taking.request, taking.given
    assert request is not None
    assert taking.assignment is not None
    if request.kind == "suspension":
        taking.assignment.suspended_until = datetime.fromisoformat(request.params["until"])
        given |= {"days": None, **request.params}
    else:
        asked = request.params["days"]
        given["days"] = given["days"] or asked
        if given["days"] > asked:
            raise invalid("days", text("Only %(asked)s working days were asked for.", asked=asked))
    _decide(taking, given["reason"])


def refuse(taking: Taking) -> None:
    """Of a request; a ticket that is refused simply ends."""
    if taking.request is not None:
        _decide(taking, taking.given["reason"])


def _decide(taking: Taking, decision: str | None) -> None:
    assert taking.request is not None
    taking.request.decided_by_id, taking.request.decided_at = taking.person.id, taking.now
    taking.request.decision = decision


def resume(taking: Taking) -> None:
    """The suspended share goes on."""
    assert taking.assignment is not None
    taking.assignment.suspended_until = None
