"""Members of enterprises: who waits for the desk's check, and who belongs together."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, selectinload

from servicedesk.extensions import db
from servicedesk.models import Enterprise, Person, PersonRole
from servicedesk.rules.access import DESK_ROLES, Actor
from servicedesk.rules.refusals import NotYours
from servicedesk.rules.text import text


def waiting_members(actor: Actor, after: int = 0, limit: int = 50) -> Sequence[Person]:
    """Members whom the desk has still to check, in order of registering, with their enterprise.

    `after` is the id of the last one of the page before. Raises NotYours for others than the desk.
    """
    check_desk(actor)
    return db.session.scalars(
        _members()
        .where(Person.verified_at.is_(None), Person.verification_refused.is_(None), Person.id > after)
        .order_by(Person.id)
        .limit(limit)
    ).all()


def refused_members(actor: Actor, limit: int = 50) -> Sequence[Person]:
    """Members whom the desk could not verify, newest first; they may still be verified."""
    check_desk(actor)
    return db.session.scalars(
        _members()
        .where(Person.verified_at.is_(None), Person.verification_refused.is_not(None))
        .order_by(Person.id.desc())
        .limit(limit)
    ).all()


def colleagues(person: Person) -> Sequence[Person]:
    """The other members of a verified member's enterprise, verified ones first; nobody for the unverified."""
    if person.verified_at is None or person.enterprise_id is None:
        return []
    found = db.session.scalars(
        _members().where(Person.enterprise_id == person.enterprise_id, Person.id != person.id)
    ).all()
    return sorted(found, key=lambda member: (member.verified_at is None, member.id))


def find_member(person_id: int) -> Person | None:
    """An active member with the enterprise, held until the end of the transaction; None for anybody else."""
    found: Person | None = db.session.scalar(
        _members()
        .where(Person.id == person_id)
        .with_for_update(of=Person)
        .execution_options(populate_existing=True)
    )
    return found


def check_desk(actor: Actor) -> None:
    """Raises NotYours unless the actor is of the desk."""
    if not actor.roles & DESK_ROLES:
        raise NotYours(text("Members of enterprises are verified by the desk."))


def _members() -> Select[Person]:
    return (
        select(Person)
        .join(Enterprise, Enterprise.id == Person.enterprise_id)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(PersonRole.role == "enterprise", Person.active)
        .options(contains_eager(Person.enterprise), selectinload(Person.role_rows))
    )
