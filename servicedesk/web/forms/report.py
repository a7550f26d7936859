"""The form with which a department reports back on an instruction."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from servicedesk.rules.fields import LONGEST_TEXT
from servicedesk.web.forms import Form, Needed


class ReportForm(Form):
    """What was done, for the leader who asked."""

    once = HiddenField()
    text = TextAreaField(
        _l("Your report"),
        [Needed()],
        description=_l("The leader who gave the instruction reads this; the enterprise does not."),
        render_kw={"rows": 4, "maxlength": LONGEST_TEXT},
    )
