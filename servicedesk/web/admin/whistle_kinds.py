"""The kinds of whistles: what holds now, what is coming, and making a new version of one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from servicedesk.languages import name_of
from servicedesk.operations.replays import digest_of, once
from servicedesk.operations.whistle_kinds import change_kind
from servicedesk.queries.limits import limits
from servicedesk.queries.whistle_kinds import kind_in_force, kinds_in_force, newest_versions
from servicedesk.rules.refusals import Invalid, NotFound, invalid
from servicedesk.rules.text import text
from servicedesk.rules.whistle_spec import CLOCKS
from servicedesk.rules.whistles import WHISTLE_KINDS, Kind
from servicedesk.web import request_time
from servicedesk.web.admin import blueprint
from servicedesk.web.admin.policy_words import since_in_words
from servicedesk.web.admin.tabs import admin_tabs
from servicedesk.web.forms import seen_version
from servicedesk.web.forms.policy import moment_typed
from servicedesk.web.forms.whistle_kind import APPROVALS, WhistleKindForm, kind_form, start_of
from servicedesk.web.promises import in_words
from servicedesk.web.words import word


@blueprint.get("/whistles")
def whistle_kinds() -> str:
    """Each kind as it holds now, and what is still to come into force."""
    now = request_time.now()
    held = [(Kind.from_spec(one.code, one.spec), one) for one in kinds_in_force(now)]
    newest = newest_versions()
    return render_template(
        "admin/whistle_kinds.html",
        tabs=admin_tabs(),
        kinds=[(kind, _facts(kind, row.version, row.effective_from)) for kind, row in held],
        coming=[
            (Kind.from_spec(one.code, one.spec), one.version, since_in_words(one.effective_from))
            for one in newest.values()
            if one.effective_from > now
        ],
    )


@blueprint.route("/whistles/<kind>", methods=["GET", "POST"])
def edit_whistle_kind(kind: str) -> ResponseReturnValue:
    """The editor of one kind, and storing what was typed as a new version."""
    if kind not in WHISTLE_KINDS:
        raise NotFound
    now = request_time.now()
    stored = kind_in_force(kind, now)
    shown = Kind.from_spec(kind, stored.spec)
    if request.method != "POST":
        return _page(kind_form(start_of(shown, newest_versions()[kind].version, uuid4().hex)), shown)
    form = kind_form()
    if not form.validate_on_submit():
        return _page(form, shown), 422
    try:
        version = _store(form, kind, now)
    except Invalid as wrong:
        form.refuse(wrong)
        return _page(form, shown), 422
    flash(gettext("Version %(version)s is on record.", version=version), "success")
    return redirect(url_for("admin.whistle_kinds"), 303)


def _store(form: WhistleKindForm, kind: str, now: datetime) -> int:
    spec, typed, seen = form.spec(), form.effective_from.data, seen_version(form.seen.data)
    try:
        wall = moment_typed(typed)
    except ValueError:
        raise invalid("effective_from", text("Please give a date and time.")) from None
    from_ = limits(now).calendar.from_wall(wall) if wall else None

    def do() -> dict[str, Any]:
        return {"version": change_kind(current_user, now, kind, spec, from_, seen).version}

    answer = once(current_user, now, form.once.data, digest_of(request.path, spec, typed), do)
    return int(answer["version"])


def _page(form: WhistleKindForm, shown: Kind) -> str:
    return render_template(
        "admin/whistle_kind.html",
        tabs=admin_tabs("admin.whistle_kinds"),
        form=form,
        title=name_of(shown),
        clocks=CLOCKS,
    )


def _facts(kind: Kind, version: int, since: datetime) -> Sequence[tuple[str, str]]:
    approval = "approved_by" if kind.approved_by else "ratified_by" if kind.ratified_by else ""
    blowers = gettext(", ").join(
        word("role", role) for role in ("officer", "desk_lead", "leader") if role in kind.blowers
    )
    return [
        (gettext("Who blows it"), blowers),
        (gettext("Who has a word in it?"), str(APPROVALS[approval])),
        *((word("clock", clock), in_words(kind.budgets[clock])) for clock in CLOCKS if clock in kind.budgets),
        (gettext("Version"), f"{version} · {since_in_words(since)}"),
    ]
