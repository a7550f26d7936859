"""The editor of a policy: what is typed, as it becomes the policy's JSON. What is right, the rules decide.

Fields bear the names under which the rules know them (`budgets.contact.amount`, `ladder.2.to`), so that each
sentence finds its field.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, DateTimeLocalInput, ListWidget

from servicedesk.rules.policy import Policy
from servicedesk.rules.policy_spec import NAMES, POLICY_CLOCKS, write_policy
from servicedesk.web.forms import Form, Needed
from servicedesk.web.forms.policy_fields import budget_fields, extension_fields, rung_fields
from servicedesk.web.words import choices

MOST_RUNGS = 8
"""Lines of a ladder that a page takes."""
HOURS = {"working_hours": "working_minutes", "natural_hours": "natural_minutes"}
"""People say hours where the rules count minutes."""
_NUMBER = re.compile(r"-?[0-9]{1,9}")
_PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")


class PolicyForm(Form):
    """What every editor of a policy has; the clocks and the ladder's lines are added by `policy_form`."""

    seen = HiddenField()
    once = HiddenField()
    rungs = HiddenField()
    name_zh = StringField(_l("Name in Chinese"), [Needed()], render_kw={"maxlength": NAMES[0].longest})
    name_en = StringField(_l("Name in English"), [Needed()], render_kw={"maxlength": NAMES[1].longest})
    kinds = SelectMultipleField(
        _l("Kinds"),
        [Needed()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    categories = SelectMultipleField(
        _l("Only for these categories"),
        description=_l(
            "Nothing chosen: for all. A policy for some categories comes before the general one, and one for "
            "fewer kinds before one for more."
        ),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    review = BooleanField(_l("The desk reviews the result before the enterprise gets it"))
    callback = BooleanField(
        _l("The enterprise is asked about the result; without this the matter ends with it")
    )
    ended = BooleanField(_l("Take this policy out of force"))
    effective_from = StringField(
        _l("Holds from"),
        widget=DateTimeLocalInput(),
        description=_l("Empty: from now on. Never in the past."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds.choices = choices("kind")

    def number_of_rungs(self) -> int:
        """How many lines the ladder has on the page."""
        return _rungs(self.rungs.data)

    def spec(self, case: str) -> dict[str, Any]:
        """The policy's JSON as it was typed; what cannot be read stays as it is, for the rules to refuse."""
        return {
            "name_zh": self.name_zh.data,
            "name_en": self.name_en.data,
            "case": case,
            "kinds": self.kinds.data or [],
            "categories": self.categories.data or [],
            "budgets": {clock: given for clock in POLICY_CLOCKS if (given := self._budget(clock))},
            "extension": self._extension(),
            "review": self.review.data,
            "callback": self.callback.data,
            "ladder": [self._rung(n) for n in range(self.number_of_rungs())],
            "active": not self.ended.data,
        }

    def _budget(self, clock: str) -> dict[str, Any] | None:
        amount, unit, at = (self._typed(f"budgets.{clock}.{part}") for part in ("amount", "unit", "at"))
        if not (amount or unit):
            return None
        # The hour is hidden while another unit is chosen, and then means nothing.
        return counted(unit, amount) | ({"at": at} if unit == "moment" else {})

    def _extension(self) -> dict[str, Any] | None:
        parts = {part: self._typed(f"extension.{part}") for part in ("max_times", "max_days", "decided_by")}
        if not parts["max_times"]:
            return None
        return {name: _number(typed) if name != "decided_by" else typed for name, typed in parts.items()}

    def _rung(self, n: int) -> dict[str, Any]:
        amount, unit, step = (self._typed(f"ladder.{n}.{part}") for part in ("amount", "unit", "step"))
        told = {"step": step, "to": self[f"ladder.{n}.to"].data or []}
        if unit == "percent":
            share = float(amount) / 100 if _PERCENT.fullmatch(amount) else amount
            return {**told, "at_share": share}
        return {**told, "after": counted(unit, amount)}

    def _typed(self, name: str) -> str:
        return (self[name].data or "").strip()


class NewPolicyForm(PolicyForm):
    """The editor of a policy that is not there yet."""

    code = StringField(
        _l("Code"),
        [Needed()],
        description=_l("2 to 20 small letters, digits and underlines; programs know the policy by it."),
        render_kw={"maxlength": 20, "autocapitalize": "none", "spellcheck": "false"},
    )
    case = RadioField(
        _l("Speaks about"),
        [Needed()],
        description=_l("Urgent matters come before those done again, these before complex ones."),
        choices=choices("case"),
        validate_choice=False,
    )


def policy_form(base: type[PolicyForm], rungs: object, start: Mapping[str, Any] | None = None) -> PolicyForm:
    """The editor with a line for every clock and so many lines of the ladder; `start` fills it at first."""
    fields: dict[str, Field] = {}
    for clock in POLICY_CLOCKS:
        fields |= budget_fields(clock)
    fields |= extension_fields()
    for n in range(_rungs(rungs)):
        fields |= rung_fields(n)
    made = type("EditedPolicyForm", (base,), fields)
    return made(formdata=None, data=start) if start is not None else made()  # type: ignore[no-any-return]


def start_of(policy: Policy, seen: int, once: str) -> dict[str, Any]:
    """What stands in the editor of a policy at first."""
    spec = write_policy(policy)
    extension = spec["extension"] or {}
    start: dict[str, Any] = {name: spec[name] for name in ("name_zh", "name_en", "kinds", "categories")}
    start |= {"review": spec["review"], "callback": spec["callback"], "ended": not spec["active"]}
    start |= {"case": spec["case"], "seen": str(seen), "once": once, "rungs": str(len(spec["ladder"]))}
    start |= {f"extension.{part}": str(value) for part, value in extension.items()}
    for clock, given in spec["budgets"].items():
        start |= spoken(f"budgets.{clock}", given) | {f"budgets.{clock}.at": given.get("at")}
    for n, step in enumerate(spec["ladder"]):
        start |= start_of_rung(n, step)
    return start


def start_of_rung(n: int, step: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in a line of the ladder at first."""
    when = (
        spoken(f"ladder.{n}", step["after"])
        if step.get("after")
        else {f"ladder.{n}.amount": f"{step['at_share'] * 100:g}", f"ladder.{n}.unit": "percent"}
    )
    return {f"ladder.{n}.step": step["step"], f"ladder.{n}.to": step["to"], **when}


def moment_typed(typed: str | None) -> datetime | None:
    """The local time of a date-and-time field, without an offset; None when empty. Raises ValueError."""
    return datetime.fromisoformat(typed).replace(tzinfo=None) if typed else None


def _rungs(written: object) -> int:
    text = str(written or "")
    return min(int(text), MOST_RUNGS) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


def counted(unit: str, amount: str) -> dict[str, Any]:
    """A budget as it was typed; people say hours where the rules count minutes."""
    number = _number(amount)
    if unit in HOURS:
        return {"unit": HOURS[unit], "amount": number * 60 if isinstance(number, int) else number}
    return {"unit": unit, "amount": number}


def spoken(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Amount and unit as people say them: 240 minutes are 4 hours."""
    unit, amount = given["unit"], given["amount"]
    for hours, minutes in HOURS.items():
        if unit == minutes and amount % 60 == 0:
            unit, amount = hours, amount // 60
    return {f"{name}.amount": str(amount), f"{name}.unit": unit}


def _number(typed: str) -> Any:
    return int(typed) if _NUMBER.fullmatch(typed) else typed or None
