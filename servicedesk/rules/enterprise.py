"""What identifies an enterprise and reaches a person: credit code, phone number, e-mail, user name."""

import re

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from servicedesk.rules.refusals import Refusal
from servicedesk.rules.text import text

NOT_KNOWN = "-"
"""Stands where firms have their credit code, for imported matters of which nobody knows whose they were. It
is no credit code, so nobody can register for it; figures by enterprise and by park have it in no group."""


class NotAccepted(Refusal):
    """The value cannot be right; `sentence` says what is wrong with it."""


def credit_code(given: str) -> str:
    """The unified social credit code (GB 32100-2015) in capitals; raises NotAccepted.

    The last of its 18 characters is a check digit over the others, so most slips are found.
    """
    code = re.sub(r"[\s-]", "", given).upper()
    try:
        return str(uscc.validate(code))
    except InvalidChecksum:
        raise NotAccepted(
            text("The credit code's check digit does not fit; please compare it with the licence.")
        ) from None
    except ValidationError:
        raise NotAccepted(
            text("The credit code has 18 digits and capital letters, without I, O, S, V or Z.")
        ) from None


def phone(given: str) -> str:
    """A reachable Chinese (or, with +, foreign) number in the form +8613812345678; raises NotAccepted."""
    wrong = NotAccepted(text("Please give a phone number such as 13812345678 or 0553-1234567."))
    try:
        number = phonenumbers.parse(given, "CN")
    except phonenumbers.NumberParseException:
        raise wrong from None
    if not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        raise wrong
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown_phone(stored: str) -> str:
    """The number as people in China write it: 138 1234 5678, 0553 123 4567."""
    if not stored.startswith("+"):
        return stored
    number = phonenumbers.parse(stored)
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if number.country_code == 86
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(number, style)


def email(given: str) -> str:
    """A well-formed address, normalised; raises NotAccepted. Whether it answers is not asked."""
    try:
        return validate_email(given, check_deliverability=False).normalized
    except EmailNotValidError:
        raise NotAccepted(text("Please give an e-mail address such as name@example.cn.")) from None


def username(given: str) -> str:
    """3 to 40 small letters, digits, dots, hyphens or underlines; raises NotAccepted."""
    name = given.strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{2,39}", name):
        raise NotAccepted(
            text(
                "A user name has 3 to 40 letters, digits, dots, hyphens or underlines"
                " and begins with a letter or digit."
            )
        )
    return name
