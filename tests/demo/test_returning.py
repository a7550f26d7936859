"""Matters of the demo that departments return."""

from datetime import UTC, datetime

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from servicedesk.demo.loading import load
from servicedesk.demo.returning import give_back
from servicedesk.models import Request
from servicedesk.operations.checking import check

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
"""15:00 in the zone."""


def test_departments_return_matters_and_some_of_it_is_decided(db: SQLAlchemy) -> None:
    load(NOW, 300, 4, 1)
    assert give_back(NOW) == 5
    found = select(Request.state).where(Request.kind == "return").order_by(Request.id)
    assert db.session.scalars(found).all() == ["refused", "pending", "disputed", "approved", "approved"]
    assert check(now=NOW).differences == []
