"""Matters of the demo that departments return."""

from datetime import UTC, datetime, timedelta

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from servicedesk.demo.loading import load
from servicedesk.demo.returning import give_back
from servicedesk.extensions import db as database
from servicedesk.models import Request
from servicedesk.operations.checking import check
from servicedesk.rules.access import DESK
from tests.cast import Cast
from tests.operations.matters import act

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
"""15:00 in the zone."""


def test_departments_return_matters_and_some_of_it_is_decided(db: SQLAlchemy) -> None:
    load(NOW, 300, 4, 1)
    assert give_back(NOW) == 5
    found = select(Request.state).where(Request.kind == "return").order_by(Request.id)
    assert db.session.scalars(found).all() == ["refused", "pending", "disputed", "approved", "approved"]
    assert check(now=NOW).differences == []


def test_the_desk_which_decides_gives_nothing_back(cast: Cast) -> None:
    ticket = cast.ticket("accepted", NOW - timedelta(hours=2))
    act(cast, ticket, "officer", "dispatch", NOW - timedelta(hours=1), lead=DESK)
    assert give_back(NOW) == 0
    assert database.session.scalars(select(Request)).all() == []
