"""What asking for more time or a pause, and deciding on it, do beside moving states and clocks."""

from datetime import UTC, datetime, timedelta
from typing import Any

from servicedesk.models import Request
from servicedesk.operations.taking import Taking
from servicedesk.queries.ticket_facts import extendable
from servicedesk.rules.refusals import invalid
from servicedesk.rules.requests import (
    LONGEST_SUSPENSION,
    SUSPENSION_DECIDER,
    Extendable,
    decider,
    extension_decider,
)
from servicedesk.rules.text import text


def request_extension(taking: Taking) -> None:
    """More time is asked for; the policy says how much and who decides."""
    given, found = taking.given, _extendable(taking)
    _check_days(given["days"], found)
    requested(taking, "extension", extension_decider(found), {"days": given["days"]}, given["for_enterprise"])


def _extendable(taking: Taking) -> Extendable:
    assert taking.assignment is not None
    limit = taking.stand.limit_of(taking.assignment.id)
    assert limit is not None  # the guards have looked
    return extendable(limit, taking.stand.limits)


def _check_days(days: int, found: Extendable) -> None:
    assert found.extension is not None
    if days > found.extension.max_days:
        most = found.extension.max_days
        raise invalid("days", text("The policy allows at most %(most)s working days.", most=most))


def request_suspension(taking: Taking) -> None:
    """A pause with an end is asked for."""
    until = taking.given["until"].astimezone(UTC).replace(microsecond=0)
    if until <= taking.now:
        raise invalid("until", text("The end must lie in the future."))
    if until > taking.now + timedelta(days=LONGEST_SUSPENSION):
        raise invalid("until", text("A suspension lasts a year at most; please check the date."))
    taking.given["until"] = until
    params = {"code": taking.given["code"], "until": until.isoformat()}
    requested(taking, "suspension", SUSPENSION_DECIDER, params)


def requested(
    taking: Taking,
    kind: str,
    role: str,
    params: dict[str, Any],
    for_enterprise: str | None = None,
    *,
    of_ticket: bool = False,
) -> None:
    """Write down what is asked for; `of_ticket`: of the whole matter, not of a department's share."""
    assert of_ticket or taking.assignment is not None
    taking.request = taking.book.new(
        Request,
        ticket_id=taking.ticket.id,
        assignment_id=None if of_ticket or taking.assignment is None else taking.assignment.id,
        kind=kind,
        state="pending",
        params=params,
        reason=taking.given["reason"],
        for_enterprise=for_enterprise,
        decider=decider(role, taking.person.roles),
        asked_by_id=taking.person.id,
        asked_at=taking.now,
    )
    taking.book.add(taking.request)


def approve(taking: Taking) -> None:
    """Granted as asked, or an extension of fewer days."""
    request, given = taking.request, taking.given
    assert request is not None
    assert taking.assignment is not None
    no_lead(taking)
    if request.kind == "suspension":
        no_days(taking)
        taking.assignment.suspended_until = datetime.fromisoformat(request.params["until"])
    else:
        asked = request.params["days"]
        given["days"] = given["days"] or asked
        if given["days"] > asked:
            raise invalid("days", text("Only %(asked)s working days were asked for.", asked=asked))
        _check_days(given["days"], _extendable(taking))
        request.params = {**request.params, "granted": given["days"]}
    decided(taking)


def no_days(taking: Taking) -> None:
    """Refuses days where they mean nothing."""
    if taking.given["days"] is not None:
        raise invalid("days", text("Only an extension is granted in days."))


def no_lead(taking: Taking) -> None:
    """Refuses a next lead where it means nothing."""
    if taking.given["lead"] is not None:
        raise invalid("lead", text("Only of a return the next lead is named."))


def refuse(taking: Taking) -> None:
    """Of a request; a ticket that is refused simply ends."""
    if taking.request is not None:
        decided(taking)


def decided(taking: Taking) -> None:
    """Write down who decided, when, and what was said with it."""
    assert taking.request is not None
    taking.request.decided_by = taking.person
    taking.request.decided_by_id, taking.request.decided_at = taking.person.id, taking.now
    taking.request.decision = taking.given["reason"]


def resume(taking: Taking) -> None:
    """The suspended share goes on; at its end at the latest, however late somebody does it."""
    assert taking.assignment is not None
    until = taking.assignment.suspended_until
    if until is not None:
        taking.now = min(taking.now, until)
    taking.assignment.suspended_until = None
