"""What holds for figures: the composite score, the bands, the public page."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.widgets import NumberInput

from servicedesk.rules.figure_settings import MOST_LEAST, WHOLE, FigureSettings
from servicedesk.web.forms import Form, Needed


def _number(label: Any, least: int, most: int, description: Any = "") -> IntegerField:
    return IntegerField(label, [Needed()], description=description, widget=NumberInput(min=least, max=most))


class FigureSettingsForm(Form):
    """Named as in `FigureSettings`; `seen` is the version that the page showed."""

    seen = HiddenField()

    composite = BooleanField(
        _l("Show the composite score"),
        description=_l("One number out of three figures, up to 100; off unless the zone decides for it."),
    )
    response = _number(_l("Weight of contacts in time"), 0, WHOLE)
    resolution = _number(_l("Weight of what enterprises call resolved"), 0, WHOLE)
    satisfaction = _number(_l("Weight of satisfaction"), 0, WHOLE)
    least_answers = _number(
        _l("Least number of valid answers"), 1, MOST_LEAST, _l("With fewer, no score is shown.")
    )
    first_band = _number(_l("The first band begins at, in percent"), 0, WHOLE)
    second_band = _number(_l("The second band begins at, in percent"), 0, WHOLE)
    least_due = _number(
        _l("Least number due for a band"), 1, MOST_LEAST, _l("Of fewer due, no band follows.")
    )
    public = BooleanField(
        _l("Everybody may see totals and rates"),
        description=_l(
            "A page without signing in: this month and the last one, no names, nothing smaller than 10."
        ),
    )

    def read(self) -> FigureSettings:
        """What was entered; what is no number counts as -1, which the rules refuse."""
        numbers = {
            name: -1 if field.data is None else field.data
            for name, field in self._fields.items()
            if isinstance(field, IntegerField)
        }
        return FigureSettings(composite=self.composite.data, public=self.public.data, **numbers)
