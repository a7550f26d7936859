"""Signing in, one's own particulars, and a new password."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, PasswordField, StringField, TelField
from wtforms.validators import InputRequired

from servicedesk.web.forms import Form


def _required() -> InputRequired:
    return InputRequired(_l("Please fill this in."))


class SignInForm(Form):
    """User name and password; `next` is the page that asked for them."""

    username = StringField(_l("User name"), [_required()])
    password = PasswordField(_l("Password"), [_required()])
    next = HiddenField()


class ProfileForm(Form):
    """What people may change about themselves."""

    name = StringField(_l("Name"), [_required()])
    phone = TelField(_l("Phone"), description=_l("For example 13812345678 or 0553-1234567."))
    email = EmailField(_l("E-mail"))


class PasswordForm(Form):
    """The present password, and a new one twice."""

    current = PasswordField(_l("Present password"), [_required()])
    new = PasswordField(
        _l("New password"),
        [_required()],
        description=_l(
            "At least 10 characters; at least three of: small letters, capital letters, digits, other signs."
        ),
    )
    again = PasswordField(_l("New password once more"), [_required()])
