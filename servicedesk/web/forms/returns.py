"""The forms with which a return is decided, disputed and ruled on."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, TextAreaField

from servicedesk.rules.fields import LONGEST_TEXT
from servicedesk.web.forms import Form, Needed
from servicedesk.web.forms.choice import SelectChoice
from servicedesk.web.forms.decision import DecidingForm

_ROWS = {"rows": 3, "maxlength": LONGEST_TEXT}


class ReturnForm(DecidingForm):
    """Upheld, perhaps with who leads next; or refused, with the reason."""

    lead = SelectField(
        _l("Who leads the matter if the return is upheld?"),
        description=_l("It is dispatched there at once. Without a choice the desk dispatches it anew."),
        validate_choice=False,
    )
    reason = TextAreaField(
        _l("Your words to it"),
        description=_l("Needed when you refuse. The department reads this, the enterprise does not."),
        render_kw=_ROWS,
    )

    def offers(self, departments: Sequence[SelectChoice]) -> None:
        """The departments that may lead next."""
        self.lead.choices = list(departments)

    def given(self, action: str) -> dict[str, Any]:
        """What was entered, by the names of the workflow's fields."""
        lead = {"lead": self.lead.data} if action == "approve" else {}
        return {"reason": self.reason.data, **lead}


class RulingForm(DecidingForm):
    """For one department, finally."""

    department = SelectField(_l("Which department leads the matter?"), [Needed()], validate_choice=False)
    reason = TextAreaField(
        _l("Reason of the ruling"),
        [Needed()],
        description=_l("The departments read this, the enterprise does not."),
        render_kw=_ROWS,
    )

    def offers(self, departments: Sequence[SelectChoice]) -> None:
        """The departments between which is ruled."""
        self.department.choices = list(departments)

    def given(self, action: str) -> dict[str, Any]:
        """What was entered, by the names of the workflow's fields."""
        return {"department": self.department.data, "reason": self.reason.data}


class DisputeForm(Form):
    """Why the refusal is wrong."""

    once = HiddenField()
    reason = TextAreaField(
        _l("Why is the refusal wrong?"),
        [Needed()],
        description=_l("For the leader who rules; the enterprise does not see it."),
        render_kw={"rows": 4, "maxlength": LONGEST_TEXT},
    )
