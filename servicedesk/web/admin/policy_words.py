"""Policies in words: their parts, what is said at each step of a ladder, and what a new version changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from servicedesk.languages import name_of, reads_chinese
from servicedesk.queries.categories import all_categories
from servicedesk.rules.policy import Budget, Extension
from servicedesk.web.filters import moment
from servicedesk.web.promises import extension_in_words, in_words
from servicedesk.web.words import Words, word

PARTS: Words = {
    "name_zh": _l("Name in Chinese"),
    "name_en": _l("Name in English"),
    "case": _l("Speaks about"),
    "kinds": _l("Kinds"),
    "categories": _l("Categories"),
    "extension": _l("Extension"),
    "review": _l("Result is reviewed"),
    "callback": _l("Enterprise is called back"),
    "ladder": _l("Reminders and cards"),
    "active": _l("In force"),
}
Changes = Mapping[str, Sequence[Any]]
"""Old and new of each part that differs, as JSON (rules.policy_spec.differences)."""


def category_names() -> dict[str, str]:
    """The names of all categories by code; one statement."""
    return {category.code: name_of(category) for category in all_categories()}


def label_of(part: str) -> str:
    """What a part of a policy is called: `budgets.contact`, `review`, …"""
    owner, _, clock = part.partition(".")
    return word("clock", clock) if owner == "budgets" else str(PARTS.get(part, part))


def change_rows(changes: Changes, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Each part that differs: what it is called, what it was and what it becomes."""
    return [
        (label_of(part), value_of(part, old, names), value_of(part, new, names))
        for part, (old, new) in changes.items()
    ]


def value_of(part: str, value: Any, names: Mapping[str, str]) -> str:
    """A part of a policy, given as JSON, in words."""
    match part:
        case "kinds":
            return gettext(", ").join(word("kind", kind) for kind in value or ())
        case "categories":
            return gettext(", ").join(names.get(code, code) for code in value or ()) or gettext("all")
        case "case":
            return word("case", value) if value else ""
        case "extension":
            return extension_with_decider(Extension(**value) if value else None)
        case "review" | "callback":
            return {None: "", True: gettext("required"), False: gettext("not required")}[value]
        case "active":
            return {None: "", True: gettext("in force"), False: gettext("out of force")}[value]
        case "ladder":
            return gettext("; ").join(rung_in_words(step) for step in value or ()) or gettext("none")
    if part.startswith("budgets."):
        return in_words(Budget.from_spec(value)) if value else gettext("no limit of its own")
    return str(value or "")


def extension_with_decider(extension: Extension | None) -> str:
    """How a limit may be extended, and who decides on it."""
    if extension is None:
        return gettext("none")
    return gettext(
        "%(extension)s; %(who)s decides",
        extension=extension_in_words(extension),
        who=word("role", extension.decided_by),
    )


def when_in_words(step: Mapping[str, Any]) -> str:
    """When a step of a ladder falls due: 50% of the time; at the limit; 1 working day after the limit."""
    if after := step.get("after"):
        return gettext("%(time)s after the limit", time=in_words(Budget.from_spec(after)))
    share = step["at_share"]
    return (
        gettext("at the limit")
        if share == 1
        else gettext("%(percent)s of the time", percent=f"{share * 100:g}%")
    )


def told_in_words(step: Mapping[str, Any]) -> str:
    """Who is told at a step."""
    return gettext(", ").join(word("audience", one) for one in step["to"])


def rung_in_words(step: Mapping[str, Any]) -> str:
    """A step of a ladder in one line."""
    return gettext(
        "%(step)s %(when)s to %(who)s",
        step=word("step", step["step"]),
        when=when_in_words(step),
        who=told_in_words(step),
    )


def since_in_words(effective_from: datetime) -> str:
    """The moment from which a version holds; the first ones hold for whatever the past may bring in."""
    return gettext("the beginning") if effective_from.year < 2001 else moment(effective_from)


def details_of(payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a change of a policy says in the journal: which, from when, and each part as it was and became."""
    name = payload["name_zh" if reads_chinese() else "name_en"]
    version = gettext("Version %(version)s", version=payload["version"])
    # What is new has no case of before.
    is_new = "case" in payload["changes"]
    return [
        (gettext("Policy"), gettext(", ").join((f"{name} ({payload['code']})", version))),
        (gettext("Holds from"), moment(datetime.fromisoformat(payload["effective_from"]))),
        *(
            (label, new if is_new else gettext("%(old)s → %(new)s", old=old or "–", new=new))
            for label, old, new in change_rows(payload["changes"], {})
        ),
    ]
