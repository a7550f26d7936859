"""What is past the limit that counts now, for everybody who sees figures."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask_login import current_user

from servicedesk.queries.limits import limits
from servicedesk.queries.queues import QueueRow, queue
from servicedesk.rules.limits import Limits
from servicedesk.web import request_time
from servicedesk.web.board import blueprint
from servicedesk.web.matter_view import chip_of
from servicedesk.web.views import Chip


@blueprint.get("/overdue")
def overdue() -> str:
    """All of them that the reader may see, the longest overdue first."""
    now = request_time.now()
    cursor = request.args.get("cursor")
    page = queue(current_user.actor(), "overdue", now, cursor)
    return render_template(
        "board/overdue.html",
        rows=listed(page.items, limits(now)),
        next_url=url_for("board.overdue", cursor=page.next) if page.next else None,
        first_url=url_for("board.overdue") if cursor else None,
    )


def listed(rows: Sequence[QueueRow], in_force: Limits) -> list[tuple[Any, Chip | None, str]]:
    """The rows of templates/matter/_list.html: ticket, chip of its limit, address."""
    now = request_time.now()
    return [
        (
            row.ticket,
            chip_of(row.clock, in_force, now) if row.clock else None,
            url_for("desk.ticket", number=row.ticket.number),
        )
        for row in rows
    ]
