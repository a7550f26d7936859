"""What the desk promises: the limits of the policies in force, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from servicedesk.languages import budget_in_words, name_of
from servicedesk.queries.categories import all_categories
from servicedesk.queries.limits import limits
from servicedesk.rules.policy import Budget, Case, Extension, Policies, Policy, budget

# What makes a policy speak, where the kind of the matter is not enough.
CASE_HINTS: Mapping[str, Any] = {
    "ordinary": "",
    "complex": _l("Several offices or long procedures"),
    "urgent": _l("Outages, safety, many workers involved"),
    "redo": _l("When the result has not solved it"),
}
ON_HOME_PAGE = ("ordinary", "urgent")


@dataclass(frozen=True, slots=True)
class Promise:
    """One policy as it is told to enterprises; a limit that it does not have is empty."""

    case: str
    title: str
    hint: str
    """What it is for, beside its name: what makes it speak, and the categories that it is narrowed to."""
    narrowed: bool
    accept: str
    contact: str
    answer: str
    extension: str

    @property
    def on_home_page(self) -> bool:
        """Whether it is among the few that everybody should know."""
        return self.case in ON_HOME_PAGE and not self.narrowed and bool(self.answer)


def promises(now: datetime) -> Sequence[Promise]:
    """What holds at `now`, most usual things first; two statements, or three."""
    policies = limits(now).policies
    narrowed = any(policy.categories for policy in policies.values())
    names = {c.code: name_of(c) for c in all_categories()} if narrowed else {}
    told = [_promise(policies, policy, names) for policy in policies.values()]
    return sorted(told, key=lambda promise: (not promise.answer, list(CASE_HINTS).index(promise.case)))


def in_short(policy: Policy) -> str:
    """The policy's name, and by when it promises an answer."""
    answer = in_words(policy.budgets.get("promise"))
    if not answer:
        return name_of(policy)
    return gettext("%(name)s: answered within %(time)s", name=name_of(policy), time=answer)


def in_words(given: Budget | None) -> str:
    """A limit as people say it; empty where there is none."""
    return budget_in_words(given) if given else ""


def extension_in_words(extension: Extension | None) -> str:
    """How often and how far a limit may be extended; empty where it may not."""
    if not extension:
        return ""
    days = ngettext("%(num)d working day", "%(num)d working days", extension.max_days)
    if extension.max_times == 1:
        return gettext("once, by at most %(days)s", days=days)
    return gettext("%(times)s times, each by at most %(days)s", times=extension.max_times, days=days)


def _promise(policies: Policies, policy: Policy, names: Mapping[str, str]) -> Promise:
    only = [names.get(code, code) for code in sorted(policy.categories)]
    hints = [str(CASE_HINTS[policy.case]), gettext(", ").join(only)]
    accept, contact, answer = (_limit(policies, policy, clock) for clock in ("accept", "contact", "promise"))
    return Promise(
        case=policy.case,
        title=name_of(policy),
        hint=gettext(": ").join(hint for hint in hints if hint),
        narrowed=bool(only),
        accept=accept,
        contact=contact,
        answer=answer,
        extension=extension_in_words(policy.extension),
    )


def _limit(policies: Policies, policy: Policy, clock: str) -> str:
    """The policy's own limit; one for some categories leaves what it does not say to the general ones."""
    if clock in policy.budgets or not policy.categories:
        return in_words(policy.budgets.get(clock))
    case = Case(
        min(policy.kinds),
        urgent=policy.case == "urgent",
        complex=policy.case == "complex",
        redo=policy.case == "redo",
        category=min(policy.categories),
    )
    found = budget(policies, case, clock)
    return in_words(found[1] if found else None)
