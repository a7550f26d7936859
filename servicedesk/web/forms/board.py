"""The form with which any range of days is chosen."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.widgets import DateInput

from servicedesk.web.forms import Form


class RangeForm(Form):
    """From a day to a day, both included."""

    to = StringField(_l("Last day"), widget=DateInput())


# `from` is a word of the language and cannot be written as an attribute.
setattr(RangeForm, "from", StringField(_l("First day"), widget=DateInput()))
