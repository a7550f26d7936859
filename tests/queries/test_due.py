"""What has fallen due is asked of one small index, and of people who work here only once."""

from itertools import combinations

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from servicedesk.extensions import db
from servicedesk.models import Clock, Department
from servicedesk.operations.sweep import sweep
from servicedesk.queries import due, people
from servicedesk.rules.access import HANDLING_ROLES, STAFF_ROLES
from tests.cast import Cast
from tests.factories import NOW
from tests.many import make_due
from tests.operations.matters import at
from tests.statements import counted


def test_a_sweep_that_finds_nothing_due_is_one_question(cast: Cast) -> None:
    for stage in ("submitted", "working", "in_review"):
        cast.ticket(stage)
    assert db.session.scalar(select(func.count(Clock.id)).where(due.WATCHED)) > 3
    with counted(db) as statements:
        assert sweep(NOW).judged == 0
    assert len(statements) == 1, "\n".join(statements)


def explained(app: Flask, statement: str) -> str:
    word = "EXPLAIN QUERY PLAN" if app.config["SERVICEDESK_DATABASE_URL"].startswith("sqlite") else "EXPLAIN"
    return "\n".join(str(row) for row in db.session.execute(text(f"{word} {statement}")))


@pytest.mark.parametrize("question", ["next_look", "claim"])
def test_it_is_answered_by_the_index_on_clocks_that_are_watched(
    app: Flask, cast: Cast, question: str
) -> None:
    make_due(500, NOW)
    sweep(at("12-30 10:00"))
    make_due(10, NOW)
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE clock"))
    with counted(db) as statements:
        due.next_look() if question == "next_look" else due.claim(NOW, 100)
    db.session.rollback()
    (asked,) = statements
    for mark, value in (("?", "1"), ("%(next_at_1)s", "now()"), ("%(param_1)s", "1")):
        asked = asked.replace(mark, value)
    asked = asked.replace("::TIMESTAMP WITHOUT TIME ZONE", "").replace("FOR UPDATE OF ticket SKIP LOCKED", "")
    assert "ix_clock_next" in explained(app, asked)


def test_the_staff_that_is_read_once_is_the_staff_that_is_asked_for(cast: Cast) -> None:
    cast.officer2.active = False
    db.session.commit()
    departments = [None, *db.session.scalars(select(Department.id))]
    asked = [*combinations(sorted(STAFF_ROLES), 1), tuple(sorted(HANDLING_ROLES))]
    expected = {
        (roles, one): list(people.ids_with_role(*roles, department_id=one))
        for roles in asked
        for one in departments
    }
    staff = people.Staff()
    with counted(db) as statements:
        found = {key: list(staff.ids_with_role(*key[0], department_id=key[1])) for key in expected}
    assert found == expected
    assert len(statements) == 1
