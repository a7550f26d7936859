"""Bearer tokens: with one, a program acts for a person and may do what this person may."""

import secrets
from datetime import datetime

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import ApiToken, Person
from servicedesk.operations import events
from servicedesk.operations.transaction import transaction
from servicedesk.queries.people import person_by_username
from servicedesk.queries.tokens import digest_of_token
from servicedesk.rules.refusals import invalid
from servicedesk.rules.text import text

TOKEN_BYTES = 32


def create_token(username: str, now: datetime, by: Person | None = None) -> str:
    """A new token of an open account, which is never shown again; commits.

    `by` None is whoever runs the server. Raises Invalid for `username`.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction():
        person = _open_account(username)
        stored = ApiToken(person_id=person.id, digest=digest_of_token(token), created_at=now)
        db.session.add(stored)
        db.session.flush()
        facts = {"person_id": person.id, "token_id": stored.id}
        events.append_administration(by, "token_created", now, facts)
    return token


def revoke_tokens(username: str, now: datetime, by: Person | None = None) -> int:
    """End all tokens of a person and answer how many there were; commits. Raises Invalid for `username`."""
    with transaction():
        person = person_by_username(username)
        if person is None:
            raise invalid("username", text("There is no such account."))
        tokens = db.session.scalars(
            select(ApiToken).where(ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None))
        ).all()
        for token in tokens:
            token.revoked_at = now
        if tokens:
            facts = {"person_id": person.id, "token_ids": [token.id for token in tokens]}
            events.append_administration(by, "tokens_revoked", now, facts)
    return len(tokens)


def _open_account(username: str) -> Person:
    person = person_by_username(username.strip().lower())
    if person is None or not person.active:
        raise invalid("username", text("There is no such account."))
    return person
