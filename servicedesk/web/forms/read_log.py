"""The filters of the read log."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.widgets import DateInput

from servicedesk.web.forms import Form


class ReadLogForm(Form):
    """All fields are optional."""

    person = StringField(_l("Who: name or user name"), render_kw={"maxlength": 100})
    ticket = StringField(_l("Number of the matter"), render_kw={"maxlength": 20})


# `from` is a word of the language and cannot be written as an attribute.
setattr(ReadLogForm, "from", StringField(_l("Read from"), widget=DateInput()))
ReadLogForm.to = StringField(_l("Read until"), widget=DateInput())
