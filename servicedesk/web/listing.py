"""The rows of templates/matter/_list.html: ticket, chip of its limit, address, card."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import url_for

from servicedesk.queries.queues import QueueRow
from servicedesk.rules.cards import Card
from servicedesk.rules.limits import Limits
from servicedesk.web import request_time
from servicedesk.web.matter_view import chip_of
from servicedesk.web.views import Chip

if TYPE_CHECKING:
    from servicedesk.models import Clock

Row = tuple[Any, Chip | None, str, Card | None]


def listed(rows: Sequence[QueueRow], in_force: Limits) -> list[Row]:
    """Tickets with their pages at the desk."""
    return [
        row(one.ticket, one.clock, url_for("desk.ticket", number=one.ticket.number), one.card, in_force)
        for one in rows
    ]


def row(
    ticket: Any,
    clock: "Clock | None",
    address: str,
    card: Card | None,
    in_force: Limits,
    otherwise: Chip | None = None,
) -> Row:
    """One row; `otherwise` is shown where no limit runs."""
    return ticket, chip_of(clock, in_force, request_time.now()) if clock else otherwise, address, card
