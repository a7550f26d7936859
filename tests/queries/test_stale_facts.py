"""What was counted on a day counts there no longer when something that happened before is recorded later."""

from datetime import timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Clock
from servicedesk.operations.attachments import attach
from servicedesk.operations.facts import differing_days, fold
from servicedesk.operations.sweep import sweep
from tests.cast import Cast
from tests.factories import NOW
from tests.operations.matters import MORE_TIME, act, decide

ZONE = ZoneInfo("Asia/Shanghai")


def test_an_extension_recorded_after_the_limit_takes_the_breach_from_its_day(cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", "request_extension", NOW, **MORE_TIME)
    due = db.session.scalar(select(Clock.due_at).where(Clock.ticket_id == ticket.id, Clock.kind == "resolve"))
    assert due
    later = due + timedelta(days=2)
    sweep(later)
    fold(later, ZONE)
    scan = attach(cast.desk_lead, later, ticket.number, BytesIO(b"%PDF-1.4\n%EOF\n"), "a.pdf", internal=True)
    decided = (NOW + timedelta(minutes=5)).isoformat()
    paper = {"decided_by": "desk_lead", "decided_at": decided, "paper": scan.id}
    decide(cast, ticket, "desk_lead", "approve", later, **paper)
    fold(later, ZONE)
    assert differing_days(later, ZONE) == []
