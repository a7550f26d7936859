"""Limits that could not be judged: letting them be tried again, and what the journal says of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_login import current_user

from servicedesk.operations.set_aside import try_again
from servicedesk.web import request_time
from servicedesk.web.admin import blueprint
from servicedesk.web.words import word

DEEDS = frozenset({"clocks_set_aside", "clocks_tried_again"})
MOST_TOLD = 20
"""Limits of one entry that the journal names."""


@blueprint.post("/set-aside")
def try_all_again() -> ResponseReturnValue:
    """Let the sweep judge all of them again."""
    return _tried(try_again(current_user, request_time.now()))


@blueprint.post("/set-aside/<int:clock_id>")
def try_one_again(clock_id: int) -> ResponseReturnValue:
    """Let the sweep judge one of them again."""
    return _tried(try_again(current_user, request_time.now(), clock_id))


def set_aside_details(payload: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Which limits were set aside or are tried again: the matter's number with the limit, and why."""
    clocks = payload["clocks"]
    told = [(f"{one['number']} {word('clock', one['clock'])}", one.get("reason", "")) for one in clocks]
    more = len(told) - MOST_TOLD
    rest = [(ngettext("and %(num)d more", "and %(num)d more", more), "")] if more > 0 else []
    return [*((label, in_words(reason)) for label, reason in told[:MOST_TOLD]), *rest]


def in_words(reason: str | None) -> str:
    """Why a limit was set aside: a rule's own sentence in the reader's language, an error as it is."""
    return gettext(reason) if reason else ""


def _tried(count: int) -> ResponseReturnValue:
    if count:
        told = ngettext(
            "%(num)d limit is tried again; if it still fails, it comes back here.",
            "%(num)d limits are tried again; those that still fail come back here.",
            count,
        )
        flash(told, "success")
    else:
        flash(gettext("Nothing is set aside any more: somebody was faster."), "info")
    return redirect(url_for("admin.home"), 303)
