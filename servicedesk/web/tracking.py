"""The ledger of what is tracked (跟踪办理台账): rounds, promised moments, overdue ones first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user, login_required

from servicedesk.languages import name_of
from servicedesk.queries.limits import limits
from servicedesk.queries.tracking_ledger import DUE, LISTS, TrackedRow, tracking_ledger
from servicedesk.rules.access import HANDLING_ROLES
from servicedesk.rules.limits import Limits
from servicedesk.web import request_time, views
from servicedesk.web.concerned import check_concerned, narrowing
from servicedesk.web.matter_view import chip_of

blueprint = Blueprint("tracking", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A tracked matter in the ledger."""

    ticket: Any
    department: str
    handler: str
    why: str
    since: datetime | None
    rounds: str
    missed: str
    """How many promised moments were missed; empty: none."""
    chip: views.Chip | None
    told: str
    told_at: datetime | None
    url: str | None
    """Where the reader tells the enterprise how it stands."""


@blueprint.before_request
@login_required
def _only_those_whom_it_concerns() -> None:
    check_concerned()


@blueprint.get("/")
def listed() -> str:
    """What is tracked, by its next promised moment, or what has its result; departments see their own."""
    actor, now = current_user.actor(), request_time.now()
    name, due = request.args.get("list", "running"), request.args.get("due", "")
    due = due if due in DUE and name == "running" else ""
    narrowed, cursor = narrowing(request.args), request.args.get("cursor")
    page = tracking_ledger(actor, name, now, department=narrowed.department, due=due, cursor=cursor)
    in_force = limits(now)
    return render_template(
        "tracking/list.html",
        lines=[_line(row, in_force, now) for row in page.items],
        here=name,
        due=due,
        tabs_of={key: _address(key, narrowed.in_address) for key in LISTS},
        due_choices=_due_choices() if name == "running" else [],
        offices=narrowed.choices,
        department=narrowed.department or "",
        next_url=_address(name, narrowed.in_address, due, page.next) if page.next else None,
        first_url=_address(name, narrowed.in_address, due) if cursor else None,
    )


def _address(name: str, department: str | None, due: str = "", cursor: str | None = None) -> str:
    return url_for("tracking.listed", list=name, department=department, due=due or None, cursor=cursor)


def _due_choices() -> list[tuple[str, str]]:
    return [
        ("", gettext("Whenever it is due")),
        ("overdue", gettext("Overdue")),
        ("week", gettext("Overdue, or due within 7 days")),
    ]


def _line(row: TrackedRow, in_force: Limits, now: datetime) -> Line:
    ticket, last = row.ticket, row.rounds[-1] if row.rounds else None
    share, missed = row.request.assignment, row.missed(now)
    return Line(
        ticket=ticket,
        department=name_of(ticket.lead) if ticket.lead else "",
        handler=share.handler.name if share and share.handler else "",
        why=row.request.reason,
        since=row.request.decided_at,
        rounds=gettext("Round %(number)s", number=len(row.rounds)),
        missed=ngettext("%(num)d missed", "%(num)d missed", missed) if missed else "",
        chip=chip_of(last, in_force, now) if last else None,
        told=row.told.texts.get("text") or "" if row.told else "",
        told_at=row.told.at if row.told else None,
        url=_where_to_tell(ticket),
    )


def _where_to_tell(ticket: Any) -> str | None:
    own = ticket.lead is not None and ticket.lead.code == current_user.actor().department
    if ticket.state != "tracking" or not own or not current_user.roles & HANDLING_ROLES:
        return None
    return url_for("matter.ticket_step", number=ticket.number, action="feedback")
