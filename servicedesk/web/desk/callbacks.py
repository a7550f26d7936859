"""The queue of calls: whom to call, what to ask, what was tried, and what waits for a decision."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from servicedesk.queries.callbacks import LISTS, Callback, callbacks, members
from servicedesk.queries.limits import limits
from servicedesk.queries.queues import count_each
from servicedesk.rules.callbacks import silent_before
from servicedesk.rules.limits import Limits
from servicedesk.rules.refusals import NotFound
from servicedesk.web import request_time, views
from servicedesk.web.call_sheet import CallSheet, sheet
from servicedesk.web.desk import blueprint
from servicedesk.web.matter_view import chip_of

LABELS = {
    "call": _l("To be called"),
    "decide": _l("Answered, to be decided"),
    "wait": _l("Left to judge by themselves"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One matter, with what whoever calls needs."""

    ticket: Any
    result: Any
    chip: views.Chip | None
    sheet: CallSheet
    now: bool
    """Whether it is time to call."""


@blueprint.get("/callbacks", endpoint="callbacks")
def callbacks_page() -> str:
    """One of three lists; who handled a matter never finds it among those to be called."""
    now, actor, name = request_time.now(), current_user.actor(), request.args.get("list", "call")
    if name not in LISTS:
        raise NotFound
    in_force = limits(now)
    silent = silent_before(in_force.calendar, now)
    numbers = count_each({one: members(actor, one, silent) for one in LISTS})
    page = callbacks(actor, name, silent, request.args.get("cursor"))
    return render_template(
        "desk/callbacks.html",
        here=name,
        lists=[
            (label, url_for("desk.callbacks", list=one), numbers[one], one == name)
            for one, label in LABELS.items()
        ],
        lines=[_line(one, in_force) for one in page.items],
        next_url=url_for("desk.callbacks", list=name, cursor=page.next) if page.next else None,
        first_url=url_for("desk.callbacks", list=name) if request.args.get("cursor") else None,
    )


def _line(one: Callback, in_force: Limits) -> Line:
    now = request_time.now()
    found = sheet(one.called, one.said, in_force)
    chip = chip_of(one.clock, in_force, now) if one.clock else None
    return Line(one.ticket, one.result, chip, found, found.next_at <= now)
