"""A policy as JSON: reading it with a clear sentence for every mistake, and writing it again.

Every mistake names its field: `budgets.contact.amount`, `ladder.2.to`, `extension.max_days`, `kinds`.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from servicedesk.rules.fields import Field, check
from servicedesk.rules.ladder_spec import ladder_faults
from servicedesk.rules.policy import CASES, Budget, Policy, Step
from servicedesk.rules.policy_faults import Fault, amount_faults, hour_faults, one_of, whole_number
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.requests import EXTENSION_DECIDERS, LONGEST_EXTENSION
from servicedesk.rules.text import text
from servicedesk.rules.workflow import KINDS

POLICY_CLOCKS = (
    "accept", "dispatch", "sign", "contact", "resolve", "part", "promise", "review", "callback", "decide",
    "ruling",
)  # fmt: skip
"""What a policy gives time to, in the order of a matter's way; a `ruling` is a clock of kind `decide`."""
OF_PRAISE = ("accept", "dispatch")
"""Praise is handed on; nothing is answered, reviewed or decided."""
MOST_TIMES = 5
"""How often a policy lets a limit be extended at most."""
NAMES = (Field("name_zh", "line", longest=40), Field("name_en", "line", longest=60))
PARTS = frozenset(
    ("name_zh", "name_en", "case", "kinds", "categories", "budgets", "extension", "review", "callback",
     "ladder", "active")
)  # fmt: skip

Spec = Mapping[str, Any]
_CODE = re.compile(r"[a-z][a-z0-9_]{1,19}")


def read_policy(code: str, version: int, spec: Spec, categories: Collection[str]) -> Policy:
    """The policy that the JSON says; `categories` are the codes that there are, of both levels.

    Raises Invalid, naming every wrong field.
    """
    errors: dict[str, list[Any]] = {}
    for field, sentence in _faults(code, spec, categories):
        errors.setdefault(field, []).append(sentence)
    if errors:
        raise Invalid(errors)
    return Policy.from_spec(code, version, {**spec, **check(NAMES, _names(spec))})


def write_policy(policy: Policy) -> dict[str, Any]:
    """The policy as JSON; `read_policy` reads it back."""
    extension = policy.extension
    return {
        "name_zh": policy.name_zh,
        "name_en": policy.name_en,
        "case": policy.case,
        "kinds": [kind for kind in KINDS if kind in policy.kinds],
        "categories": sorted(policy.categories),
        "budgets": {clock: write_budget(given) for clock, given in policy.budgets.items()},
        "extension": {
            "max_times": extension.max_times,
            "max_days": extension.max_days,
            "decided_by": extension.decided_by,
        }
        if extension
        else None,
        "review": policy.review,
        "callback": policy.callback,
        "ladder": [_write_step(step) for step in policy.ladder],
        "active": policy.active,
    }


def write_budget(given: Budget) -> dict[str, Any]:
    """The budget as JSON: `{"unit", "amount"[, "at"]}`."""
    written: dict[str, Any] = {"unit": given.unit, "amount": given.amount}
    return written | {"at": given.at.strftime("%H:%M")} if given.at else written


def differences(old: Policy | None, new: Policy) -> dict[str, tuple[Any, Any]]:
    """What differs, as JSON, old and new, by field: `budgets.contact`, `review`, `ladder` and so on.

    Of a policy that is new, everything that it says.
    """
    before, after = _flat(old) if old else {}, _flat(new)
    fields = dict.fromkeys([*before, *after])
    return {
        field: (before.get(field), after.get(field))
        for field in fields
        if before.get(field) != after.get(field)
    }


def _flat(policy: Policy) -> dict[str, Any]:
    spec = write_policy(policy)
    budgets = spec.pop("budgets")
    given = {f"budgets.{clock}": budgets[clock] for clock in POLICY_CLOCKS if clock in budgets}
    return {
        name: part or None for name, part in spec.items() if name not in ("review", "callback", "active")
    } | {
        "review": spec["review"],
        "callback": spec["callback"],
        "active": spec["active"],
        **given,
    }


def _write_step(step: Step) -> dict[str, Any]:
    when = {"after": write_budget(step.after)} if step.after else {"at_share": step.at_share}
    return {"step": step.name, **when, "to": list(step.to)}


def _names(spec: Spec) -> dict[str, Any]:
    return {field.name: spec.get(field.name) for field in NAMES}


def _faults(code: str, spec: Spec, categories: Collection[str]) -> Iterator[Fault]:
    if not _CODE.fullmatch(code):
        yield (
            "code",
            text("2 to 20 small letters, digits and underlines, beginning with a letter."),
        )
    for part in spec:
        if part not in PARTS:
            yield str(part), text("A policy has no such part.")
    try:
        check(NAMES, _names(spec))
    except Invalid as wrong:
        for name, sentences in wrong.errors.items():
            yield from ((name, sentence) for sentence in sentences)
    yield from one_of("case", spec.get("case"), CASES)
    for switch in ("review", "callback", "active"):
        if not isinstance(spec.get(switch, True if switch == "active" else None), bool):
            yield switch, text("This must be yes or no.")
    yield from _scope_faults(spec, categories)
    yield from _budget_faults(spec)
    yield from _extension_faults(spec.get("extension"))
    yield from ladder_faults(spec.get("ladder"))


def _scope_faults(spec: Spec, categories: Collection[str]) -> Iterator[Fault]:
    kinds, narrowed = spec.get("kinds"), spec.get("categories", [])
    if not isinstance(kinds, list) or not kinds:
        yield "kinds", text("Please choose at least one kind.")
    else:
        for kind in kinds:
            if kind not in KINDS:
                yield "kinds", text("%(kind)s is not a kind of matter.", kind=kind)
    if not isinstance(narrowed, list):
        yield "categories", text("This must be a list.")
        return
    for code in narrowed:
        if not isinstance(code, str) or code not in categories:
            yield "categories", text("%(code)s is not a category.", code=code)


def _budget_faults(spec: Spec) -> Iterator[Fault]:
    budgets = spec.get("budgets")
    if not isinstance(budgets, Mapping) or not budgets:
        yield "budgets", text("A policy must give at least one limit.")
        return
    for clock, given in budgets.items():
        yield from _one_budget(clock, given)
    for clock in _needed(spec):
        if clock not in budgets:
            yield (
                f"budgets.{clock}.amount",
                text("Please give this limit; every step of a matter must have one."),
            )


def _one_budget(clock: str, given: object) -> Iterator[Fault]:
    field = f"budgets.{clock}"
    if clock not in POLICY_CLOCKS:
        yield field, text("%(clock)s is not a limit that policies give.", clock=clock)
    elif not isinstance(given, Mapping):
        yield f"{field}.amount", text("Please give an amount and a unit.")
    else:
        yield from amount_faults(field, given)
        yield from hour_faults(field, given)


def _needed(spec: Spec) -> tuple[str, ...]:
    """The limits without which a matter would stand somewhere without one.

    Policies for urgent, redone or complex matters and for some categories may be silent; the general ones
    of ordinary matters must not.
    """
    if spec.get("case") != "ordinary" or spec.get("categories"):
        return ()
    return OF_PRAISE if spec.get("kinds") == ["praise"] else POLICY_CLOCKS


def _extension_faults(extension: object) -> Iterator[Fault]:
    if extension is None:
        return
    if not isinstance(extension, Mapping) or extension.keys() - {"max_times", "max_days", "decided_by"}:
        yield "extension", text("An extension has a number of times, of days, and somebody who decides.")
        return
    yield from whole_number("extension.max_times", extension.get("max_times"), 1, MOST_TIMES)
    yield from whole_number("extension.max_days", extension.get("max_days"), 1, LONGEST_EXTENSION)
    yield from one_of("extension.decided_by", extension.get("decided_by"), EXTENSION_DECIDERS)
