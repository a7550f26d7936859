"""The form with which the desk records a matter for an enterprise."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from servicedesk.rules.fields import LONGEST_LINE, LONGEST_TEXT
from servicedesk.rules.workflow import KINDS
from servicedesk.web.forms import Form, Needed
from servicedesk.web.forms.moment import MomentField
from servicedesk.web.words import choices

# What the desk records: what comes online or from programs comes by itself.
CHANNELS = ("phone", "walk_in", "visit", "meeting", "hotline")
_LINE = {"maxlength": LONGEST_LINE}
_NEEDED = [Needed()]
# Where a name in the rules' errors has another name on the page.
NAMES = {
    "contact.name": "contact_name",
    "contact.phone": "contact_phone",
    "contact.email": "contact_email",
    "enterprise.credit_code": "credit_code",
    "enterprise.name": "enterprise_name",
}


class RecordForm(Form):
    """One matter, as it is told on the telephone or across the counter."""

    once = HiddenField()
    channel = RadioField(_l("How it came"), _NEEDED, validate_choice=False)
    credit_code = StringField(
        _l("Credit code"),
        description=_l("18 characters, on the licence. Who calls rarely knows it: then the name is enough."),
        render_kw={"maxlength": 24, "autocomplete": "off", "list": "known-enterprises"},
    )
    enterprise_name = StringField(
        _l("Name of the enterprise"),
        description=_l("Part of it is enough for an enterprise that the desk knows."),
        render_kw=_LINE,
    )
    contact_name = StringField(_l("Contact person"), _NEEDED, render_kw=_LINE)
    contact_phone = StringField(_l("Phone"), render_kw={"maxlength": 30, "inputmode": "tel"})
    share_outside = BooleanField(_l("Outside organisations (utilities, banks) may get the contact data"))
    kind = RadioField(_l("Kind"), _NEEDED, validate_choice=False)
    category = SelectField(_l("Category"), _NEEDED, validate_choice=False)
    title = StringField(_l("Title"), _NEEDED, render_kw=_LINE)
    description = TextAreaField(
        _l("What it is about"), _NEEDED, render_kw={"rows": 6, "maxlength": LONGEST_TEXT}
    )
    urgent = BooleanField(_l("Urgent: outage, safety, many workers involved"))
    confidential = BooleanField(_l("Confidential: departments must not learn who it is"))
    about_department = SelectField(_l("Complaint about a department"), validate_choice=False)
    about_leader = BooleanField(_l("Complaint about a leader of the zone"))
    external_ref = StringField(_l("Number at the hotline or superior office"), render_kw=_LINE)
    external_due = MomentField(
        _l("Its limit"),
        description=_l("By when the hotline or the superior office wants the result; ours is never later."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel.choices = choices("channel", *CHANNELS)
        self.kind.choices = choices("kind", *KINDS)

    def given(self) -> dict[str, Any]:
        """What was entered, with the names of the API's ticket."""
        contact = {
            "name": self.contact_name.data,
            "phone": self.contact_phone.data,
            "share_outside": self.share_outside.data,
        }
        return {
            "kind": self.kind.data,
            "category": self.category.data,
            "title": self.title.data,
            "description": self.description.data,
            "urgent": self.urgent.data,
            "confidential": self.confidential.data,
            "channel": self.channel.data,
            "external_ref": self.external_ref.data,
            "external_due": self.external_due.given(),
            "about_department": self.about_department.data or None,
            "about_leader": self.about_leader.data,
            "enterprise": {"credit_code": self.credit_code.data, "name": self.enterprise_name.data},
            "contact": contact,
        }
