"""The forms with which reports are made, written in and scheduled."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from servicedesk.languages import say
from servicedesk.rules.report import REPORT_KINDS
from servicedesk.rules.report_phrases import KIND_NAMES
from servicedesk.web.forms import Form, Needed
from servicedesk.web.forms.choice import SelectChoice

LANGUAGES = {"zh": "中文", "en": "English"}
_LANGUAGES = [SelectChoice(code, name) for code, name in LANGUAGES.items()]
WEEKDAYS = (
    _l("Monday"), _l("Tuesday"), _l("Wednesday"), _l("Thursday"), _l("Friday"), _l("Saturday"), _l("Sunday"),
)  # fmt: skip


class ReportForm(Form):
    """Which report."""

    period = StringField(
        _l("Period"),
        [Needed()],
        description=_l("Such as 2026-11-23, 2026-W47, 2026-11, 2026-Q3, 2026-H1 or 2026-01-01..2026-06-20."),
    )
    kind = SelectField(_l("Kind of report"))
    language = SelectField(_l("Language"), choices=_LANGUAGES, validate_choice=False)
    openly = BooleanField(
        _l("For the whole zone"),
        description=_l("Leaves out what is kept confidential by rule, so that it may go round."),
    )

    def __init__(self, **shared: object) -> None:
        super().__init__(**shared)
        self.kind.choices = [SelectChoice("", _l("As the period asks for")), *kinds()]
        self.kind.validate_choice = False


class ParagraphForm(Form):
    """A person's words."""

    text = TextAreaField(_l("Paragraph"), render_kw={"rows": 8})


class ScheduleForm(Form):
    """A report that makes itself."""

    kind = SelectField(_l("Kind of report"), [Needed()], validate_choice=False)
    weekday = SelectField(
        _l("Weekday"),
        choices=[SelectChoice(str(place), name) for place, name in enumerate(WEEKDAYS)],
        validate_choice=False,
        description=_l("Of a weekly report; the others are made on the day after their period."),
    )
    hour = IntegerField(
        _l("Hour"), [Needed()], default=8, description=_l("From 0 to 23, in the zone's time.")
    )
    language = SelectField(_l("Language"), choices=_LANGUAGES, validate_choice=False)
    recipients = SelectMultipleField(
        _l("Recipients"),
        [Needed()],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, people: list[SelectChoice], **shared: object) -> None:
        super().__init__(**shared)
        self.kind.choices = kinds()
        self.recipients.choices = people


def kinds() -> list[SelectChoice]:
    """The kinds of reports with their names."""
    return [SelectChoice(kind, say(KIND_NAMES[kind])) for kind in REPORT_KINDS]
