"""The inbox: the desk's queues with the selected matter beside the list; and one matter on a page of its own."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from servicedesk.languages import name_of, reads_chinese
from servicedesk.queries.categories import all_departments
from servicedesk.queries.limits import limits
from servicedesk.queries.queues import QUEUES, QueueRow, counts, queue
from servicedesk.rules.refusals import NotFound
from servicedesk.rules.running import Limits
from servicedesk.web import request_time
from servicedesk.web.desk import blueprint
from servicedesk.web.matter import form_for
from servicedesk.web.matter_view import MatterView, chip_of, matter_view
from servicedesk.web.views import Chip

LABELS = {
    "to_accept": _l("To be accepted"),
    "to_dispatch": _l("To be dispatched"),
    "to_review": _l("To be reviewed"),
    "to_call": _l("To be called back"),
    "overdue": _l("Overdue"),
    "in_progress": _l("With departments"),
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


@blueprint.get("/")
def inbox() -> str:
    """The queue that is asked for, or the first in which something waits."""
    return _queue_page(request.args.get("queue"))


@blueprint.get("/callbacks")
def callbacks() -> str:
    """Those to be called back."""
    return _queue_page("to_call")


@blueprint.get("/overdue")
def overdue() -> str:
    """Those past the limit that counts now."""
    return _queue_page("overdue")


@blueprint.get("/t/<number>")
def ticket(number: str) -> str | Response:
    """One matter, or with htmx only its body, for the place beside the list."""
    view = matter_view(number)
    part = "desk/_matter.html" if request.headers.get("HX-Request") else "desk/ticket.html"
    return render_template(part, **shown(view))


def shown(view: MatterView) -> dict[str, Any]:
    """What the template of a matter takes: the view, and the form of the first step, open."""
    first = FIRST_STEPS.get(view.ticket.state)
    first = first if first in view.actions else None
    return {
        "view": view,
        "first": first,
        "first_form": form_for(view, "ticket", first) if first else None,
        "proposal": proposed(view),
        "others": [action for action in view.actions if action != first],
        "extra": extra_facts(view),
    }


def extra_facts(view: MatterView) -> list[tuple[str, Any]]:
    """The category's own fields with what was given for them."""
    facts, label = view.ticket.fields, "label_zh" if reads_chinese() else "label_en"
    return [(spec[label], facts[spec["code"]]) for spec in view.ticket.category.fields if spec["code"] in facts]


def proposed(view: MatterView) -> dict[str, Any] | None:
    """The proposed lead by name, with the reason."""
    proposal = view.page.proposal
    if proposal is None:
        return None
    names = {d.code: name_of(d) for d in all_departments()}
    return {
        "lead": names.get(proposal.lead, proposal.lead),
        "assists": [names.get(code, code) for code in proposal.assists],
        "reason": proposal.reason,
    }


def row_chip(row: QueueRow, in_force: Limits) -> Chip | None:
    """The chip of a row's limit."""
    return chip_of(row.clock, in_force, request_time.now()) if row.clock else None


def _queue_page(asked: str | None) -> str:
    now, actor = request_time.now(), current_user.actor()
    numbers = counts(actor, now)
    name = asked or next((name for name in LABELS if numbers[name]), "to_accept")
    if name not in QUEUES:
        raise NotFound
    page = queue(actor, name, now, request.args.get("cursor"))
    in_force = limits(now)
    return render_template(
        "desk/inbox.html",
        queue=name,
        queues=[
            (label, url_for("desk.inbox", queue=key), numbers[key], key == name) for key, label in LABELS.items()
        ],
        label=LABELS[name],
        rows=[(row.ticket, row_chip(row, in_force)) for row in page.items],
        next_url=url_for("desk.inbox", queue=name, cursor=page.next) if page.next else None,
        first_url=url_for("desk.inbox", queue=name) if request.args.get("cursor") else None,
    )
