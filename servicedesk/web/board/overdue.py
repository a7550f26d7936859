"""What is past the limit that counts now, for everybody who sees figures."""

from flask import render_template, request, url_for
from flask_login import current_user

from servicedesk.queries.limits import limits
from servicedesk.queries.queues import queue
from servicedesk.web import request_time
from servicedesk.web.board import blueprint
from servicedesk.web.listing import listed


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
