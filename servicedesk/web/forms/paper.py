"""The form with which a decision is recorded that was made on paper."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FileField, SelectField

from servicedesk.web.forms import ACCEPT, Needed
from servicedesk.web.forms.choice import NOTHING, SelectChoice
from servicedesk.web.forms.decision import DecisionForm
from servicedesk.web.forms.moment import MomentField


class PaperForm(DecisionForm):
    """Who decided, when, and the scan; with what was decided."""

    decided_by = SelectField(_l("Who decided?"), [Needed()], validate_choice=False)
    decided_at = MomentField(
        _l("When?"), [Needed()], description=_l("The limits go by this moment, not by now.")
    )
    paper = SelectField(_l("The scan"), validate_choice=False)
    department = SelectField(_l("Who leads the matter?"), [Needed()], validate_choice=False)
    scan = FileField(
        _l("Or add the scan now"),
        description=_l("Only the staff can see it."),
        render_kw={"accept": ACCEPT},
    )

    def rules(self, leads: Sequence[SelectChoice]) -> None:
        """Who may be ruled to lead; where nothing is disputed there is no such field."""
        if leads and self.department:
            self.department.choices = list(leads)
        elif self.department:
            del self.department

    def names(self, people: Sequence[SelectChoice], files: Sequence[SelectChoice]) -> None:
        """Those who might have decided, and the files that are there already."""
        self.decided_by.choices = [NOTHING, *people] if len(people) != 1 else list(people)
        if files:
            self.paper.choices = [NOTHING, *files]
        else:
            del self.paper
            self.scan.label.text = _l("The scan")

    def given(self, action: str) -> dict[str, Any]:
        """What was entered, by the names of the workflow's fields."""
        told = {"decided_by": self.decided_by.data, "decided_at": self.decided_at.given()}
        told |= {"paper": self.paper.data if self.paper else None}
        if action == "rule" and self.department:
            told |= {"department": self.department.data}
        return super().given(action) | told
