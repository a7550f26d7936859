"""The policies: those in force, coming and past, and each with all that it says."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from flask_babel import gettext

from servicedesk.languages import name_of
from servicedesk.queries.limits import limits
from servicedesk.rules.limits import Limits, StoredPolicy
from servicedesk.rules.policy import Policy
from servicedesk.rules.policy_spec import POLICY_CLOCKS, write_policy
from servicedesk.rules.refusals import NotFound
from servicedesk.web import request_time
from servicedesk.web.admin import blueprint
from servicedesk.web.admin.policy_words import (
    PARTS,
    category_names,
    since_in_words,
    told_in_words,
    value_of,
    when_in_words,
)
from servicedesk.web.admin.tabs import admin_tabs
from servicedesk.web.promises import in_words
from servicedesk.web.words import word

OWN_PARTS = ("case", "kinds", "categories", "extension", "review", "callback")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a policy on its page; `state` is `now coming past never ended`."""

    stored: StoredPolicy
    since: str
    until: str
    state: str


@blueprint.get("/policies")
def policies() -> str:
    """The policies in force as a table, what is coming, and what is out of force."""
    in_force = limits(request_time.now())
    held = list(in_force.held.values())
    coming = [stored for stored in in_force.versions if stored.effective_from > in_force.at]
    out = dict.fromkeys(
        stored.policy.code for stored in in_force.versions if stored.effective_from <= in_force.at
    )
    return render_template(
        "admin/policies.html",
        tabs=admin_tabs(),
        held=held,
        narrowed=category_names() if any(stored.policy.categories for stored in held) else {},
        rows=[(clock, [in_words(one.policy.budgets.get(clock)) for one in held]) for clock in POLICY_CLOCKS],
        parts=[
            (PARTS[part], [value_of(part, write_policy(one.policy)[part], {}) for one in held])
            for part in ("extension", "review", "callback")
        ],
        coming=[(one.policy, since_in_words(one.effective_from)) for one in coming],
        ended=[versions_of(in_force, code)[-1].stored.policy for code in out if code not in in_force.held],
        since_in_words=since_in_words,
    )


@blueprint.get("/policies/<code>")
def policy(code: str) -> str:
    """One policy with everything that it says, in the version in force or the one that is asked for."""
    in_force = limits(request_time.now())
    versions = versions_of(in_force, code)
    shown = _shown(versions, request.args.get("version"))
    said = write_policy(shown.stored.policy)
    names = category_names()
    return render_template(
        "admin/policy.html",
        tabs=admin_tabs("admin.policies"),
        policy=shown.stored.policy,
        shown=shown,
        versions=versions[::-1],
        states=STATES(),
        newest=versions[-1].stored.policy.version,
        facts=[(PARTS[part], value_of(part, said[part], names)) for part in OWN_PARTS],
        budgets=[(word("clock", c), in_words(shown.stored.policy.budgets.get(c))) for c in POLICY_CLOCKS],
        ladder=[(word("step", s["step"]), when_in_words(s), told_in_words(s)) for s in said["ladder"]],
    )


def STATES() -> dict[str, str]:
    """What is said about a version."""
    return {
        "now": gettext("in force"),
        "coming": gettext("coming"),
        "past": gettext("past"),
        "never": gettext("replaced before it came into force"),
        "ended": gettext("out of force"),
    }


def versions_of(in_force: Limits, code: str) -> list[Version]:
    """The versions of a policy in the order of coming into force; raises NotFound when there is none."""
    found = [stored for stored in in_force.versions if stored.policy.code == code]
    if not found:
        raise NotFound
    ends = [stored.effective_from for stored in found[1:]] + [None]
    return [
        Version(
            stored,
            since_in_words(stored.effective_from),
            since_in_words(end) if end else "",
            _state(stored, end, in_force.at),
        )
        for stored, end in zip(found, ends, strict=True)
    ]


def title_of(policy: Policy) -> str:
    """The policy's name with its code, for heads of pages."""
    return f"{name_of(policy)} ({policy.code})"


def _state(stored: StoredPolicy, end: datetime | None, at: datetime) -> str:
    if end == stored.effective_from:
        return "never"
    if stored.effective_from > at:
        return "coming"
    if end and end <= at:
        return "past"
    return "now" if stored.policy.active else "ended"


def _shown(versions: list[Version], asked: str | None) -> Version:
    if asked:
        found = [one for one in versions if str(one.stored.policy.version) == asked]
    else:
        found = [one for one in versions if one.state in ("now", "ended")] or versions
    if not found:
        raise NotFound
    return found[-1]
