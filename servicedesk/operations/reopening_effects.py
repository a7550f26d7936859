"""What asking to reopen, and agreeing to it, do beside moving states and clocks.

Source: rule 10. The enterprise asks with new facts, the desk decides; then it goes on as after a redo.
"""

from servicedesk.operations.ending_effects import begin_new_cycle
from servicedesk.operations.request_effects import decided, no_days, no_lead, requested
from servicedesk.operations.taking import Taking
from servicedesk.rules.requests import reopening_decider


def ask_reopen(taking: Taking) -> None:
    """The matter stays closed until the desk, or the supervisor for it, has decided."""
    requested(taking, "reopening", reopening_decider(about_desk=taking.ticket.about_desk), {}, of_ticket=True)


def approve(taking: Taking) -> None:
    """The matter is taken up again in a new cycle."""
    no_days(taking)
    no_lead(taking)
    decided(taking)
    begin_new_cycle(taking)
