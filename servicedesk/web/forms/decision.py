"""The form with which a request is decided."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from servicedesk.rules.fields import LONGEST_TEXT
from servicedesk.rules.requests import ASKED_BY_ENTERPRISES
from servicedesk.web.forms import Form, Needed
from servicedesk.web.forms.choice import RowsField, SelectChoice


class DecidingForm(Form):
    """What all forms of decisions have."""

    once = HiddenField()

    def given(self, action: str) -> dict[str, Any]:
        """What was entered, by the names of the workflow's fields."""
        raise NotImplementedError


class DecisionForm(DecidingForm):
    """Yes, perhaps to less; or no, with the reason."""

    days = RowsField(_l("How many working days are granted?"), [Needed()], validate_choice=False)
    reason = TextAreaField(
        _l("Your words to it"),
        description=_l("Needed when you refuse. The department reads this, the enterprise does not."),
        render_kw={"rows": 3, "maxlength": LONGEST_TEXT},
    )

    def offers(self, kind: str, days: Sequence[SelectChoice]) -> None:
        """The days that may be granted; a request that is not about days has no such field."""
        if kind in ASKED_BY_ENTERPRISES:
            self.reason.description = _l(
                "Needed when you refuse; then the enterprise reads it. When you approve, it stays inside."
            )
        if days and self.days:
            self.days.choices = list(days)
        elif self.days:
            del self.days

    def given(self, action: str) -> dict[str, Any]:
        """What was entered, by the names of the workflow's fields."""
        days = {"days": self.days.data} if action == "approve" and self.days else {}
        return {"reason": self.reason.data, **days}
