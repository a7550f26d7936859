"""Members of enterprises: they register, and somebody who can know it says that they speak for the firm."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from servicedesk.extensions import db
from servicedesk.models import Person, PersonRole
from servicedesk.operations import events
from servicedesk.operations.accounts import hash_password
from servicedesk.operations.enterprises import find_or_make
from servicedesk.operations.messages import tell_about_account
from servicedesk.operations.transaction import transaction
from servicedesk.queries.members import check_desk, find_member
from servicedesk.rules.fields import Field, check
from servicedesk.rules.refusals import Invalid, NotFound, NotNow, NotYours, invalid
from servicedesk.rules.registration import check_registration
from servicedesk.rules.text import text

WAYS = ("licence", "authorisation", "call_back")
"""How the desk made sure: the licence's photo, a stamped letter of authority, a call to the enterprise."""

_VERIFY = (Field("how", "choice", choices=WAYS),)
_REFUSE = (Field("reason", "long", longest=1000),)


def register(now: datetime, given: Mapping[str, Any]) -> Person:
    """Make an unverified member of an enterprise; commits.

    `given`: username, name, phone, email (optional), password, credit_code, enterprise_name. Raises Invalid,
    naming every wrong field. An enterprise that is known keeps its name.
    """
    values = check_registration(given)
    digest = hash_password(values["password"])
    try:
        with transaction():
            _check_free(values["username"])
            person = _make(values, digest, now)
    except IntegrityError:
        # Two at the same moment: whoever was faster has the name now. Anything else is not ours to explain.
        _check_free(values["username"])
        raise
    return person


def verify(by: Person, now: datetime, person_id: int, how: str) -> Person:
    """The desk has made sure that a member speaks for the enterprise; commits. `how` is one of WAYS.

    Raises NotYours, NotFound for anybody but an active member, NotNow when it was done already, Invalid.
    """
    values = check(_VERIFY, {"how": how})
    with transaction():
        check_desk(by.actor())
        person = _unverified(person_id)
        _accept(person, by, now, "member_verified", {"how": values["how"]})
    return person


def refuse_verification(by: Person, now: datetime, person_id: int, reason: str) -> Person:
    """The desk could not make sure; the member reads why and may give other proof. Commits; as `verify`."""
    values = check(_REFUSE, {"reason": reason})
    with transaction():
        check_desk(by.actor())
        person = _unverified(person_id)
        person.verification_refused = values["reason"]
        events.append_administration(by, "member_refused", now, {"person_id": person.id}, values)
        tell_about_account(person.id, "member_refused", now, {"reason": values["reason"]})
    return person


def admit(by: Person, now: datetime, person_id: int) -> Person:
    """A verified member says that a colleague speaks for the same enterprise; commits.

    Raises NotYours when `by` is not verified, NotFound for somebody of another enterprise, NotNow.
    """
    with transaction():
        if "enterprise" not in by.roles or by.verified_at is None:
            raise NotYours(text("Only verified members of an enterprise admit their colleagues."))
        person = _unverified(person_id, enterprise_id=by.enterprise_id)
        _accept(person, by, now, "member_admitted", {})
    return person


def _check_free(username: str) -> None:
    if db.session.scalar(select(Person.id).where(Person.username == username)) is not None:
        raise invalid("username", text("This user name is taken; please choose another one."))


def _make(values: dict[str, Any], digest: str, now: datetime) -> Person:
    enterprise_given = {"credit_code": values["credit_code"], "name": values["enterprise_name"]}
    try:
        enterprise = find_or_make(enterprise_given, now, None)
    except Invalid as wrong:
        raise Invalid(_as_registered(wrong)) from None
    person = Person(
        username=values["username"],
        name=values["name"],
        email=values["email"],
        phone=values["phone"],
        password_hash=digest,
        enterprise=enterprise,
        created_at=now,
        role_rows=[PersonRole(role="enterprise")],
    )
    db.session.add(person)
    db.session.flush()
    events.append_administration(
        person,
        "member_registered",
        now,
        {"person_id": person.id, "enterprise": enterprise.credit_code},
        {name: values[name] for name in ("username", "name", "phone", "email", "enterprise_name")},
    )
    return person


def _as_registered(wrong: Invalid) -> dict[str, Any]:
    names = {"enterprise.credit_code": "credit_code", "enterprise.name": "enterprise_name"}
    return {names.get(field, field): sentences for field, sentences in wrong.errors.items()}


def _unverified(person_id: int, enterprise_id: int | None = None) -> Person:
    person = find_member(person_id)
    if person is None or (enterprise_id is not None and person.enterprise_id != enterprise_id):
        raise NotFound
    if person.verified_at is not None:
        raise NotNow(text("This person has been verified already."))
    return person


def _accept(person: Person, by: Person, now: datetime, action: str, facts: dict[str, Any]) -> None:
    assert person.enterprise is not None
    person.verified_at = now
    person.verified_by_id = by.id
    person.verification_refused = None
    payload = {"person_id": person.id, "enterprise": person.enterprise.credit_code, **facts}
    events.append_administration(by, action, now, payload)
    tell_about_account(person.id, "member_verified", now, {"enterprise": person.enterprise.name})
