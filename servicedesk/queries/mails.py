"""Mails that wait to be sent, and the addresses of those who get one."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy import text as literal
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Mail, Person

WAITING = literal("mail.next_at IS NOT NULL")
"""As the partial index is written."""


def mail_addresses(people: Collection[int]) -> dict[str, int]:
    """The addresses of those of these people who have one, each with whose it is."""
    found = select(Person.id, Person.email).where(Person.id.in_(people), Person.email.is_not(None))
    return {row.email: row.id for row in db.session.execute(found) if row.email}


def next_mail(now: datetime) -> Mail | None:
    """The mail whose moment came first, held until the end of the transaction; not what others hold."""
    return db.session.scalar(
        select(Mail)
        .where(WAITING, Mail.next_at <= now)
        .order_by(Mail.next_at)
        .limit(1)
        .options(joinedload(Mail.ticket), joinedload(Mail.report), joinedload(Mail.person))
        .with_for_update(skip_locked=True, of=Mail)
    )
