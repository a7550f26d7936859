"""Accounts of people whom whoever runs the server lets in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from servicedesk.extensions import db
from servicedesk.models import Department, Enterprise, Person, PersonRole
from servicedesk.operations import events
from servicedesk.operations.accounts import hash_password
from servicedesk.operations.enterprises import find_or_make
from servicedesk.operations.transaction import transaction
from servicedesk.queries.people import person_by_username
from servicedesk.queries.standing import department_by_code
from servicedesk.rules.new_account import check_account
from servicedesk.rules.refusals import invalid
from servicedesk.rules.text import text


def create_person(given: Mapping[str, Any], now: datetime, by: Person | None = None) -> Person:
    """Make an account; commits. `given`: the names of `rules.new_account.FIELDS`, and `enterprise_name`.

    A member of an enterprise counts as verified: whoever makes the account vouches for them. An enterprise
    that is not known yet is made when its name is given. `by` None is whoever runs the server. Raises
    Invalid, naming what is wrong.
    """
    firm = given.get("enterprise_name")
    values = check_account({name: value for name, value in given.items() if name != "enterprise_name"})
    digest = hash_password(values["password"])
    with transaction():
        if person_by_username(values["username"]) is not None:
            raise invalid("username", text("This user name is taken."))
        department = _department(values["department"])
        enterprise = _enterprise(values["enterprise"], firm, now, by)
        person = Person(
            username=values["username"],
            name=values["name"],
            phone=values["phone"],
            email=values["email"],
            password_hash=digest,
            department=department,
            enterprise=enterprise,
            verified_at=now if enterprise else None,
            created_at=now,
            role_rows=[PersonRole(role=role) for role in sorted(set(values["roles"]))],
        )
        db.session.add(person)
        db.session.flush()
        facts = {
            "person_id": person.id,
            "roles": sorted(person.roles),
            "department": values["department"],
            "enterprise": values["enterprise"],
        }
        events.append_administration(by, "person_created", now, facts, {"username": person.username})
    return person


def _department(code: str | None) -> Department | None:
    if code is None:
        return None
    department = department_by_code(code)
    if department is None:
        raise invalid("department", text("There is no such department."))
    return department


def _enterprise(code: str | None, name: str | None, now: datetime, by: Person | None) -> Enterprise | None:
    return None if code is None else find_or_make({"credit_code": code, "name": name}, now, by)
