"""The editor of a kind of whistle: what is typed, as it becomes the kind's JSON."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, DateTimeLocalInput, ListWidget

from servicedesk.rules.whistle_spec import BLOWERS, CLOCKS, SWITCHES, WORDS, write_kind
from servicedesk.rules.whistles import Kind
from servicedesk.web.forms import Form, Needed
from servicedesk.web.forms.choice import SelectChoice
from servicedesk.web.forms.policy import counted, spoken
from servicedesk.web.forms.policy_fields import budget_fields
from servicedesk.web.words import choices

APPROVALS = {
    "": _l("Nobody: it is blown at once"),
    "approved_by": _l("A leader approves it before it is blown"),
    "ratified_by": _l("It is blown at once, and a leader ratifies it afterwards"),
}


class WhistleKindForm(Form):
    """Names, who blows it, whether a leader has a word in it, and what follows; limits are added below."""

    seen = HiddenField()
    once = HiddenField()
    name_zh = StringField(_l("Name in Chinese"), [Needed()], render_kw={"maxlength": WORDS[0].longest})
    name_en = StringField(_l("Name in English"), [Needed()], render_kw={"maxlength": WORDS[1].longest})
    hint_zh = StringField(_l("What it is for, in Chinese"), [Needed()], render_kw={"maxlength": 200})
    hint_en = StringField(_l("What it is for, in English"), [Needed()], render_kw={"maxlength": 300})
    blowers = SelectMultipleField(
        _l("Who blows it"),
        [Needed()],
        choices=choices("role", *BLOWERS),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    approval = RadioField(
        _l("Who has a word in it?"),
        [Needed()],
        description=_l("A leader's own whistle needs neither."),
        choices=[SelectChoice(code, label) for code, label in APPROVALS.items()],
        validate_choice=False,
    )
    one_department = BooleanField(_l("It calls exactly one department"))
    hard_cases_only = BooleanField(
        _l("Only for two or more departments, a disputed duty, or what was redone or returned twice")
    )
    agreed_time = BooleanField(_l("An agreed time takes the place of the limit for reporting in"))
    emergency = BooleanField(
        _l("Emergency: its messages go out day and night, nobody leaves before it is done")
    )
    effective_from = StringField(
        _l("Holds from"),
        widget=DateTimeLocalInput(),
        description=_l("Empty: from now on. Never in the past."),
    )

    def spec(self) -> dict[str, Any]:
        """The kind's JSON as it was typed; what cannot be read stays as it is, for the rules to refuse."""
        approval = self.approval.data or ""
        return {
            **{field.name: self[field.name].data for field in WORDS},
            "blowers": self.blowers.data or [],
            "approved_by": "leader" if approval == "approved_by" else None,
            "ratified_by": "leader" if approval == "ratified_by" else None,
            **{switch: self[switch].data for switch in SWITCHES},
            "budgets": {clock: given for clock in CLOCKS if (given := self._budget(clock))},
        }

    def _budget(self, clock: str) -> dict[str, Any] | None:
        typed = [(self[f"budgets.{clock}.{part}"].data or "").strip() for part in ("amount", "unit", "at")]
        amount, unit, at = typed
        if not (amount or unit):
            return None
        return counted(unit, amount) | ({"at": at} if unit == "moment" else {})


def kind_form(start: Mapping[str, Any] | None = None) -> WhistleKindForm:
    """The editor with a line for every limit; `start` fills it at first."""
    fields: dict[str, Field] = {}
    for clock in CLOCKS:
        fields |= budget_fields(clock)
    made = type("EditedKindForm", (WhistleKindForm,), fields)
    return made(formdata=None, data=start) if start is not None else made()  # type: ignore[no-any-return]


def start_of(kind: Kind, seen: int, once: str) -> dict[str, Any]:
    """What stands in the editor of a kind at first."""
    spec = write_kind(kind)
    approval = next((name for name in ("approved_by", "ratified_by") if spec[name]), "")
    start: dict[str, Any] = {name: spec[name] for name in (*(f.name for f in WORDS), "blowers", *SWITCHES)}
    start |= {"approval": approval, "seen": str(seen), "once": once}
    for clock, given in spec["budgets"].items():
        start |= spoken(f"budgets.{clock}", given) | {f"budgets.{clock}.at": given.get("at")}
    return start
