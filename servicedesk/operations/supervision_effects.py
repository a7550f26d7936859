"""What urging and supervising do beside their events, and when a leader has to supervise a matter.

They run before states and clocks move, and may refuse what was given.
"""

from servicedesk.operations.taking import Taking
from servicedesk.rules.cards import CARDS
from servicedesk.rules.disclosure import is_outside
from servicedesk.rules.refusals import NotNow
from servicedesk.rules.supervision import higher_card, raised_because, urged_again_from
from servicedesk.rules.text import text
from servicedesk.rules.workflow import ENDED_STATES


def urge(taking: Taking) -> None:
    """Whoever is in charge is reminded; not again and again by the same person."""
    last = taking.book.last_urge(taking.ticket, taking.person)
    outside = is_outside(taking.stand.relations)
    if last is not None:
        again = urged_again_from(taking.stand.limits.calendar, last, by_enterprise=outside)
        if taking.now < again:
            raise NotNow(
                text(
                    "You urged on this matter at %(last)s already, and it was passed on. You can urge again "
                    "from %(again)s on.",
                    last=last,
                    again=again,
                ),
                taking.stand.ticket_actions(),
            )
    if not (outside and taking.ticket.confidential):
        # What the enterprise writes about a confidential matter is for the desk; the department is reminded.
        taking.said = {"reason": taking.given["text"]}


def supervise(taking: Taking) -> None:
    """A card is shown by hand; the highest stands until the matter ends."""
    _show(taking, taking.given["card"])
    taking.said = {"reason": taking.given["text"]}


def raise_(taking: Taking) -> None:
    """With the third redo or return a leader supervises the matter, whoever took the step."""
    ticket = taking.ticket
    returns = sum(share.state == "returned" for share in taking.stand.assignments)
    why = raised_because(ticket.cycle, returns, ticket.card) if _may_have_come(taking) else None
    if why is None:
        return
    _show(taking, CARDS[-1])
    payload = {"card": ticket.card, "why": why}
    taking.book.event(ticket, None, "supervise", taking.now, payload, {}, visible=False)
    # A department that has returned the matter is not concerned any more.
    lead = taking.assignment if why == "redone" else None
    taking.book.tell_after("supervision_raised", ticket, lead, None, taking.now, None, {"why": why})


def _may_have_come(taking: Taking) -> bool:
    """Whether the step is one that does a matter again or takes it back."""
    return (
        taking.name in ("redo", "reopen", "reopen_withdrawn", "approve_reopening")
        or taking.row.assignment == "returned"
    )


def _show(taking: Taking, card: str) -> None:
    before, taking.ticket.card = taking.ticket.card, higher_card(taking.ticket.card, card)
    if taking.ticket.card != before:
        taking.ticket.card_at = taking.now


def let_go(taking: Taking) -> None:
    """What has ended is under nobody's supervision."""
    if taking.row.ticket in ENDED_STATES and taking.ticket.card:
        taking.ticket.card = taking.ticket.card_at = None
