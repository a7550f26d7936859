"""Enterprises that the desk knows."""

from collections.abc import Sequence

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Enterprise
from servicedesk.rules.enterprise import NOT_KNOWN

OFFERED = 500


def enterprise_with_code(code: str) -> Enterprise | None:
    """The enterprise that bears this credit code; one statement."""
    return db.session.scalar(select(Enterprise).where(Enterprise.credit_code == code))


def known_enterprises() -> Sequence[Enterprise]:
    """The enterprises offered while an officer types a credit code, the newest first; at most 500."""
    known = select(Enterprise).where(Enterprise.credit_code != NOT_KNOWN)
    return db.session.scalars(known.order_by(Enterprise.id.desc()).limit(OFFERED)).all()
