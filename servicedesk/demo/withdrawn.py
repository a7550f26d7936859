"""A few withdrawals of the demo that were drawn: one still to be asked about, the others asked already.

They happen through the operations, on matters that the bulk writer has just made.
"""

from datetime import datetime

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Ticket
from servicedesk.operations.book import STORED
from servicedesk.operations.sampling import draw_one
from servicedesk.operations.steps import act_on_ticket
from servicedesk.operations.transaction import transaction
from servicedesk.queries.people import person_by_username
from servicedesk.rules.sampling import Sampling, made_up

SAID: tuple[dict[str, str], ...] = (
    {},
    {"outcome": "own_wish", "text": "企业表示问题已自行解决，确属自愿撤回。"},
    {"outcome": "pressed", "text": "企业称经办人两次来电，说撤回后再线下办理，至今没有下文。"},
)


def ask_about_withdrawals(now: datetime) -> int:
    """Draw as many withdrawals as there are answers here; answers how many. Commits."""
    with transaction():
        fitting = select(Ticket).where(
            Ticket.state == "withdrawn", Ticket.sensitive.is_(False), Ticket.sampled_at.is_(None)
        )
        newest = db.session.scalars(fitting.order_by(Ticket.closed_at.desc(), Ticket.id).limit(30))
        found = {ticket.number: ticket for ticket in newest}
        chosen = made_up(found, 0, Sampling(0, len(SAID)))
        supervisor = person_by_username("supervisor")
        assert supervisor is not None
        for number, said in zip(chosen, SAID, strict=False):
            draw_one(STORED, found[number], now)
            db.session.flush()
            if said:
                act_on_ticket(supervisor, now, number, "check_withdrawal", said)
    return len(chosen)
