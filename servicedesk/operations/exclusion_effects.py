"""What asking for an exclusion, and agreeing to it, do beside moving states and clocks."""

from servicedesk.operations.request_effects import decided, no_days, requested
from servicedesk.operations.taking import Taking
from servicedesk.rules.exclusions import EXCLUSION_DECIDER, check_reason


def request_exclusion(taking: Taking) -> None:
    """The matter counts until somebody else has decided."""
    code = taking.given["reason_code"]
    check_reason(code, tracked=any(clock.kind == "feedback" for clock in taking.stand.clocks))
    params = {"reason_code": code}
    requested(taking, "exclusion", EXCLUSION_DECIDER, params, of_ticket=True)


def approve(taking: Taking) -> None:
    """From this moment on the matter stands out of the figures, for the coded reason."""
    no_days(taking)
    assert taking.request is not None
    ticket = taking.ticket
    ticket.excluded_at, ticket.excluded_reason = taking.now, taking.request.params["reason_code"]
    decided(taking)
