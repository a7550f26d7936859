"""The form with which the desk lead records an instruction that a leader has written on paper."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.widgets import DateInput

from servicedesk.rules.fields import LONGEST_TEXT
from servicedesk.web.forms import ACCEPT, Form, Needed
from servicedesk.web.forms.choice import NOTHING, Offices, SelectChoice
from servicedesk.web.forms.moment import MomentField


class InstructionPaperForm(Form):
    """Which leader, when, what, to whom, by when; and the scan."""

    once = HiddenField()
    decided_by = SelectField(_l("Which leader?"), [Needed()], validate_choice=False)
    decided_at = MomentField(_l("When?"), [Needed()])
    text = TextAreaField(
        _l("The instruction, word for word"), [Needed()], render_kw={"rows": 4, "maxlength": LONGEST_TEXT}
    )
    due_on = StringField(_l("Reported back by"), [Needed()], widget=DateInput())
    departments = Offices(label=_l("To which departments?"), validators=[Needed()], proposed=0)
    scan = FileField(
        _l("The scan"),
        [Needed()],
        description=_l("Only the staff can see it."),
        render_kw={"accept": ACCEPT},
    )

    def offers(self, leaders: Sequence[SelectChoice], offices: Sequence[Sequence[SelectChoice]]) -> None:
        """Those who may have written it, and those to whom it may go: those that stand open, and the rest."""
        self.decided_by.choices = list(leaders) if len(leaders) == 1 else [NOTHING, *leaders]
        first, others = offices
        self.departments.choices = [*first, *others]
        self.departments.proposed = len(first)

    def given(self) -> dict[str, Any]:
        """What was entered, by the names of the workflow's fields; the scan is added apart."""
        return {
            "decided_by": self.decided_by.data,
            "decided_at": self.decided_at.given(),
            "text": self.text.data,
            "due_on": self.due_on.data,
            "departments": self.departments.data or [],
        }
