"""The form with which a list is downloaded."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField

from servicedesk.rules.ledger import LONGEST_NAME
from servicedesk.web.forms import Form, Needed
from servicedesk.web.forms.choice import SelectChoice


class LedgerForm(Form):
    """In which format, and for whom the columns are kept; the columns themselves stand beside it."""

    format = RadioField(
        _l("Format"),
        choices=[SelectChoice("xlsx", _l("Excel")), SelectChoice("csv", _l("CSV, for other programs"))],
        default="xlsx",
        validators=[Needed()],
        validate_choice=False,
    )
    recipient = StringField(
        _l("Keep these columns for"),
        description=_l("For example a weekly circular or an office; your colleagues find it here too."),
        render_kw={"maxlength": LONGEST_NAME, "autocomplete": "off"},
    )
