"""The demo's whistles: of each kind, most closed and graded, one asked for, one live."""

from collections import Counter

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from servicedesk.demo.loading import load
from servicedesk.demo.whistling import BLASTS, whistle
from servicedesk.models import Call, Whistle
from servicedesk.operations.checking import check
from servicedesk.operations.seals import audit
from tests.factories import NOW

pytestmark = pytest.mark.database("sqlite")


def test_departments_are_called_and_most_have_come(db: SQLAlchemy) -> None:
    load(NOW, 60, 1, 1)
    assert whistle(NOW) == len(BLASTS)
    states = Counter((w.kind, w.state) for w in db.session.scalars(select(Whistle)))
    assert states == Counter({
        ("daily", "closed"): 1, ("enforcement", "closed"): 1, ("key", "closed"): 1, ("key", "asked"): 1,
        ("emergency", "blown"): 1,
    })  # fmt: skip
    grades = db.session.scalars(select(Call.grade).where(Call.grade.is_not(None)))
    assert sorted(grades) == [3, 4, 4, 4, 5]
    assert check(now=NOW).differences == []
    assert list(audit()) == []


def test_without_matters_nobody_is_called(db: SQLAlchemy) -> None:
    load(NOW, 0, 1, 1)
    assert whistle(NOW) == 0
