"""What makes an account: who somebody is, which roles go together, and where they belong."""

from collections.abc import Callable, Mapping
from typing import Any

from servicedesk.rules import enterprise as identity
from servicedesk.rules.access import DESK_ROLES, EXCLUSIVE_ROLES, ROLES
from servicedesk.rules.fields import Field, check
from servicedesk.rules.passwords import faults
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.text import Text, text

FIELDS = (
    Field("username", "line"),
    Field("name", "line"),
    Field("phone", "line", required=False),
    Field("email", "line", required=False, longest=254),
    Field("password", "line", longest=128),
    Field("roles", "codes"),
    Field("department", "code", required=False),
    Field("enterprise", "line", required=False),
)
# These work in an office; leaders, supervisors and the administrator may.
NEED_DEPARTMENT = DESK_ROLES | {"handler", "department_head", "supervisor", "inspector"}

_TIDY: dict[str, Callable[[str], str]] = {
    "username": identity.username,
    "phone": identity.phone,
    "email": identity.email,
    "enterprise": identity.credit_code,
}


def check_account(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, tidied; `enterprise` is a credit code, `roles` a list of codes.

    Raises Invalid, naming every wrong field.
    """
    values = check(FIELDS, given)
    errors: dict[str, list[Text]] = {}
    for name, tidy in _TIDY.items():
        try:
            values[name] = tidy(values[name]) if values[name] else None
        except identity.NotAccepted as refused:
            errors[name] = [refused.sentence]
    if found := faults(given["password"], values["username"] or ""):
        errors["password"] = found
    errors |= _misplaced(frozenset(values["roles"]), values)
    if errors:
        raise Invalid(errors)
    # As it was typed: a password is not tidied.
    return {**values, "password": given["password"]}


def _misplaced(roles: frozenset[str], values: Mapping[str, Any]) -> dict[str, list[Text]]:
    errors: dict[str, list[Text]] = {}
    if unknown := sorted(roles - set(ROLES)):
        errors["roles"] = [text("There is no role %(role)s.", role=unknown[0])]
    elif len(roles) > 1 and roles & EXCLUSIVE_ROLES:
        role = sorted(roles & EXCLUSIVE_ROLES)[0]
        errors["roles"] = [text("The role %(role)s goes with no other.", role=role)]
    if roles & NEED_DEPARTMENT and not values["department"]:
        errors["department"] = [text("Please say in which department they work.")]
    if "enterprise" in roles and not values["enterprise"]:
        errors["enterprise"] = [text("Please say for which enterprise.")]
    if values["enterprise"] and "enterprise" not in roles:
        errors["enterprise"] = [text("Only members of an enterprise belong to one.")]
    if values["department"] and roles & EXCLUSIVE_ROLES:
        errors["department"] = [text("This role belongs to no department.")]
    return errors
