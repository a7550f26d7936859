"""The form of a workflow step, made from the step's row in the workflow table.

The form draws fields, keeps what was typed and shows errors; what is right is decided by the rules, once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import DateInput, NumberInput

from servicedesk.rules import workflow
from servicedesk.rules.fields import LONGEST_LINE, LONGEST_TEXT
from servicedesk.rules.fields import Field as Taken
from servicedesk.rules.paper import PAPER
from servicedesk.web.forms import Form, Needed
from servicedesk.web.forms.choice import NOTHING, Offices, RowsField, SelectChoice
from servicedesk.web.forms.moment import MomentField
from servicedesk.web.forms.step_words import HINTS, LABELS
from servicedesk.web.words import choices

TABLES = {"ticket": workflow.TICKET, "assignment": workflow.ASSIGNMENT}

# What programs may say, but pages do not ask for, or ask for on a page of its own.
NOT_ASKED = frozenset({"instruction"}) | {field.name for field in PAPER}
GIVING = frozenset({"submit", "finish"})
"""How a share ends: with the result, or with the part of one that helps."""


class StepForm(Form):
    """Base of all step forms. `version` is the matter's version that the page showed."""

    version = HiddenField()
    once = HiddenField()

    def given(self) -> dict[str, Any]:
        """What was entered, by the names of the workflow's fields."""
        return {
            name: field.given() if isinstance(field, MomentField) else field.data
            for name, field in self._fields.items()
            if name not in ("version", "once", "csrf_token")
        }

    def seen_version(self) -> int | None:
        """The version that the page showed."""
        seen = self.version.data or ""
        return int(seen) if seen.isdecimal() else None


def step_form(
    subject: str,
    action: str,
    options: Mapping[str, Sequence[Any]] | None = None,
    *,
    of_part: bool = False,
    not_asked: Collection[str] = (),
    must: Collection[str] = (),
    **start: Any,
) -> StepForm:
    """The form of an action on a `ticket` or an `assignment` (`of_part`: on one that helps).

    `options` are the choices of fields that name things (`lead`, `category`; of `assists` the proposed ones
    and the others) or of which each has consequences (`days`); `not_asked` what goes without saying here;
    `must` what has to be said here and stands behind the first field; `start` what stands in the fields at
    first.
    """
    rows = [row for row in TABLES[subject] if row.action == action]
    row = next((row for row in rows if of_part and "assist" in row.who), rows[0])
    # What else belongs to a result is the lead's to say.
    asked = [field for field in row.fields if field.required or not (of_part and action in GIVING)]
    asked = [replace(field, required=True) if field.name in must else field for field in asked]
    asked[1:] = sorted(asked[1:], key=lambda field: field.name not in must)
    fields = {
        needed.name: _field("part" if of_part and action in GIVING else action, needed, options or {})
        for needed in asked
        if needed.name not in NOT_ASKED and needed.name not in not_asked
    }
    shown = {name: field for name, field in fields.items() if field is not None}
    return type(f"{action.title()}Form", (StepForm,), shown)(data=start)  # type: ignore[no-any-return]


def _field(action: str, needed: Taken, options: Mapping[str, Sequence[Any]]) -> Field | None:
    label = LABELS.get(f"{action}.{needed.name}") or LABELS.get(needed.name) or needed.name
    hint = HINTS.get(f"{action}.{needed.name}") or HINTS.get(needed.name) or ""
    shared: dict[str, Any] = {
        "label": label,
        "description": hint,
        "validators": [Needed()] if needed.required else [],
    }
    match needed.kind:
        case "line" if needed.name in options:
            return SelectField(choices=options[needed.name], validate_choice=False, **shared)
        case "line":
            return StringField(**_with(shared, maxlength=needed.longest or LONGEST_LINE))
        case "long":
            return TextAreaField(**_with(shared, maxlength=needed.longest or LONGEST_TEXT, rows=4))
        case "bool" if action == "set_urgent":
            # Only the other one is possible, and the page says what becomes of it.
            return HiddenField(label)
        case "bool" if needed.required:
            return RadioField(choices=_yes_no(needed.name), validate_choice=False, **shared)
        case "bool":
            return BooleanField(label=label, description=hint)
        case "date":
            return StringField(widget=DateInput(), **shared)
        case "moment":
            return MomentField(**shared)
        case "int" if needed.name == "satisfaction":
            return RadioField(choices=choices("satisfaction"), validate_choice=False, **shared)
        case "int" if needed.name in options:
            return RowsField(choices=options[needed.name], validate_choice=False, **shared)
        case "int":
            return StringField(widget=NumberInput(min=needed.least, max=needed.most), **shared)
        case "choice" if needed.name == "code":
            return SelectField(choices=[NOTHING, *_choices(needed)], validate_choice=False, **shared)
        case "choice" if len(needed.choices) > 5:
            return SelectField(choices=_choices(needed), validate_choice=False, **shared)
        case "choice":
            return RadioField(choices=_choices(needed), validate_choice=False, **shared)
        case "codes":
            proposed, others = options.get(needed.name) or ([], [])
            return Offices(choices=[*proposed, *others], proposed=len(proposed), **shared)
        case "code" if needed.name == "into" and not options.get("into"):
            return StringField(**_with(shared, maxlength=20))
        case "code" if options.get(needed.name):
            return SelectField(choices=options.get(needed.name, []), validate_choice=False, **shared)
    return None


def _with(shared: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**shared, "render_kw": more}


def _yes_no(name: str) -> list[SelectChoice]:
    if name == "reached":
        return [SelectChoice("yes", _l("Yes, reached")), SelectChoice("no", _l("No, not reached"))]
    return [SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("Not yet"))]


def _choices(needed: Taken) -> list[SelectChoice]:
    families = {
        "how": "contact_way",
        "code": "suspension_code",
        "card": "step",
        "reason_code": "exclusion_code",
    }
    family = families.get(needed.name, needed.name)
    return choices(family, *needed.choices)
