"""Whom a bearer token stands for."""

from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import ApiToken, Person


def digest_of_token(token: str) -> str:
    """What is stored of a token. It is long and random, so that its plain digest gives nothing away."""
    return sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def person_by_token(token: str) -> Person | None:
    """The person for whom a program with this token acts, while token and account are open; one statement."""
    return (
        db.session.scalars(
            select(Person)
            .join(ApiToken, ApiToken.person_id == Person.id)
            .where(ApiToken.digest == digest_of_token(token), ApiToken.revoked_at.is_(None), Person.active)
            .options(
                joinedload(Person.role_rows), joinedload(Person.department), joinedload(Person.enterprise)
            )
        )
        .unique()
        .one_or_none()
    )
