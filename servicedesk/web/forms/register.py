"""Registering as a member of an enterprise, and following a matter without signing in."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import EmailField, HiddenField, PasswordField, StringField, TelField

from servicedesk.rules.fields import LONGEST_LINE
from servicedesk.rules.passwords import LONGEST
from servicedesk.web.forms import Form, Needed

_NEEDED = [Needed()]
_LINE = {"maxlength": LONGEST_LINE}
# What is copied from paper: no spelling, no memory, capitals on a phone's keyboard.
_COPIED = {"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}
NAMES = ("username", "name", "phone", "email", "password", "credit_code", "enterprise_name")


class RegisterForm(Form):
    """Who one is, and for which enterprise one speaks; the proof may also follow later."""

    credit_code = StringField(
        _l("Credit code"),
        _NEEDED,
        description=_l(
            "The 18 digits and letters of the unified social credit code, as printed on the licence."
        ),
        render_kw={**_COPIED, "maxlength": 24},
    )
    enterprise_name = StringField(
        _l("Name of the enterprise"),
        _NEEDED,
        description=_l("In full, as on the licence."),
        render_kw={**_LINE, "autocomplete": "organization"},
    )
    name = StringField(_l("Your name"), _NEEDED, render_kw={**_LINE, "autocomplete": "name"})
    phone = TelField(
        _l("Your phone"),
        _NEEDED,
        description=_l("For example 13812345678 or 0553-1234567."),
        render_kw={"maxlength": 30, "autocomplete": "tel"},
    )
    email = EmailField(_l("E-mail"), render_kw={"maxlength": 254, "autocomplete": "email"})
    username = StringField(
        _l("User name"),
        _NEEDED,
        description=_l("3 to 40 small letters, digits, dots, hyphens or underlines. You sign in with it."),
        render_kw={
            "maxlength": 40,
            "autocapitalize": "none",
            "spellcheck": "false",
            "autocomplete": "username",
        },
    )
    password = PasswordField(
        _l("Password"),
        _NEEDED,
        description=_l(
            "At least 10 characters; at least three of: small letters, capital letters, digits, other signs."
        ),
        render_kw={"maxlength": LONGEST, "autocomplete": "new-password"},
    )
    proof = FileField(
        _l("Photo of the licence, or stamped authorisation"),
        description=_l(
            "You can also send it later. A clear photo taken with the phone is enough; at most 20 MB."
        ),
        render_kw={"accept": "image/*,.pdf"},
    )
    next = HiddenField()

    def given(self) -> dict[str, Any]:
        """What was entered, by the names of the operation."""
        return {name: self[name].data for name in NAMES}


class TrackForm(Form):
    """Number and code, as they stand on the receipt."""

    number = StringField(
        _l("Number"),
        _NEEDED,
        render_kw={**_COPIED, "maxlength": 30, "placeholder": "QS20261123-0001"},
    )
    code = StringField(
        _l("Tracking code"),
        _NEEDED,
        render_kw={**_COPIED, "maxlength": 20},
    )
