"""The search form; its fields have the names of the API's filters."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.widgets import DateInput

from servicedesk.rules.workflow import CHANNELS, KINDS, TICKET_STATES
from servicedesk.web.forms import Form
from servicedesk.web.forms.choice import NOTHING
from servicedesk.web.words import choices


class SearchForm(Form):
    """All fields are optional and narrow the list further."""

    q = StringField(_l("Number, title or enterprise"), render_kw={"maxlength": 100})
    state = SelectField(_l("State"), validate_choice=False)
    kind = SelectField(_l("Kind"), validate_choice=False)
    channel = SelectField(_l("Channel"), validate_choice=False)
    department = SelectField(_l("Lead department"), validate_choice=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [NOTHING, *choices("state", *TICKET_STATES)]
        self.kind.choices = [NOTHING, *choices("kind", *KINDS)]
        self.channel.choices = [NOTHING, *choices("channel", *CHANNELS)]


# `from` is a word of the language and cannot be written as an attribute.
setattr(SearchForm, "from", StringField(_l("Submitted from"), widget=DateInput()))
SearchForm.to = StringField(_l("Submitted until"), widget=DateInput())
