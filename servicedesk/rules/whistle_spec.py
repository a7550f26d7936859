"""A kind of whistle as JSON: reading it with a clear sentence for every mistake, and writing it again.

Every mistake names its field: `blowers`, `approval`, `budgets.report_in.amount`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from servicedesk.rules.fields import Field, check
from servicedesk.rules.policy_faults import Fault, amount_faults, hour_faults
from servicedesk.rules.policy_spec import write_budget
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.text import text
from servicedesk.rules.whistles import Kind

BLOWERS = ("officer", "desk_lead", "leader")
"""Who may be let blow a kind; where the desk is complained of, the supervisor is the desk."""
DECIDERS = ("leader",)
"""Who may be asked to approve it before, or to ratify it afterwards."""
SWITCHES = ("one_department", "hard_cases_only", "agreed_time", "emergency")
CLOCKS = ("report_in", "decide", "meeting")
WORDS = (
    Field("name_zh", "line", longest=40),
    Field("name_en", "line", longest=60),
    Field("hint_zh", "line", longest=200),
    Field("hint_en", "line", longest=300),
)

Spec = Mapping[str, Any]


def read_kind(code: str, spec: Spec) -> Kind:
    """The kind that the JSON says; raises Invalid, naming every wrong field."""
    errors: dict[str, list[Any]] = {}
    for field, sentence in _faults(spec):
        errors.setdefault(field, []).append(sentence)
    if errors:
        raise Invalid(errors)
    words = check(WORDS, {field.name: spec.get(field.name) for field in WORDS})
    return Kind.from_spec(code, {**spec, **words})


def write_kind(kind: Kind) -> dict[str, Any]:
    """The kind as JSON; `read_kind` reads it back."""
    return {
        **{field.name: getattr(kind, field.name) for field in WORDS},
        "blowers": [role for role in BLOWERS if role in kind.blowers],
        "approved_by": kind.approved_by,
        "ratified_by": kind.ratified_by,
        **{switch: getattr(kind, switch) for switch in SWITCHES},
        "budgets": {clock: write_budget(kind.budgets[clock]) for clock in CLOCKS if clock in kind.budgets},
    }


def differences(old: Kind, new: Kind) -> dict[str, tuple[Any, Any]]:
    """What differs, as JSON, old and new, by field: `budgets.report_in`, `blowers` and so on."""
    before, after = _flat(old), _flat(new)
    return {
        field: (before.get(field), after.get(field))
        for field in dict.fromkeys([*before, *after])
        if before.get(field) != after.get(field)
    }


def _flat(kind: Kind) -> dict[str, Any]:
    spec = write_kind(kind)
    return {f"budgets.{clock}": given for clock, given in spec.pop("budgets").items()} | spec


def _faults(spec: Spec) -> Iterator[Fault]:
    try:
        check(WORDS, {field.name: spec.get(field.name) for field in WORDS})
    except Invalid as wrong:
        for name, sentences in wrong.errors.items():
            yield from ((name, sentence) for sentence in sentences)
    blowers = spec.get("blowers")
    if not isinstance(blowers, list) or not blowers or not set(blowers) <= set(BLOWERS):
        yield "blowers", text("Please choose at least one who blows it.")
    for decider in ("approved_by", "ratified_by"):
        if spec.get(decider) not in (None, *DECIDERS):
            yield "approval", text("Please choose who approves or ratifies it.")
    if spec.get("approved_by") and spec.get("ratified_by"):
        yield "approval", text("It is approved before or ratified afterwards, not both.")
    for switch in SWITCHES:
        if not isinstance(spec.get(switch), bool):
            yield switch, text("This must be yes or no.")
    yield from _budget_faults(spec)


def _budget_faults(spec: Spec) -> Iterator[Fault]:
    budgets = spec.get("budgets")
    budgets = budgets if isinstance(budgets, Mapping) else {}
    needed = {"report_in": True, "decide": bool(spec.get("ratified_by")), "meeting": False}
    for clock, must in needed.items():
        given, field = budgets.get(clock), f"budgets.{clock}"
        if isinstance(given, Mapping):
            yield from amount_faults(field, given)
            yield from hour_faults(field, given)
        elif must:
            yield f"{field}.amount", text("Please give an amount and a unit.")
