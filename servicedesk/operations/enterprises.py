"""Enterprises become known: by registering, or when the desk records a matter for one."""

from datetime import datetime
from typing import Any

from servicedesk.extensions import db
from servicedesk.models import Enterprise, Person
from servicedesk.operations import events
from servicedesk.queries.enterprises import enterprise_with_code
from servicedesk.rules import enterprise as identity
from servicedesk.rules.fields import Field, check
from servicedesk.rules.refusals import Invalid, invalid
from servicedesk.rules.text import text

FIELDS = (
    Field("credit_code", "line"),
    Field("name", "line", required=False),
    Field("park", "line", required=False, longest=60),
    Field("address", "line", required=False, longest=200),
)


def find_or_make(given: dict[str, Any], now: datetime, by: Person | None, *, make: bool = True) -> Enterprise:
    """The enterprise with this credit code; an unknown one is made (unverified), when its name is given.

    Raises Invalid with errors named `enterprise.…`. Takes part in the caller's transaction.
    """
    try:
        values = check(FIELDS, given)
        code = identity.credit_code(values["credit_code"])
    except Invalid as wrong:
        raise Invalid({f"enterprise.{name}": errors for name, errors in wrong.errors.items()}) from None
    except identity.NotAccepted as refused:
        raise invalid("enterprise.credit_code", refused.sentence) from None
    known = enterprise_with_code(code)
    if known is not None:
        return known
    if not make:
        raise invalid("enterprise.credit_code", text("You can submit for your own enterprise only."))
    if not values["name"]:
        raise invalid("enterprise.name", text("This enterprise is not known yet: please give its name."))
    return _make(code, values, now, by)


def _make(code: str, values: dict[str, Any], now: datetime, by: Person | None) -> Enterprise:
    enterprise = Enterprise(
        credit_code=code,
        name=values["name"],
        park=values["park"],
        address=values["address"],
        created_at=now,
    )
    db.session.add(enterprise)
    db.session.flush()
    events.append_administration(by, "enterprise_made", now, {"credit_code": code, "name": values["name"]})
    return enterprise


def not_known(now: datetime) -> Enterprise:
    """The enterprise of imported matters whose own is not known. Takes part in the caller's transaction."""
    found = enterprise_with_code(identity.NOT_KNOWN)
    if found is None:
        # Two imports at once make one.
        events.wait_for_administration()
        found = enterprise_with_code(identity.NOT_KNOWN)
    return found or _make(identity.NOT_KNOWN, {"name": "企业不详", "park": None, "address": None}, now, None)
