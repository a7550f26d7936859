"""Where the desk, its lead and leaders decide on what departments and enterprises ask for."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from servicedesk.languages import say
from servicedesk.operations.replays import digest_of, once
from servicedesk.operations.steps import act_on_request
from servicedesk.queries.limits import limits
from servicedesk.queries.requests import RequestRow, decided_by, to_decide
from servicedesk.queries.standing import Standing, find_ticket, number_of_request, standing
from servicedesk.rules.limits import Limits
from servicedesk.rules.refusals import Invalid, NotAllowed, NotYours
from servicedesk.rules.requests import DECIDING_ROLES
from servicedesk.rules.text import text
from servicedesk.rules.trials import if_extended, if_suspended
from servicedesk.web import request_time, views
from servicedesk.web.asked import Asked, asked
from servicedesk.web.errors import status_of
from servicedesk.web.foresight import EXTENDED, Moved, day_choices, held_up, moved, of_share
from servicedesk.web.forms.choice import SelectChoice
from servicedesk.web.forms.decision import DecisionForm
from servicedesk.web.matter_view import chip_of

if TYPE_CHECKING:
    from servicedesk.models import Assignment, Clock, Request

blueprint = Blueprint("decisions", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A request in the list of those that wait."""

    asked: Asked
    ticket: Any
    limit: views.Chip | None
    url: str


@blueprint.before_request
@login_required
def _only_those_who_decide() -> None:
    if not current_user.roles & DECIDING_ROLES:
        raise NotYours(text("This page belongs to those who decide on requests."))


@blueprint.get("/")
def pending() -> str:
    """What waits for the reader, the nearest limit first."""
    now = request_time.now()
    page = to_decide(current_user, now, request.args.get("cursor"))
    in_force = limits(now) if page.items else None
    lines = [_line(row, in_force, now) for row in page.items] if in_force else []
    following = url_for("decisions.pending", cursor=page.next) if page.next else None
    return _list(lines, "pending", following)


@blueprint.get("/decided")
def decided() -> str:
    """What the reader has decided, newest first."""
    page = decided_by(current_user, request.args.get("cursor"))
    lines = [Line(asked(one, one.assignment), one.ticket, None, _address(one)) for one in page.items]
    following = url_for("decisions.decided", cursor=page.next) if page.next else None
    return _list(lines, "decided", following)


@blueprint.route("/<int:request_id>", methods=["GET", "POST"])
def decision(request_id: int) -> str | tuple[str, int] | Response:
    """One request with all that the decision needs, and deciding it."""
    found = _find(request_id)
    if request.method == "GET":
        form = DecisionForm(data={"once": uuid4().hex, "days": str(found.request.params.get("days", ""))})
        return _page(found, form)
    form = DecisionForm()
    form.offers(found.request.kind, _choices(found))
    if not form.validate_on_submit():
        return _page(found, form), 422
    action = "approve" if "approve" in request.form else "refuse"
    try:
        _decide(request_id, action, form)
    except Invalid as wrong:
        form.refuse(wrong)
        return _page(_find(request_id), form), 422
    except NotAllowed as refused:
        return _page(_find(request_id), form, say(refused.sentence)), status_of(refused)
    flash(gettext("Approved.") if action == "approve" else gettext("Refused."), "success")
    return redirect(url_for("decisions.pending"), 303)


def _decide(request_id: int, action: str, form: DecisionForm) -> None:
    now, given = request_time.now(), form.given(action)
    once(
        current_user,
        now,
        form.once.data,
        digest_of(request.path, action, given),
        lambda: {"number": act_on_request(current_user, now, request_id, action, given).number},
    )


def _line(row: RequestRow, in_force: Limits, now: datetime) -> Line:
    one = row.request
    decide = chip_of(row.decide, in_force, now) if row.decide else None
    limit = chip_of(row.limit, in_force, now) if row.limit else None
    return Line(asked(one, one.assignment, chip=decide), one.ticket, limit, _address(one))


def _address(one: "Request") -> str:
    return url_for("decisions.decision", request_id=one.id)


def _list(lines: list[Line], here: str, following: str | None) -> str:
    first = url_for(f"decisions.{here}") if request.args.get("cursor") else None
    return render_template("decisions/list.html", lines=lines, here=here, next_url=following, first_url=first)


# One request ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """A request with its matter, as they stand now."""

    request: "Request"
    share: "Assignment | None"
    stand: Standing

    @property
    def limit(self) -> "Clock | None":
        """The limit of the share's result."""
        return self.stand.limit_of(self.request.assignment_id)

    @property
    def waits(self) -> bool:
        """Whether nobody has decided yet."""
        return bool(self.request.state == "pending")


def _find(request_id: int) -> Found:
    now = request_time.now()
    number = number_of_request(request_id, current_user.actor())
    stand = standing(find_ticket(number, current_user.actor()), current_user, limits(now), now)
    one = next(one for one in stand.requests if one.id == request_id)
    share = next((share for share in stand.assignments if share.id == one.assignment_id), None)
    return Found(one, share, stand)


def _page(found: Found, form: DecisionForm, refused: str = "") -> str:
    one, stand, now = found.request, found.stand, request_time.now()
    form.offers(found.request.kind, _choices(found))
    clock = next((clock for clock in stand.live_clocks if clock.request_id == one.id), None)
    return render_template(
        "decisions/request.html",
        asked=asked(one, found.share, chip=chip_of(clock, stand.limits, now) if clock else None),
        ticket=stand.ticket,
        lead=stand.lead,
        form=form,
        refused=refused,
        actions=stand.request_actions(one, now),
        waits=found.waits,
        mine=one.asked_by_id == current_user.id,
        moved=_moved(found) if found.waits else [],
        original=found.limit.original_due_at if found.limit else None,
        earlier=[asked(before, found.share) for before in reversed(stand.requests) if before.id < one.id],
    )


def _moved(found: Found) -> list[Moved]:
    """The limits as they are and as they would become if all is granted that is asked for."""
    one, limits_, now = found.request, found.stand.limits, request_time.now()
    if one.kind == "reopening":
        return []
    if one.kind == "extension":
        clocks = of_share(found.stand, found.share, EXTENDED)
        return moved(clocks, lambda clock: if_extended(clock, limits_, one.params["days"], now))
    until = max(now, datetime.fromisoformat(one.params["until"]))
    clocks = of_share(found.stand, found.share, held_up(found.share))
    return moved(clocks, lambda clock: if_suspended(clock, limits_, now, until))


def _choices(found: Found) -> list[SelectChoice]:
    """The days that may be granted, each with the limit that it gives; nothing for a suspension."""
    if found.request.kind != "extension" or found.limit is None:
        return []
    return day_choices(found.limit, found.stand.limits, found.request.params["days"])
