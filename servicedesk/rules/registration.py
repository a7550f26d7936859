"""What somebody gives to become a member of an enterprise, and the check of all of it at once."""

from collections.abc import Callable, Mapping
from typing import Any

from servicedesk.rules import enterprise as identity
from servicedesk.rules.fields import Field, check
from servicedesk.rules.passwords import faults
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.text import Text, text

CHECKED_WITHIN = 1
"""In so many working days after the proof the desk has looked at it."""
FIELDS = (
    Field("username", "line"),
    Field("name", "line"),
    Field("phone", "line"),
    Field("email", "line", required=False, longest=254),
    Field("credit_code", "line"),
    Field("enterprise_name", "line"),
)
_TIDY: dict[str, Callable[[str], str]] = {
    "username": identity.username,
    "phone": identity.phone,
    "email": identity.email,
    "credit_code": identity.credit_code,
}


def check_registration(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, tidied, the password as it was typed; raises Invalid, naming every wrong field."""
    values: dict[str, Any] = {}
    errors: dict[str, list[Text]] = {}
    try:
        check(FIELDS, {name: value for name, value in given.items() if name != "password"})
    except Invalid as wrong:
        errors |= wrong.errors
    for field in FIELDS:
        if field.name not in errors:
            values |= check((field,), {field.name: given.get(field.name)})
            _tidy(field.name, values, errors)
    password = given.get("password")
    errors |= _password_errors(password, values.get("username") or "")
    if errors:
        raise Invalid(errors)
    return {**values, "password": password}


def _tidy(name: str, values: dict[str, Any], errors: dict[str, list[Text]]) -> None:
    tidy = _TIDY.get(name)
    if tidy is None or values[name] is None:
        return
    try:
        values[name] = tidy(values[name])
    except identity.NotAccepted as refused:
        errors[name] = [refused.sentence]


def _password_errors(password: object, username: str) -> dict[str, list[Text]]:
    if not isinstance(password, str) or not password:
        return {"password": [text("Please fill this in.")]}
    found = faults(password, username)
    return {"password": found} if found else {}
