"""The lists of reports say what was so at their moment, whatever became of it since."""

from datetime import timedelta

from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Department, TicketPast
from servicedesk.queries.counted import Question
from servicedesk.queries.report_lists import tracked
from tests.cast import Cast
from tests.factories import NOW
from tests.operations.matters import act, at, decide

WHY = {"reason": "涉及上级规划调整,须待年度计划下达。", "feedback_at": "2026-12-21T17:00+08:00"}
TRACKED = at("11-24 10:00")
PASSED_ON = TRACKED + timedelta(days=2)


def test_what_is_tracked_names_who_led_it_then(cast: Cast, db: SQLAlchemy) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", "request_tracking", TRACKED, **WHY)
    decide(cast, ticket, "leader", "approve", TRACKED, reason="同意。")
    before = ticket.lead_id
    other = db.session.query(Department).filter_by(code="rsj").one()
    ticket.lead_id, ticket.since = other.id, PASSED_ON
    past = TicketPast(
        ticket_id=ticket.id, since=NOW, until=PASSED_ON, kind=ticket.kind, category_id=ticket.category_id,
        lead_id=before,
    )  # fmt: skip
    db.session.add(past)
    db.session.commit()

    def lead(as_of: object, *, live: bool) -> str:
        span = ("all", NOW - timedelta(days=1), PASSED_ON + timedelta(days=30))
        (row,) = tracked(Question(cast.leader.actor(), [span], as_of, live=live))  # type: ignore[arg-type]
        assert row.number == ticket.number
        assert row.department is not None
        return row.department.name_zh

    then, now = TRACKED + timedelta(hours=1), PASSED_ON + timedelta(hours=1)
    assert lead(then, live=False) == "经济发展局"
    assert lead(now, live=False) == lead(now, live=True) == other.name_zh
