"""The forms of the duty roster: a week at once, one entry, and how long a ring waits."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.widgets import NumberInput, TimeInput

from servicedesk.rules.duty import LEAST_MINUTES, MOST_IN_TURN, MOST_MINUTES
from servicedesk.web.forms import Form, Needed
from servicedesk.web.forms.choice import NOTHING, SelectChoice
from servicedesk.web.forms.moment import MomentField

if TYPE_CHECKING:
    from servicedesk.models import Person


class WeekForm(Form):
    """People who take turns through a week."""

    once = HiddenField()
    people_1 = SelectField(_l("First"), [Needed()], validate_choice=False)
    people_2 = SelectField(_l("Second"), validate_choice=False)
    people_3 = SelectField(_l("Third"), validate_choice=False)
    people_4 = SelectField(_l("Fourth"), validate_choice=False)
    people_5 = SelectField(_l("Fifth"), validate_choice=False)
    people_6 = SelectField(_l("Sixth"), validate_choice=False)
    pattern = RadioField(
        _l("Shifts"),
        [Needed()],
        choices=[
            SelectChoice("day_night", _l("A day and a night shift")),
            SelectChoice("whole_day", _l("One shift, day and night")),
        ],
        validate_choice=False,
    )
    day_begins = StringField(_l("The day begins at"), [Needed()], widget=TimeInput())
    night_begins = StringField(_l("The night begins at"), widget=TimeInput())

    def offers(self, people: Sequence["Person"]) -> None:
        """Whom the selects offer."""
        for field in self.turns():
            field.choices = [NOTHING, *(SelectChoice(one.username, one.name) for one in people)]

    def turns(self) -> list[Any]:
        """The selects of the people, in their order."""
        return [self[f"people_{number}"] for number in range(1, MOST_IN_TURN + 1)]

    def given(self, week: str) -> dict[str, Any]:
        """What was entered, by the names of the operation."""
        return {
            "week": week,
            "people": [field.data for field in self.turns() if field.data],
            "pattern": self.pattern.data,
            "day_begins": self.day_begins.data,
            "night_begins": self.night_begins.data,
        }


class EntryForm(Form):
    """One entry of the roster."""

    once = HiddenField()
    person = SelectField(_l("On duty"), [Needed()], validate_choice=False)
    starts_at = MomentField(_l("From"), [Needed()])
    ends_at = MomentField(_l("Until"), [Needed()])
    place = SelectField(
        _l("Place in the list"),
        [Needed()],
        choices=[SelectChoice(str(n), str(n)) for n in range(1, 5)],
        validate_choice=False,
        description=_l("Who stands at 1 is rung first."),
    )

    def offers(self, people: Sequence["Person"]) -> None:
        """Whom the select offers."""
        self.person.choices = [NOTHING, *(SelectChoice(one.username, one.name) for one in people)]

    def given(self) -> dict[str, Any]:
        """What was entered, by the names of the operation."""
        return {
            "person": self.person.data,
            "starts_at": self.starts_at.given(),
            "ends_at": self.ends_at.given(),
            "place": self.place.data,
        }


class MinutesForm(Form):
    """How long an urgent ring waits for a confirmation."""

    minutes = StringField(
        _l("Minutes without a confirmation, then the next one is rung"),
        [Needed()],
        widget=NumberInput(min=LEAST_MINUTES, max=MOST_MINUTES),
    )


def week_title(monday: str) -> str:
    """What the page's form is about."""
    return gettext("Plan the week from %(day)s", day=monday)
