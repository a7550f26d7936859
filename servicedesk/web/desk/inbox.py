"""The inbox: the desk's queues with the selected matter beside the list; and one matter on its own page."""

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from servicedesk.queries.limits import limits
from servicedesk.queries.queues import QUEUES, counts, queue
from servicedesk.rules.callbacks import silent_before
from servicedesk.rules.refusals import NotFound
from servicedesk.web import request_time
from servicedesk.web.desk import blueprint
from servicedesk.web.duty_now import duty_now
from servicedesk.web.last_queue import remember_queue
from servicedesk.web.listing import listed
from servicedesk.web.matter_body import body
from servicedesk.web.matter_view import MatterView, matter_view

LABELS = {
    "to_accept": _l("To be accepted"),
    "to_dispatch": _l("To be dispatched"),
    "to_review": _l("To be reviewed"),
    "to_call": _l("To be called back"),
    "overdue": _l("Overdue"),
    "in_progress": _l("With departments"),
    "with_enterprise": _l("With the enterprise"),
    "tracking": _l("Being tracked"),
    "waiting": _l("Waiting for facts"),
}
# What the desk does first in each state: the one button that stands out.
FIRST_STEPS = {
    "submitted": "accept",
    "awaiting_info": "accept",
    "accepted": "dispatch",
    "in_review": "pass_review",
    "in_callback": "callback",
}


def first_step(view: MatterView) -> str | None:
    """The step whose form stands open: a clue is handed over, and a discontent answer is decided on."""
    state, facts = view.ticket.state, view.page.stand.facts
    if facts.misconduct and "hand_to_inspector" in view.actions:
        return "hand_to_inspector"
    if facts.confidential and view.lead and not view.lead.contacted_at and "relay_contact" in view.actions:
        return "relay_contact" if state == "in_progress" else FIRST_STEPS.get(state)
    if state == "in_callback" and facts.answered:
        return "redo"
    return FIRST_STEPS.get(state)


@blueprint.get("/")
def inbox() -> str:
    """The queue that is asked for, or the first in which something waits."""
    return _queue_page(request.args.get("queue"))


@blueprint.get("/overdue")
def overdue() -> str:
    """Those past the limit that counts now."""
    return _queue_page("overdue")


@blueprint.get("/t/<number>")
def ticket(number: str) -> str | Response:
    """One matter, or with htmx only its body, for the place beside the list."""
    view = matter_view(number)
    part = "matter/_body.html" if request.headers.get("HX-Request") else "desk/ticket.html"
    return render_template(part, **body(view, "ticket", first_step(view)))


def _queue_page(asked: str | None) -> str:
    now, actor = request_time.now(), current_user.actor()
    in_force = limits(now)
    silent = silent_before(in_force.calendar, now)
    numbers = counts(actor, now, silent)
    name = asked or next((name for name in LABELS if numbers[name]), "to_accept")
    if name not in QUEUES:
        raise NotFound
    remember_queue("desk.inbox", asked)
    page = queue(actor, name, now, request.args.get("cursor"), silent=silent)
    return render_template(
        "desk/inbox.html",
        queue=name,
        queues=[
            (label, url_for("desk.inbox", queue=key), numbers[key], key == name)
            for key, label in LABELS.items()
        ],
        label=LABELS[name],
        duty=duty_now(now),
        rows=listed(page.items, in_force),
        next_url=url_for("desk.inbox", queue=name, cursor=page.next) if page.next else None,
        first_url=url_for("desk.inbox", queue=name) if request.args.get("cursor") else None,
    )
