"""The live board of all whistles that are on, and the list of those that are over.

The board asks every few seconds whether anything is new; while nothing is, the answer is empty.
"""

from typing import Any

from flask import Response, render_template, request, url_for
from flask_login import current_user

from servicedesk.queries.limits import limits
from servicedesk.queries.whistle_lists import board_state, whistle_list
from servicedesk.rules.whistles import BLOWING_ROLES
from servicedesk.web import request_time
from servicedesk.web.whistles import blueprint
from servicedesk.web.whistles.view import mark_word, whistle_view

ON, OVER = ("asked", "blown"), ("closed", "refused")
MOST = 50
"""Whistles on the board; further ones stand in the list of the API."""
PAGE = 25
STOP = 286
"""The status with which htmx stops asking."""


@blueprint.get("/")
def board() -> str:
    """All whistles that are on, with who has come."""
    return render_template("whistles/board.html", here="on", **_on())


@blueprint.get("/live")
def live() -> Response:
    """The board's body, where anything is new since the page was drawn."""
    if request.args.get("seen") == seen_now():
        return Response(status=204)
    return Response(render_template("whistles/_board.html", **_on()))


@blueprint.get("/over")
def over() -> str:
    """Those that are closed or were not approved, newest first."""
    page = _whistles(OVER, PAGE, request.args.get("cursor"))
    return render_template(
        "whistles/board.html",
        here="over",
        views=[whistle_view(stand) for stand in page.items],
        next_url=url_for("whistles.over", cursor=page.next) if page.next else None,
        first_url=url_for("whistles.over") if request.args.get("cursor") else None,
        may_blow=may_blow(),
        mark_word=mark_word,
    )


def may_blow() -> bool:
    """Whether the reader ever blows a whistle."""
    return bool(current_user.roles & BLOWING_ROLES)


def seen_now() -> str:
    """What the board shows, in a word: it changes with every step, and with the minute for the limits."""
    return f"{board_state(current_user.actor(), ON)}.{int(request_time.now().timestamp() // 60)}"


def _on() -> dict[str, Any]:
    seen = seen_now()
    page = _whistles(ON, MOST, None)
    views = [whistle_view(stand) for stand in page.items]
    return {"views": views, "seen": seen, "may_blow": may_blow(), "mark_word": mark_word}


def _whistles(states: tuple[str, ...], limit: int, cursor: str | None) -> Any:
    in_force = limits(request_time.now())
    return whistle_list(current_user.actor(), in_force, states=states, limit=limit, cursor=cursor)
