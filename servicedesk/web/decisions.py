"""Where the desk, its lead and leaders decide on what departments and enterprises ask for."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from servicedesk.languages import say
from servicedesk.operations.replays import digest_of, once
from servicedesk.operations.steps import act_on_request
from servicedesk.queries.limits import limits
from servicedesk.queries.requests import decided_by, kinds_to_decide, to_decide
from servicedesk.queries.whistle_decisions import whistles_to_decide
from servicedesk.rules.paper import RECORDER
from servicedesk.rules.refusals import Invalid, NotAllowed, NotYours
from servicedesk.rules.requests import DECIDING_ROLES, REQUEST_KINDS
from servicedesk.rules.text import text
from servicedesk.web import request_time
from servicedesk.web.decision_lines import WHISTLE, Line, decided_line, request_line, whistle_line
from servicedesk.web.errors import status_of
from servicedesk.web.forms.decision import DecidingForm
from servicedesk.web.one_request import find, form_of, page_of
from servicedesk.web.words import word

blueprint = Blueprint("decisions", __name__)


@blueprint.before_request
@login_required
def _only_those_who_decide() -> None:
    if not current_user.roles & DECIDING_ROLES:
        raise NotYours(text("This page belongs to those who decide on requests."))


@blueprint.get("/")
def pending() -> str:
    """What waits for the reader, the nearest limit first, so that what is late stands on top."""
    return _waiting("pending")


@blueprint.get("/others")
def others() -> str:
    """What waits for others, for the desk lead, who records what they decide on paper."""
    if RECORDER not in current_user.roles:
        raise NotYours(text("Decisions made on paper are recorded by the desk lead."))
    return _waiting("others")


def _waiting(here: str) -> str:
    now, kind, for_others = request_time.now(), request.args.get("kind"), here == "others"
    kind = kind if kind in (*REQUEST_KINDS, WHISTLE) else None
    page = to_decide(current_user, now, request.args.get("cursor"), kind=kind, by_others=for_others)
    sounding = whistles_to_decide(current_user.actor(), by_others=for_others)
    # Where somebody is called, it is urgent; so they stand on top of the first page.
    shown = sounding if kind in (None, WHISTLE) and not request.args.get("cursor") else []
    in_force = limits(now) if page.items or shown else None
    lines = [whistle_line(one, in_force, now) for one in shown] if in_force else []
    lines += [request_line(row, in_force, now) for row in page.items] if in_force else []
    address = f"decisions.{here}"
    following = url_for(address, cursor=page.next, kind=kind) if page.next else None
    kinds = kinds_to_decide(current_user, by_others=for_others) | (
        {WHISTLE: len(sounding)} if sounding else {}
    )
    filters = [(gettext("All kinds"), url_for(address), sum(kinds.values()), kind is None)]
    filters += [
        (word("request_kind", one), url_for(address, kind=one), kinds.get(one, 0), kind == one)
        for one in (WHISTLE, *REQUEST_KINDS)
        if one in kinds or one == kind
    ]
    return _list(lines, here, following, filters)


@blueprint.get("/decided")
def decided() -> str:
    """What the reader has decided, newest first."""
    page = decided_by(current_user, request.args.get("cursor"))
    lines = [decided_line(one) for one in page.items]
    following = url_for("decisions.decided", cursor=page.next) if page.next else None
    return _list(lines, "decided", following)


@blueprint.route("/<int:request_id>", methods=["GET", "POST"])
def decision(request_id: int) -> str | tuple[str, int] | Response:
    """One request with all that the decision needs, and deciding it."""
    found = find(request_id)
    form = form_of(found)
    if request.method == "GET":
        return page_of(found, form)
    if not form.validate_on_submit():
        return page_of(found, form), 422
    action = next((name for name in ("approve", "rule") if name in request.form), "refuse")
    try:
        decide(request_id, action, form)
    except Invalid as wrong:
        form.refuse(wrong)
        return page_of(find(request_id), form), 422
    except NotAllowed as refused:
        return page_of(find(request_id), form, say(refused.sentence)), status_of(refused)
    said = {"approve": gettext("Approved."), "rule": gettext("Ruled."), "refuse": gettext("Refused.")}
    flash(said[action], "success")
    return redirect(url_for("decisions.pending"), 303)


def decide(request_id: int, action: str, form: DecidingForm, **more: Any) -> None:
    """Take the decision that the form holds, once; `more` is what it does not hold itself."""
    now, given = request_time.now(), form.given(action) | more
    once(
        current_user,
        now,
        form.once.data,
        digest_of(request.path, action, given),
        lambda: {"number": act_on_request(current_user, now, request_id, action, given).number},
    )


def _list(
    lines: list[Line], here: str, following: str | None, filters: Sequence[tuple[str, str, int, bool]] = ()
) -> str:
    kind = request.args.get("kind")
    first = url_for(f"decisions.{here}", kind=kind) if request.args.get("cursor") else None
    return render_template(
        "decisions/list.html",
        lines=lines,
        here=here,
        next_url=following,
        first_url=first,
        # With one kind only there is nothing to choose.
        filters=filters if len(filters) > 2 or kind else (),
        records=RECORDER in current_user.roles,
    )


from servicedesk.web import paper  # noqa: E402, F401 - it hangs its call on the blueprint
