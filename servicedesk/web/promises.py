"""What the desk promises: the limits of the policies in force, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from servicedesk.languages import budget_in_words
from servicedesk.queries.policies import policies_in_force
from servicedesk.web.words import word

if TYPE_CHECKING:
    from servicedesk.models import PolicyVersion

# Policies that do not belong to kinds of matters alone.
SPECIAL: Mapping[str, Any] = {
    "complex": _l("Complex matters: several offices or long procedures"),
    "urgent": _l("Urgent matters: outages, safety, many workers involved"),
    "redo": _l("Done again, because it was not solved"),
}
ORDER = ("consultation", "standard", "complaint", "complex", "urgent", "redo", "praise")
ON_HOME_PAGE = ("consultation", "standard", "complaint", "urgent")


@dataclass(frozen=True, slots=True)
class Promise:
    """One policy as it is told to enterprises; a limit that it does not have is empty."""

    code: str
    title: str
    accept: str
    contact: str
    answer: str
    extension: str

    @property
    def on_home_page(self) -> bool:
        """Whether it is among the few that everybody should know."""
        return self.code in ON_HOME_PAGE


def promises(now: datetime) -> Sequence[Promise]:
    """What holds at `now`, most usual things first; one statement."""
    told = [_promise(policy) for policy in policies_in_force(now)]
    return sorted(told, key=lambda promise: _place(promise.code))


def _place(code: str) -> int:
    return ORDER.index(code) if code in ORDER else len(ORDER)


def _promise(policy: "PolicyVersion") -> Promise:
    budgets = policy.spec["budgets"]
    return Promise(
        code=policy.code,
        title=_title(policy),
        accept=_words(budgets.get("accept")),
        contact=_words(budgets.get("contact")),
        answer=_words(budgets.get("promise")),
        extension=extension_in_words(policy.spec.get("extension")),
    )


def _title(policy: "PolicyVersion") -> str:
    if policy.code in SPECIAL:
        return str(SPECIAL[policy.code])
    return gettext(", ").join(word("kind", kind) for kind in policy.spec["kinds"])


def _words(budget: Mapping[str, Any] | None) -> str:
    return budget_in_words(budget["unit"], budget["amount"]) if budget else ""


def extension_in_words(extension: Mapping[str, Any] | None) -> str:
    """How often and how far a limit may be extended; empty where it may not."""
    if not extension:
        return ""
    days = ngettext("%(num)d working day", "%(num)d working days", extension["max_days"])
    if extension["max_times"] == 1:
        return gettext("once, by at most %(days)s", days=days)
    return gettext("%(times)s times, each by at most %(days)s", times=extension["max_times"], days=days)
