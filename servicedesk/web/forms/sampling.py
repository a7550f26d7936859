"""How many withdrawals are asked about."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.widgets import NumberInput

from servicedesk.rules.sampling import MOST_LEAST, MOST_PERCENT
from servicedesk.web.forms import Form, Needed


class SamplingForm(Form):
    """A share in percent, and the least number in a month."""

    percent = IntegerField(
        _l("Share of withdrawals, in percent"), [Needed()], widget=NumberInput(min=0, max=MOST_PERCENT)
    )
    least = IntegerField(
        _l("At least so many in a month"), [Needed()], widget=NumberInput(min=0, max=MOST_LEAST)
    )
