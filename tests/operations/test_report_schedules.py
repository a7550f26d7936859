"""Reports by themselves: asked for by a schedule, once each, and their recipients told."""

from datetime import timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from servicedesk.documents.speaking import spoken
from servicedesk.models import Message
from servicedesk.operations import report_schedules
from servicedesk.operations.report_queue import make_waiting
from servicedesk.queries.reports import reports_for
from servicedesk.rules.refusals import Invalid, NotYours
from tests.cast import Cast
from tests.factories import NOW
from tests.operations.reporting import DAYS

PLAN = {"kind": "daily", "hour": "8", "language": "zh", "recipients": ["leader", "handler"]}


def test_a_schedule_makes_each_report_once_and_tells_its_recipients(cast: Cast, db: SQLAlchemy) -> None:
    schedule = report_schedules.plan(cast.desk_lead, NOW, PLAN)
    assert report_schedules.ask_for_due(NOW, DAYS) == 0
    next_day = NOW + timedelta(days=1)
    assert [report_schedules.ask_for_due(next_day, DAYS) for _ in range(2)] == [1, 0]
    assert make_waiting(next_day, DAYS, spoken) == 1
    told = db.session.scalars(select(Message).where(Message.kind == "report_ready")).all()
    assert {one.person_id for one in told} == {cast.leader.id, cast.handler.id}
    # They can read it without its having been issued; others cannot.
    (report,) = reports_for(cast.handler.actor())
    assert (report.period, report.openly) == ("2026-11-23", True)
    report_schedules.end(cast.desk_lead, next_day, schedule.id)
    assert report_schedules.ask_for_due(next_day + timedelta(days=1), DAYS) == 0


def test_nobody_is_told_who_may_not_read_figures(cast: Cast, db: SQLAlchemy) -> None:
    for name in ("admin", "enterprise", "nobody"):
        with pytest.raises(Invalid) as refused:
            report_schedules.plan(cast.desk_lead, NOW, PLAN | {"recipients": [name]})
        assert list(refused.value.errors) == ["recipients"]
    with pytest.raises(NotYours):
        report_schedules.plan(cast.department_head, NOW, PLAN)
    report_schedules.plan(cast.desk_lead, NOW, PLAN)
    next_day = NOW + timedelta(days=1)
    report_schedules.ask_for_due(next_day, DAYS)
    cast.handler.active = False
    db.session.commit()
    make_waiting(next_day, DAYS, spoken)
    assert db.session.scalar(select(func.count(Message.id)).where(Message.kind == "report_ready")) == 1


def test_a_mail_tells_where_a_report_is(app: Flask, cast: Cast) -> None:
    from servicedesk.adapters import mail

    told = mail.tell_of_report("a@zone.example", "en", 7, {"title": "2026年11月通报"})
    assert told["Subject"] == "A report is there: 2026年11月通报"
    assert "/board/reports/7" in told.get_content()
