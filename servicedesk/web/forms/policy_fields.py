"""The fields of a policy's editor: a line for each clock, the extension, and the lines of the ladder."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget, TimeInput

from servicedesk.rules.ladder_spec import AUDIENCES
from servicedesk.rules.policy import STEPS
from servicedesk.rules.policy_spec import MOST_TIMES
from servicedesk.rules.requests import EXTENSION_DECIDERS
from servicedesk.web.forms import Needed
from servicedesk.web.forms.choice import NOTHING, SelectChoice
from servicedesk.web.words import CLOCK_KINDS, choices

UNITS = {
    "working_hours": _l("working hours"),
    "working_minutes": _l("working minutes"),
    "working_days": _l("working days"),
    "natural_hours": _l("hours, day and night"),
    "natural_minutes": _l("minutes, day and night"),
    "calendar_days": _l("calendar days"),
}
MOMENT = {"moment": _l("working days later, at the hour")}
PERCENT = {"percent": _l("percent of the time")}


def budget_fields(clock: str) -> dict[str, Field]:
    """Amount, unit and hour of one clock."""
    label, name = CLOCK_KINDS[clock], f"budgets.{clock}"
    units = [NOTHING, *_choices(UNITS), *_choices(MOMENT)]
    return {
        f"{name}.amount": StringField(label, render_kw={"inputmode": "numeric", "maxlength": 9}),
        f"{name}.unit": SelectField(label, choices=units, validate_choice=False),
        f"{name}.at": StringField(label, widget=TimeInput()),
    }


def extension_fields() -> dict[str, Field]:
    """How often, how far and by whose decision."""
    times = [SelectChoice("", _l("none")), *(SelectChoice(str(n), str(n)) for n in range(1, MOST_TIMES + 1))]
    return {
        "extension.max_times": SelectField(_l("How often"), choices=times, validate_choice=False),
        "extension.max_days": StringField(
            _l("Working days each time, at most"), render_kw={"inputmode": "numeric", "maxlength": 9}
        ),
        "extension.decided_by": SelectField(
            _l("Who decides"), choices=choices("role", *EXTENSION_DECIDERS), validate_choice=False
        ),
    }


def rung_fields(n: int) -> dict[str, Field]:
    """Line `n` of the ladder: what is said, when, and to whom."""
    name, place = f"ladder.{n}", n + 1
    after = [SelectChoice(unit, _l("%(unit)s after the limit", unit=label)) for unit, label in UNITS.items()]
    return {
        f"{name}.step": SelectField(
            _l("Step %(n)s: what is said", n=place), choices=choices("step", *STEPS), validate_choice=False
        ),
        f"{name}.amount": StringField(
            _l("Step %(n)s: when", n=place), render_kw={"inputmode": "decimal", "maxlength": 9}
        ),
        f"{name}.unit": SelectField(
            _l("Step %(n)s: counted in", n=place), choices=[*_choices(PERCENT), *after], validate_choice=False
        ),
        f"{name}.to": SelectMultipleField(
            _l("Step %(n)s: who is told", n=place),
            [Needed()],
            choices=choices("audience", *AUDIENCES),
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
            validate_choice=False,
        ),
    }


def _choices(words: Mapping[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(code, label) for code, label in words.items()]
