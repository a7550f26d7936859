"""Editing a policy: what is typed makes a new version, which is shown before it is confirmed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from servicedesk.languages import name_of
from servicedesk.operations.policies import check_version, store_version
from servicedesk.operations.replays import digest_of, once
from servicedesk.queries.categories import all_categories
from servicedesk.queries.limits import limits
from servicedesk.queries.policies import cases_since
from servicedesk.rules.limits import Limits, StoredPolicy, held_at
from servicedesk.rules.policy import Policy, reach
from servicedesk.rules.policy_spec import POLICY_CLOCKS, differences
from servicedesk.rules.refusals import Invalid, invalid
from servicedesk.rules.text import text
from servicedesk.web import request_time
from servicedesk.web.admin import blueprint
from servicedesk.web.admin.policies import title_of, versions_of
from servicedesk.web.admin.policy_words import category_names, change_rows, since_in_words
from servicedesk.web.admin.tabs import admin_tabs
from servicedesk.web.forms import seen_version
from servicedesk.web.forms.choice import SelectChoice
from servicedesk.web.forms.policy import (
    MOST_RUNGS,
    NewPolicyForm,
    PolicyForm,
    moment_typed,
    policy_form,
    start_of,
)

LOOK_BACK = timedelta(days=92)
"""How far back matters are counted that would have gone by the policy: three months."""
FIELDS = {"active": "ended"}
"""Parts of a policy that have another name on the page."""
BUTTONS = frozenset({"do", "csrf_token"})

Answer = str | tuple[str, int] | Response


@blueprint.route("/policies/new", methods=["GET", "POST"])
def new_policy() -> Answer:
    """A policy that is not there yet; it begins as a copy of another one's limits and ladder."""
    in_force = limits(request_time.now())
    if request.method == "GET":
        like = in_force.policies.get(request.args.get("like", "")) or next(iter(in_force.policies.values()))
        form = policy_form(NewPolicyForm, len(like.ladder), _copied(like))
        return _page(form, in_force, None)
    form = policy_form(NewPolicyForm, _lines_asked())
    return _answer(form, in_force, None, (form["code"].data or "").strip(), form["case"].data or "")


@blueprint.route("/policies/<code>/edit", methods=["GET", "POST"])
def edit_policy(code: str) -> Answer:
    """A new version of a policy, with the moment from which it holds."""
    in_force = limits(request_time.now())
    newest = max((v.stored.policy for v in versions_of(in_force, code)), key=lambda one: one.version)
    if request.method == "GET":
        shown = in_force.policies.get(code, newest)
        start = start_of(shown, newest.version, uuid4().hex)
        return _page(policy_form(PolicyForm, len(shown.ladder), start), in_force, newest)
    return _answer(policy_form(PolicyForm, _lines_asked()), in_force, newest, code, newest.case)


def _copied(like: Policy) -> dict[str, Any]:
    start = start_of(like, 0, uuid4().hex)
    return start | {"name_zh": "", "name_en": "", "kinds": [], "categories": [], "ended": False}


def _lines_asked() -> str:
    """How many lines of the ladder come with the page: those that were there, or one more."""
    lines = request.form.get("rungs", "")
    return str(int(lines) + 1) if request.form.get("do") == "add" and lines.isdecimal() else lines


def _answer(form: PolicyForm, in_force: Limits, newest: Policy | None, code: str, case: str) -> Answer:
    """What the pressed button asks for: another line, one line less, a look, or the new version."""
    do = request.form.get("do", "")
    if not form.validate_on_submit():
        return _page(form, in_force, newest, 422)
    if do == "add" or do.startswith("drop-") or do == "back":
        return _page(_with_lines(form, do), in_force, newest)
    try:
        if do == "store":
            return _store(form, in_force, code, case)
        new, before = check_version(
            code, form.spec(case), _from(form, in_force), in_force.at, seen_version(form.seen.data)
        )
    except Invalid as wrong:
        form.refuse(wrong, FIELDS)
        return _page(form, in_force, newest, 422)
    return _look(in_force, new, before)


def _with_lines(form: PolicyForm, do: str) -> PolicyForm:
    """The form with one line more or less; what was typed stays."""
    gone = do.removeprefix("drop-")
    if do == "add":
        form["rungs"].data = str(min(MOST_RUNGS, form.number_of_rungs() + 1))
    elif gone.isdecimal() and int(gone) < form.number_of_rungs():
        form = _without(form, int(gone))
    return form


def _without(form: PolicyForm, gone: int) -> PolicyForm:
    kept = [n for n in range(form.number_of_rungs()) if n != gone]
    typed = {name: form[name].data for name in form.data if not name.startswith(("ladder.", "csrf_token"))}
    for place, n in enumerate(kept):
        typed |= {
            f"ladder.{place}.{p}": form[f"ladder.{n}.{p}"].data for p in ("step", "amount", "unit", "to")
        }
    base = NewPolicyForm if isinstance(form, NewPolicyForm) else PolicyForm
    return policy_form(base, len(kept), typed | {"rungs": str(len(kept))})


def _from(form: PolicyForm, in_force: Limits) -> datetime | None:
    try:
        wall = moment_typed(form.effective_from.data)
        return in_force.calendar.from_wall(wall) if wall else None
    except ValueError:
        raise invalid("effective_from", text("Please give a date and time.")) from None


def _store(form: PolicyForm, in_force: Limits, code: str, case: str) -> Answer:
    spec, from_ = form.spec(case), _from(form, in_force)

    def do() -> dict[str, Any]:
        row = store_version(current_user, in_force.at, code, spec, from_, seen_version(form.seen.data))
        return {"version": row.version}

    digest = digest_of(request.path, spec, form.effective_from.data)
    answer = once(current_user, in_force.at, form.once.data, digest, do)
    flash(gettext("Version %(version)s is on record.", version=answer["version"]), "success")
    return redirect(url_for("admin.policy", code=code), 303)


def _look(in_force: Limits, new: StoredPolicy, before: Policy | None) -> str:
    """What changes, from when, and how many recent matters would have gone by it; nothing is stored yet."""
    code, cases = new.policy.code, cases_since(in_force.at - LOOK_BACK)
    then = {c: one.policy for c, one in held_at((*in_force.versions, new), new.effective_from).items()}
    return render_template(
        "admin/policy_check.html",
        tabs=admin_tabs("admin.policies"),
        title=title_of(new.policy),
        policy=new.policy,
        since=since_in_words(new.effective_from) if new.effective_from > in_force.at else "",
        rows=change_rows(differences(before, new.policy), category_names()),
        is_new=before is None,
        matters=sum(cases.values()),
        would=reach(then, cases, code),
        were=reach(in_force.policies, cases, code),
        given=[(name, value) for name, value in request.form.items(multi=True) if name not in BUTTONS],
        form=PolicyForm(formdata=None),
    )


def _page(form: PolicyForm, in_force: Limits, newest: Policy | None, status: int = 200) -> Answer:
    groups = _categories(form)
    page = render_template(
        "admin/policy_form.html",
        tabs=admin_tabs("admin.policies"),
        form=form,
        policy=newest,
        title=title_of(newest) if newest else gettext("A new policy"),
        clocks=POLICY_CLOCKS,
        rungs=range(form.number_of_rungs()),
        may_add=form.number_of_rungs() < MOST_RUNGS,
        groups=groups,
        like=[(one.code, name_of(one)) for one in in_force.policies.values()] if newest is None else [],
        coming=_coming(in_force, newest),
    )
    return page, status


def _categories(form: PolicyForm) -> Sequence[tuple[str, str, Sequence[tuple[str, str]]]]:
    """The groups with their categories, for the boxes that narrow a policy."""
    found = all_categories()
    form.categories.choices = [SelectChoice(one.code, name_of(one)) for one in found]
    return [
        (
            group.code,
            name_of(group),
            [(one.code, name_of(one)) for one in found if one.parent_id == group.id],
        )
        for group in found
        if group.parent_id is None
    ]


def _coming(in_force: Limits, newest: Policy | None) -> Sequence[Mapping[str, Any]]:
    """Versions of the same policy that are still to come into force."""
    return [
        {"version": one.policy.version, "since": since_in_words(one.effective_from)}
        for one in in_force.versions
        if newest and one.policy.code == newest.code and one.effective_from > in_force.at
    ]
