"""After sending: the confirmation, and the receipt that is printed."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import segno
from flask import render_template, url_for
from markupsafe import Markup

from servicedesk.queries.ticket_facts import as_proposed
from servicedesk.rules.clocks import is_provisional
from servicedesk.rules.forecast import forecast
from servicedesk.rules.refusals import NotFound
from servicedesk.web import outlook, request_time
from servicedesk.web.desk_contact import desk_contact
from servicedesk.web.matter_view import MatterView, matter_view
from servicedesk.web.portal import blueprint


@blueprint.get("/m/<number>/sent")
def sent(number: str) -> str:
    """The matter has arrived: its number and code, and what happens next."""
    view = _own(number)
    return render_template(
        "portal/sent.html",
        view=view,
        next=outlook.next_of(view),
        answered_by=answered_by(view),
        qr=qr_code(view),
    )


@blueprint.get("/m/<number>/receipt")
def receipt(number: str) -> str:
    """The receipt: one sheet of A4 with number, code, promise and the desk's contact."""
    view = _own(number)
    return render_template(
        "portal/receipt.html",
        view=view,
        qr=qr_code(view),
        accept=view.page.clock("accept"),
        answered_by=answered_by(view),
        contact=desk_contact(view.page.stand.limits.calendar, request_time.now()),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A limit that the enterprise is told in plain words."""

    at: datetime
    provisional: bool


def answered_by(view: MatterView) -> Told | None:
    """By when the answer was promised; before acceptance, the latest moment that it can be promised for."""
    ticket, promise = view.ticket, view.page.clock("promise")
    if promise is not None:
        return Told(promise.due_at, promise.provisional)
    if ticket.state != "submitted":
        return None
    limits = view.page.stand.limits
    due = forecast(limits, as_proposed(ticket), ticket.submitted_at, ticket.external_due).promise_due
    return Told(due, is_provisional(limits.calendar, due)) if due else None


def qr_code(view: MatterView) -> Markup:
    """A picture that opens the tracking page with number and code, black on white in both themes."""
    ticket = view.ticket
    address = url_for("public.track", number=ticket.number, code=ticket.tracking_code, _external=True)
    written = BytesIO()
    segno.make(address, error="m", micro=False).save(
        written, kind="svg", xmldecl=False, svgns=True, svgclass="qr", lineclass=None, light="#fff", border=3,
        omitsize=True,
    )  # fmt: skip
    # Made by us from an address of our own; nothing that anybody typed goes into it unescaped.
    return Markup(written.getvalue().decode("ascii"))


def _own(number: str) -> MatterView:
    view = matter_view(number)
    if "enterprise" not in view.page.stand.relations:
        raise NotFound
    return view
