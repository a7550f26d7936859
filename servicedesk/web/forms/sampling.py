"""How many withdrawals are asked about."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField
from wtforms.widgets import NumberInput

from servicedesk.rules.sampling import MOST_LEAST, MOST_PERCENT, Sampling
from servicedesk.web.forms import Form, Needed


class SamplingForm(Form):
    """A share in percent, and the least number in a month; `seen` is the version that the page showed."""

    seen = HiddenField()

    percent = IntegerField(
        _l("Share of withdrawals, in percent"), [Needed()], widget=NumberInput(min=0, max=MOST_PERCENT)
    )
    least = IntegerField(
        _l("At least so many in a month"), [Needed()], widget=NumberInput(min=0, max=MOST_LEAST)
    )

    def read(self) -> Sampling:
        """What was entered; what is no number counts as -1, which the rules refuse."""
        percent, least = (-1 if one.data is None else one.data for one in (self.percent, self.least))
        return Sampling(percent, least)
