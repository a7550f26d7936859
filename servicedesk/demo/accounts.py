"""The people and enterprises of the demo."""

from datetime import datetime

from sqlalchemy import select

from servicedesk.demo import words
from servicedesk.demo.words import ContactWords
from servicedesk.extensions import db
from servicedesk.models import Enterprise, Person, PersonRole
from servicedesk.operations import events
from servicedesk.operations.accounts import hash_password
from servicedesk.operations.transaction import transaction
from servicedesk.queries.categories import department_ids
from servicedesk.rules import enterprise as identity
from servicedesk.rules.demo_accounts import PASSWORD

# Member accounts: those of the first enterprises have the names that the README gives; further on one each.
NAMED = ("enterprise", "enterprise2")
WAITING = "newcomer"
"""Has registered for the third enterprise and waits for the desk to check it."""


def make_accounts(now: datetime) -> int:
    """Make what is missing of the demo's enterprises and people, all with one password; commits.

    Answers how many people were made.
    """
    with transaction():
        known = set(db.session.scalars(select(Person.username)))
        missing = [p for p in (*_staff(now), *_members(now)) if p.username not in known]
        if missing:
            # One digest for all: making each anew would take seconds and protect nothing that is public.
            digest = hash_password(PASSWORD)
            for person in missing:
                person.password_hash = digest
            db.session.add_all(missing)
            events.append_administration(None, "demo_accounts_made", now, {"people": len(missing)})
    return len(missing)


def _staff(now: datetime) -> list[Person]:
    departments = department_ids()
    return [
        Person(
            username=one.username,
            name=one.name,
            phone=identity.phone(one.phone),
            department_id=departments[one.department] if one.department else None,
            created_at=now,
            role_rows=[PersonRole(role=role) for role in one.roles],
        )
        for one in words.staff()
    ]


def _members(now: datetime) -> list[Person]:
    firms = _enterprises(now)
    people = []
    for place, firm in enumerate(words.enterprises()):
        name = NAMED[place] if place < len(NAMED) else f"company{place + 1:02d}"
        people.append(_member(name, firm.contacts[0], firms[firm.credit_code], now, verified=True))
    third = words.enterprises()[len(NAMED)]
    people.append(_member(WAITING, third.contacts[1], firms[third.credit_code], now, verified=False))
    return people


def _member(username: str, contact: ContactWords, firm: int, now: datetime, *, verified: bool) -> Person:
    return Person(
        username=username,
        name=contact.name,
        phone=identity.phone(contact.phone),
        email=contact.email,
        enterprise_id=firm,
        verified_at=now if verified else None,
        created_at=now,
        role_rows=[PersonRole(role="enterprise")],
    )


def _enterprises(now: datetime) -> dict[str, int]:
    known = set(db.session.scalars(select(Enterprise.credit_code)))
    db.session.add_all(
        Enterprise(credit_code=e.credit_code, name=e.name, park=e.park, address=e.address, created_at=now)
        for e in words.enterprises()
        if e.credit_code not in known
    )
    db.session.flush()
    return dict(db.session.execute(select(Enterprise.credit_code, Enterprise.id)).all())
