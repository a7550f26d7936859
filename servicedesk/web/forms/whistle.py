"""The forms of whistles: blowing one, and the steps on it and on a department's call."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

from servicedesk.rules.fields import LONGEST_LINE, LONGEST_TEXT
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.whistles import REPORT_WAYS
from servicedesk.web.forms import Form, Needed
from servicedesk.web.forms.choice import NOTHING, SelectChoice
from servicedesk.web.forms.moment import MomentField
from servicedesk.web.words import choices

MINUTES = 6
"""So many rows has the form of a meeting; a longer meeting is recorded in two goes."""
_LONG = {"rows": 3, "maxlength": LONGEST_TEXT}
_NEEDED = [Needed()]


class BlowForm(Form):
    """A whistle of one kind."""

    once = HiddenField()
    tickets = StringField(
        _l("Matters"),
        description=_l(
            "Numbers, separated by spaces; the first is the one on which what follows is handled."
        ),
        render_kw={"maxlength": 1000, "autocomplete": "off"},
    )
    place = StringField(
        _l("Place"),
        description=_l("Without a matter the desk opens one of its own for this place."),
        render_kw={"maxlength": 200},
    )
    reason = TextAreaField(
        _l("Why it is blown"),
        _NEEDED,
        description=_l("The departments that are called read this, also where they may not see the matter."),
        render_kw=_LONG,
    )
    departments = SelectMultipleField(
        _l("Departments to be called"),
        _NEEDED,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    meet_at = MomentField(_l("Where a time was agreed: when"))

    def given(self, kind: str) -> dict[str, Any]:
        """What was entered, with the names of the API."""
        return {
            "kind": kind,
            "reason": self.reason.data,
            "tickets": (self.tickets.data or "").replace(",", " ").replace("、", " ").split(),
            "place": self.place.data,
            "departments": self.departments.data or [],
            "meet_at": self.meet_at.given() if self.meet_at else None,
        }


class WhistleForm(Form):
    """Base of the steps."""

    once = HiddenField()

    def given(self) -> dict[str, Any]:
        """What was entered, by the names of the workflow's fields."""
        return {
            name: field.given() if isinstance(field, MomentField) else field.data
            for name, field in self._fields.items()
            if name not in ("once", "csrf_token")
        }

    def stand_for(self, step: str, call_id: int | None = None) -> None:
        """Names of its own for what stands beside other forms on one page."""
        for field in self:
            field.id = field.label.field_id = f"{step}-{call_id or 0}-{field.short_name}"


class PlainForm(WhistleForm):
    """All is done by the button."""


class RefuseForm(WhistleForm):
    """Why it is not blown."""

    reason = TextAreaField(_l("Why is it not approved?"), _NEEDED, render_kw=_LONG)


class NoteForm(WhistleForm):
    """What happens on the spot."""

    text = TextAreaField(_l("Note"), _NEEDED, render_kw={"rows": 2, "maxlength": LONGEST_TEXT})


class CloseForm(WhistleForm):
    """How it ended."""

    text = TextAreaField(
        _l("How did it end?"),
        _NEEDED,
        description=_l("Whoever has not reported in by now is absent. Afterwards you grade each department."),
        render_kw=_LONG,
    )


class ReportForm(WhistleForm):
    """A department has come: two taps, and details for those who have the time."""

    how = RadioField(_l("How"), _NEEDED, validate_choice=False)
    person = StringField(
        _l("Who came"),
        description=_l("Yourself, unless you name somebody else."),
        render_kw={"maxlength": LONGEST_LINE},
    )
    rank = StringField(_l("Position"), render_kw={"maxlength": 60})
    finding = TextAreaField(_l("What was found"), render_kw=_LONG)
    commitment = TextAreaField(_l("What the department promises"), render_kw=_LONG)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.how.choices = choices("report_way", *REPORT_WAYS)


class ScoreForm(WhistleForm):
    """One grade."""

    grade = RadioField(_l("Grade"), _NEEDED, validate_choice=False)
    reason = StringField(
        _l("Reason"),
        description=_l("Needed for the grades 1, 2 and 5."),
        render_kw={"maxlength": LONGEST_TEXT},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grade.choices = choices("grade")


class AnswerForm(WhistleForm):
    """What the department says to its grade."""

    text = TextAreaField(_l("Your answer to the grade"), _NEEDED, render_kw=_LONG)


class MeetingForm(WhistleForm):
    """A joint meeting: when it was held, and in rows what it gave whom to do by when."""

    at = MomentField(_l("Held on"), _NEEDED)

    def minutes(self) -> list[int]:
        """The rows in which something was entered."""
        rows = range(1, MINUTES + 1)
        return [n for n in rows if any((self[f"{part}_{n}"].data or "").strip() for part in _PARTS)]

    def given(self) -> dict[str, Any]:
        """The rows in which something was entered; at least the first."""
        rows = [{part: self[f"{part}_{n}"].data for part in _PARTS} for n in self.minutes() or [1]]
        return {"at": self.at.given(), "minutes": rows}

    def offers(self, departments: Sequence[SelectChoice]) -> None:
        """Whom a row can be given to."""
        for n in range(1, MINUTES + 1):
            self[f"department_{n}"].choices = [NOTHING, *departments]

    def refuse(self, refusal: Invalid, names: dict[str, str] | None = None) -> None:
        """Each sentence beside the field of its row."""
        filled = self.minutes() or [1]
        places = {
            f"minutes.{place}.{part}": f"{part}_{n}" for place, n in enumerate(filled) for part in _PARTS
        }
        super().refuse(refusal, places | (names or {}))


_PARTS = ("text", "department", "due_on")
for _n in range(1, MINUTES + 1):
    setattr(MeetingForm, f"text_{_n}", TextAreaField(_l("What is to be done"), render_kw={"rows": 2}))
    setattr(MeetingForm, f"department_{_n}", SelectField(_l("Department"), validate_choice=False))
    setattr(MeetingForm, f"due_on_{_n}", StringField(_l("To be done by"), widget=DateInput()))

STEP_FORMS: dict[str, type[WhistleForm]] = {
    "approve": PlainForm,
    "refuse": RefuseForm,
    "ratify": PlainForm,
    "note": NoteForm,
    "hold_meeting": MeetingForm,
    "close": CloseForm,
}
CALL_FORMS: dict[str, type[WhistleForm]] = {
    "report_in": ReportForm,
    "score": ScoreForm,
    "answer": AnswerForm,
}


def call_form(step: str, call_id: int) -> WhistleForm:
    """A fresh form of a step on a department's call; most come to the spot."""
    start = {"once": uuid4().hex} | ({"how": "on_site"} if step == "report_in" else {})
    form = CALL_FORMS[step](formdata=None, data=start)
    form.stand_for(step, call_id)
    return form
