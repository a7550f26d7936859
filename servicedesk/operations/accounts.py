"""Accounts: signing in, passwords, and what people set for themselves."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Person
from servicedesk.operations import events
from servicedesk.operations.transaction import transaction
from servicedesk.queries.people import person_by_username
from servicedesk.rules import demo_accounts, passwords
from servicedesk.rules import enterprise as identity
from servicedesk.rules.fields import Field, check
from servicedesk.rules.refusals import Invalid, Refusal, invalid
from servicedesk.rules.text import Text, text

# Argon2id with 19 MiB, two passes and one lane: some 30 ms, and eight sign-ins at once fit a small machine.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

PROFILE = (
    Field("name", "line"),
    Field("phone", "line", required=False),
    Field("email", "line", required=False, longest=254),
)


class NotSignedIn(Refusal):
    """Nobody is signed in: wrong name, wrong password, closed or resting account; which, is not said."""

    code = "not_signed_in"

    def __init__(self) -> None:
        super().__init__(
            text(
                "The user name or the password is not right. After five wrong passwords in a row, signing in "
                "rests for some minutes."
            )
        )


def hash_password(password: str) -> str:
    """The digest that is stored. Whether the password is good enough is asked with `check_new_password`."""
    return _hasher.hash(password)


def check_new_password(field: str, password: str, username: str) -> None:
    """Raises Invalid for `field` with everything that is wrong with a new password."""
    if found := passwords.faults(password, username):
        raise Invalid({field: found})


def verify_login(username: str, password: str, now: datetime) -> Person:
    """The person who signs in; raises NotSignedIn.

    Takes the same steps and so the same time for names that do not exist. Wrong passwords are counted with
    the person; after five in a row signing in rests, each time longer.
    """
    person = person_by_username(username.strip().lower()[:40])
    matches = _matches(person.password_hash if person else _dummy(), password)
    with transaction():
        person_id = _judge_login(person.id if person else None, matches, password, now)
    if person_id is None:
        raise NotSignedIn
    return db.session.get_one(Person, person_id)


def change_password(by: Person, current: str, new: str, now: datetime) -> None:
    """Give `by` a new password; raises Invalid for `current` or `new`. Ends their other sessions."""
    if not _matches(by.password_hash, current):
        raise invalid("current", text("This is not your present password."))
    check_new_password("new", new, by.username)
    if new == current:
        raise invalid("new", text("Please choose a password that differs from the present one."))
    digest = hash_password(new)
    person_id = by.id
    with transaction():
        person = _locked(person_id)
        person.password_hash = digest
        events.append_administration(person, "password_changed", now)


def change_profile(by: Person, given: Mapping[str, Any], now: datetime) -> None:
    """Change `by`'s own name, phone and e-mail; raises Invalid."""
    values = check(PROFILE, given)
    errors: dict[str, list[Text]] = {}
    for name, tidy in (("phone", identity.phone), ("email", identity.email)):
        try:
            values[name] = tidy(values[name]) if values[name] else None
        except identity.NotAccepted as refused:
            errors[name] = [refused.sentence]
    if errors:
        raise Invalid(errors)
    person_id = by.id
    with transaction():
        person = _locked(person_id)
        changed = [name for name, value in values.items() if getattr(person, name) != value]
        for name in changed:
            setattr(person, name, values[name])
        if changed:
            events.append_administration(person, "profile_changed", now, {"fields": changed})


def set_locale(by: Person, locale: str, now: datetime) -> None:
    """Remember the language in which `by` reads; a preference, so nothing is put on record."""
    person_id = by.id
    with transaction():
        _locked(person_id).locale = locale


def open_demo_accounts() -> list[str]:
    """User names of the demo with which anybody who has read the manual can sign in."""
    people = db.session.scalars(
        select(Person)
        .where(Person.username.in_(demo_accounts.USERNAMES), Person.active)
        .order_by(Person.username)
    )
    return [p.username for p in people.unique() if _matches(p.password_hash, demo_accounts.PASSWORD)]


def _judge_login(person_id: int | None, matches: bool, password: str, now: datetime) -> int | None:
    """Decide on the row as it is now: several tries may run at once."""
    person = _locked(person_id) if person_id else None
    resting = person is not None and person.locked_until is not None and person.locked_until > now
    if person is None or not person.active or resting or not matches:
        if person is not None and not resting and not matches:
            _count_failure(person, now)
        events.append_administration(None, "sign_in_failed", now, {"person_id": person_id})
        return None
    person.failed_logins, person.locked_until = 0, None
    if _hasher.check_needs_rehash(person.password_hash):
        person.password_hash = hash_password(password)
    events.append_administration(person, "signed_in", now)
    return person.id


def _count_failure(person: Person, now: datetime) -> None:
    person.failed_logins += 1
    wait = passwords.wait_after(person.failed_logins)
    person.locked_until = now + wait if wait else None


def _locked(person_id: int) -> Person:
    """The person's row as it is now, held until the end of the transaction."""
    return db.session.scalars(
        select(Person)
        .where(Person.id == person_id)
        .with_for_update(of=Person)
        .execution_options(populate_existing=True)
    ).one()


def _matches(digest: str, password: str) -> bool:
    try:
        return _hasher.verify(digest, password[: passwords.LONGEST])
    except (VerificationError, InvalidHashError):
        return False


@cache
def _dummy() -> str:
    """A digest that nobody's password has, for names that do not exist."""
    return _hasher.hash("no password at all")
