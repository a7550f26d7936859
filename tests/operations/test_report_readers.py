"""Who reads which report: what it counts decides it, and what somebody sees now."""

import pytest
from flask_sqlalchemy import SQLAlchemy

from servicedesk.extensions import db as database
from servicedesk.models import Person
from servicedesk.models.person import PersonRole
from servicedesk.operations import reports
from servicedesk.queries.reports import report_for, reports_for
from servicedesk.rules.refusals import NotFound, NotNow
from tests.cast import Cast
from tests.factories import NOW, submitted
from tests.operations.reporting import DAYS, LATER, OWN, intake, made


def test_a_report_for_the_zone_leaves_out_what_rules_keep(cast: Cast) -> None:
    submitted(cast.enterprise)
    submitted(cast.enterprise, confidential=True)
    submitted(cast.enterprise, about_leader=True)
    assert intake(made(cast.desk_lead)) == 3
    assert intake(made(cast.desk_lead, openly=True)) == 1
    # A department's head makes it over the own sight, whatever was asked for.
    own = made(cast.department_head, openly=True)
    assert (own.openly, intake(own)) == (False, 0)


def test_reports_are_seen_by_those_who_see_the_same(cast: Cast) -> None:
    own, for_all = made(cast.leader), made(cast.desk_lead, openly=True)
    assert [one.id for one in reports_for(cast.leader.actor())] == [for_all.id, own.id]
    assert [one.id for one in reports_for(cast.desk_lead.actor())] == [for_all.id]
    assert reports_for(cast.handler.actor()) == []
    with pytest.raises(NotFound):
        reports.edit(cast.handler, NOW, for_all.id, "late", OWN)
    reports.issue(cast.leader, NOW, for_all.id, DAYS)
    assert [one.id for one in reports_for(cast.handler.actor())] == [for_all.id]
    with pytest.raises(NotFound):
        report_for(cast.handler.actor(), own.id)


def moved(who: Person, role: str, beside: Person) -> None:
    """Somebody gets another role in the office of `beside`."""
    who.role_rows[:] = [PersonRole(role=role)]
    who.department_id = beside.department_id
    database.session.commit()
    database.session.refresh(who)


def test_who_changes_office_takes_no_report_along(cast: Cast, db: SQLAlchemy) -> None:
    own = reports.issue(cast.supervisor, NOW, made(cast.supervisor).id, DAYS)
    moved(cast.supervisor, "department_head", cast.handler)
    for who in (cast.supervisor, cast.handler, cast.department_head):
        assert reports_for(who.actor()) == []
    # Nor does asking again tell of what was made before.
    assert made(cast.supervisor).id != own.id
    later = made(cast.leader)
    moved(cast.desk_lead, "leader", cast.leader)
    moved(cast.leader, "supervisor", cast.officer)
    with pytest.raises(NotNow, match="has another office now"):
        reports.make_again(cast.desk_lead, LATER, later.id)
