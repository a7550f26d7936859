"""Blowing a whistle: first which kind, each with what it is for; then about what, and whom to call."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from servicedesk.languages import budget_in_words, name_of, reads_chinese, say
from servicedesk.operations.replays import digest_of, once
from servicedesk.operations.whistles import blow
from servicedesk.queries.categories import all_departments
from servicedesk.queries.whistle_kinds import kinds_in_force
from servicedesk.rules.refusals import Invalid, NotFound, NotYours
from servicedesk.rules.text import text
from servicedesk.rules.whistles import BLOWING_ROLES, Kind, acting_roles
from servicedesk.web import request_time
from servicedesk.web.forms.choice import SelectChoice
from servicedesk.web.forms.whistle import BlowForm
from servicedesk.web.whistles import blueprint

if TYPE_CHECKING:
    from servicedesk.models import Department


@blueprint.get("/new")
def choose_kind() -> str:
    """The kinds that the reader blows, each with what it is for."""
    return render_template(
        "whistles/kinds.html", kinds=_kinds(), ticket=request.args.get("ticket"), **_words()
    )


@blueprint.route("/new/<kind>", methods=["GET", "POST"])
def new(kind: str) -> str | tuple[str, int] | Response:
    """The form of one kind, and blowing it."""
    found = next((one for one in _kinds() if one.code == kind), None)
    if found is None:
        raise NotFound
    ticket = request.args.get("ticket", "")
    form = BlowForm(data={"once": uuid4().hex, "tickets": ticket} if request.method == "GET" else None)
    form.departments.choices = [SelectChoice(d.code, name_of(d)) for d in _callable()]
    if not found.agreed_time and not found.meets:
        del form.meet_at
    if request.method == "GET":
        return _page(found, form)
    if not form.validate_on_submit():
        return _page(found, form), 422
    now, given = request_time.now(), form.given(kind)
    try:
        answer = once(
            current_user,
            now,
            form.once.data,
            digest_of(request.path, given),
            lambda: {"number": blow(current_user, now, given).whistle.number},
        )
    except Invalid as wrong:
        form.refuse(wrong)
        return _page(found, form), 422
    except NotYours as refused:
        return _page(found, form, say(refused.sentence)), 403
    asked = found.waits_for_approval(current_user.roles)
    flash(gettext("Asked for; a leader decides.") if asked else gettext("The whistle is blown."), "success")
    return redirect(url_for("whistles.whistle", whistle=answer["number"]), 303)


def _kinds() -> list[Kind]:
    if not current_user.roles & BLOWING_ROLES:
        raise NotYours(text("Whistles are blown by the service centre and the zone's leaders."))
    roles = acting_roles(current_user.actor(), True)
    stored = kinds_in_force(request_time.now())
    kinds = [Kind.from_spec(one.code, one.spec) for one in stored]
    return [kind for kind in kinds if kind.blowers & roles]


def _callable() -> "list[Department]":
    return list(all_departments())


def _page(kind: Kind, form: BlowForm, refused: str = "") -> str:
    asks = kind.waits_for_approval(current_user.roles)
    return render_template("whistles/new.html", kind=kind, form=form, refused=refused, asks=asks, **_words())


def _words() -> dict[str, Any]:
    return {"budget_in_words": budget_in_words, "hint_of": hint_of}


def hint_of(kind: Kind) -> str:
    """What a kind is for, in the reader's language."""
    return kind.hint_zh if reads_chinese() else kind.hint_en
