"""The details of a matter that an enterprise writes, with the extra fields of its category."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.widgets import DateInput

from servicedesk.languages import reads_chinese
from servicedesk.rules.fields import LONGEST_LINE, LONGEST_TEXT, tidy
from servicedesk.rules.refusals import Invalid
from servicedesk.web.forms import Form, Needed
from servicedesk.web.forms.choice import SelectChoice

if TYPE_CHECKING:
    from servicedesk.models import Category

EXTRA = "extra_"
_NEEDED = [Needed()]
_LINE = {"maxlength": LONGEST_LINE}
_CONTACT = {
    "contact.name": "contact_name",
    "contact.phone": "contact_phone",
    "contact.email": "contact_email",
    "contact.share_outside": "share_outside",
}


class SubmitForm(Form):
    """What a matter is about, and whom to speak to; made for a category by `submit_form`."""

    once = HiddenField()
    title = StringField(
        _l("In one sentence"),
        _NEEDED,
        description=_l("For example: the power in workshop 3 has been off since this morning."),
        render_kw=_LINE,
    )
    description = TextAreaField(
        _l("What it is about"),
        _NEEDED,
        description=_l(
            "Since when, where, what you have done so far, and what you need. At most 4,000 characters."
        ),
        render_kw={"rows": 7, "maxlength": LONGEST_TEXT},
    )
    urgent = BooleanField(_l("It is urgent"))
    confidential = BooleanField(_l("Keep it confidential"))
    about_department = SelectField(_l("Is it about one office?"), validate_choice=False)
    about_leader = BooleanField(_l("It is about a leader of the zone"))
    contact_name = StringField(
        _l("Whom may we speak to?"), _NEEDED, render_kw={**_LINE, "autocomplete": "name"}
    )
    contact_phone = TelField(_l("Phone"), render_kw={"maxlength": 30, "autocomplete": "tel"})
    contact_email = EmailField(_l("E-mail"), render_kw={"maxlength": 254, "autocomplete": "email"})
    share_outside = RadioField(
        _l("May we pass the contact on to outside organisations?"),
        _NEEDED,
        choices=[
            SelectChoice("yes", _l("Yes, they may call me")),
            SelectChoice("no", _l("No, only offices of the zone")),
        ],
        validate_choice=False,
    )

    def extra(self) -> list[Field]:
        """The fields that the category asks for beside the common ones."""
        return [field for name, field in self._fields.items() if name.startswith(EXTRA)]

    def content(self) -> dict[str, Any]:
        """What was entered, with the names of the API's ticket, right or wrong: as a draft keeps it."""
        return {
            "title": tidy(self.title.data or ""),
            "description": tidy(self.description.data or ""),
            "urgent": bool(self.urgent.data),
            "confidential": bool(self.confidential.data),
            "about_department": self.about_department.data or None,
            "about_leader": bool(self.about_leader.data),
            "contact": {
                "name": tidy(self.contact_name.data or ""),
                "phone": tidy(self.contact_phone.data or ""),
                "email": tidy(self.contact_email.data or ""),
                "share_outside": self.share_outside.data == "yes",
            },
            "fields": {field.name.removeprefix(EXTRA): tidy(str(field.data or "")) for field in self.extra()},
        }

    def show(self, wrong: Invalid) -> None:
        """Put what the rules refused beside the fields."""
        extra = {f"fields.{field.name.removeprefix(EXTRA)}": field.name for field in self.extra()}
        self.refuse(wrong, {**_CONTACT, **extra})


def submit_form(category: "Category", start: Mapping[str, Any] | None = None) -> SubmitForm:
    """The form for a category; `start` (as `content` gives it) stands in it at first."""
    extra = {f"{EXTRA}{spec['code']}": _extra_field(spec) for spec in category.fields}
    form: type[SubmitForm] = type("SubmitFormOfCategory", (SubmitForm,), extra)
    return form(data=_flat(start or {}))


def _flat(content: Mapping[str, Any]) -> dict[str, Any]:
    contact = content.get("contact") or {}
    flat = {
        name: content.get(name)
        for name in ("title", "description", "urgent", "confidential", "about_leader", "once")
    }
    flat["about_department"] = content.get("about_department") or ""
    flat |= {f"contact_{name}": contact.get(name) for name in ("name", "phone", "email")}
    # Nothing is passed on unless somebody says so.
    flat["share_outside"] = "yes" if contact.get("share_outside") else "no"
    return flat | {f"{EXTRA}{code}": value for code, value in (content.get("fields") or {}).items()}


def _extra_field(spec: Mapping[str, Any]) -> Field:
    chinese = reads_chinese()
    shared: dict[str, Any] = {
        "label": spec["label_zh" if chinese else "label_en"],
        "validators": _NEEDED if spec.get("required") else [],
    }
    match spec["type"]:
        case "date":
            return StringField(widget=DateInput(), **shared)
        case "number":
            return StringField(render_kw={"inputmode": "numeric", "maxlength": 10}, **shared)
        case "choice":
            return SelectField(choices=choices_of(spec), validate_choice=False, **shared)
    return StringField(render_kw={"maxlength": 200}, **shared)


def choices_of(spec: Mapping[str, Any]) -> Sequence[SelectChoice]:
    """The choices of an extra field in the reader's language, an empty one first."""
    language = "zh" if reads_chinese() else "en"
    return [
        SelectChoice("", "–"),
        *(SelectChoice(choice["code"], choice[language]) for choice in spec["choices"]),
    ]
