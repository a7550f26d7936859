"""Enterprises that the desk knows."""

from collections.abc import Sequence

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Enterprise
from servicedesk.rules.enterprise import NOT_KNOWN

OFFERED = 500
ALIKE = 6


def enterprise_with_code(code: str) -> Enterprise | None:
    """The enterprise that bears this credit code; one statement."""
    return db.session.scalar(select(Enterprise).where(Enterprise.credit_code == code))


def known_enterprises() -> Sequence[Enterprise]:
    """The enterprises offered while an officer types a credit code, the newest first; at most 500."""
    known = select(Enterprise).where(Enterprise.credit_code != NOT_KNOWN)
    return db.session.scalars(known.order_by(Enterprise.id.desc()).limit(OFFERED)).all()


def enterprises_named(name: str) -> Sequence[Enterprise]:
    """Those of exactly this name, else those that have it in theirs, by name; at most 6; two statements."""
    known = select(Enterprise).where(Enterprise.credit_code != NOT_KNOWN)
    exactly = db.session.scalars(known.where(Enterprise.name == name).limit(ALIKE)).all()
    alike = known.where(Enterprise.name.contains(name, autoescape=True)).order_by(Enterprise.name)
    return exactly or db.session.scalars(alike.limit(ALIKE)).all()
