"""What the cells of a matter say, in the reader's language and as far as they may know it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext
from flask_login import current_user

from servicedesk.documents.tables import Cell
from servicedesk.languages import name_of
from servicedesk.queries.redacted import is_copy
from servicedesk.rules.disclosure import sees_contact_in_lists
from servicedesk.rules.enterprise import shown_phone
from servicedesk.web.board.figures import group_in_words
from servicedesk.web.filters import masked_phone, matter_title
from servicedesk.web.words import word

Cells = Mapping[str, Callable[[Any], Cell]]
"""Of each column what it says of a row."""


def yes(given: bool) -> str:
    """A mark for what is so; nothing for what is not."""
    return gettext("Yes") if given else ""


def named(thing: Any) -> str:
    """The name of a department or category; nothing where there is none."""
    return name_of(thing) if thing is not None else ""


def of_matter(own_share: bool = False) -> Cells:
    """The cells of a row that has a `ticket`; `own_share`: rows are of the reader's own department."""
    return {
        "number": lambda row: row.ticket.number,
        "title": lambda row: matter_title(row.ticket),
        "description": lambda row: row.ticket.description,
        "enterprise": lambda row: row.ticket.enterprise.name,
        "credit_code": lambda row: row.ticket.enterprise.credit_code,
        "contact_name": lambda row: row.ticket.contact_name if _sees_contact(row, own_share) else "",
        "contact_phone": lambda row: _phone(row, own_share),
        "kind": lambda row: word("kind", row.ticket.kind),
        "category": lambda row: named(row.ticket.category),
        "strand": lambda row: group_in_words("strand", row.ticket.category.strand, {}),
        "channel": lambda row: word("channel", row.ticket.channel),
        "external_ref": lambda row: row.ticket.external_ref or "",
        "state": lambda row: word("state", row.ticket.state),
        "lead": lambda row: named(row.ticket.lead),
        "urgent": lambda row: yes(row.ticket.urgent),
        "confidential": lambda row: yes(row.ticket.confidential),
        "cycle": lambda row: row.ticket.cycle,
        "submitted_at": lambda row: row.ticket.submitted_at,
        "accepted_at": lambda row: row.ticket.accepted_at,
        "dispatched_at": lambda row: row.ticket.dispatched_at,
        "reached_at": lambda row: row.ticket.reached_at,
        "closed_at": lambda row: row.ticket.closed_at,
        "limit": lambda row: word("clock", row.clock.kind) if row.clock else "",
        "due_at": lambda row: row.clock.due_at if row.clock else None,
        "card": lambda row: word("step", row.card.colour) if row.card else "",
    }


def _sees_contact(row: Any, own_share: bool) -> bool:
    ticket, office = row.ticket, current_user.department
    return not is_copy(ticket) and sees_contact_in_lists(
        current_user.roles, _outside(office), ticket.share_outside,
        about_desk=ticket.about_desk, own_share=own_share,
    )  # fmt: skip


def _phone(row: Any, own_share: bool) -> str:
    """The number for whoever calls it; for the zone's others enough to recognise it."""
    phone = row.ticket.contact_phone
    if not phone or _sees_contact(row, own_share):
        return shown_phone(phone) if phone else ""
    return "" if _outside(current_user.department) else masked_phone(phone)


def _outside(office: Any) -> bool:
    return office is not None and office.outside
