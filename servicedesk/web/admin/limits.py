"""The limits in force."""

from typing import TYPE_CHECKING

from flask import render_template

from servicedesk import reference
from servicedesk.languages import budget_in_words, name_of
from servicedesk.queries.policies import policies_in_force
from servicedesk.web import request_time
from servicedesk.web.admin import blueprint
from servicedesk.web.admin.tabs import admin_tabs
from servicedesk.web.promises import extension_in_words

if TYPE_CHECKING:
    from servicedesk.models import PolicyVersion

CLOCKS = ("accept", "dispatch", "sign", "contact", "resolve", "promise", "review", "callback", "decide")


@blueprint.get("/policies")
def policies() -> str:
    """The policies in force as a table: a row for each limit, a column for each policy."""
    in_force = policies_in_force(request_time.now())
    return render_template(
        "admin/policies.html",
        tabs=admin_tabs(),
        policies=[(_title(policy), policy) for policy in in_force],
        rows=[(clock, [_budget(policy, clock) for policy in in_force]) for clock in CLOCKS],
        extensions=[extension_in_words(policy.spec.get("extension")) for policy in in_force],
    )


def _budget(policy: "PolicyVersion", clock: str) -> str:
    given = policy.spec["budgets"].get(clock)
    return budget_in_words(given["unit"], given["amount"]) if given else ""


def _title(policy: "PolicyVersion") -> str:
    names = {known.code: known for known in reference.policies()}
    return name_of(names[policy.code]) if policy.code in names else policy.code
