"""What was counted on a day counts there no longer when something that happened before is recorded later."""

from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Clock, Ticket
from servicedesk.operations.attachments import attach
from servicedesk.operations.facts import differing_days, fold
from servicedesk.operations.sweep import sweep
from tests.cast import Cast
from tests.factories import NOW
from tests.operations.matters import MORE_TIME, act, decide

ZONE = ZoneInfo("Asia/Shanghai")


def due_of(ticket: Ticket) -> datetime:
    """When its result is due."""
    found = db.session.scalar(
        select(Clock.due_at).where(Clock.ticket_id == ticket.id, Clock.kind == "resolve")
    )
    assert found is not None
    return found


def decided_on_paper(
    cast: Cast, ticket: Ticket, action: str, recorded: datetime, decided: datetime, by: str
) -> None:
    """A decision that somebody made on paper is recorded by the desk lead."""
    scan = attach(
        cast.desk_lead, recorded, ticket.number, BytesIO(b"%PDF-1.4\n%EOF\n"), "a.pdf", internal=True
    )
    paper = {"decided_by": by, "decided_at": decided.isoformat(), "paper": scan.id}
    decide(cast, ticket, "desk_lead", action, recorded, **paper)


def test_an_extension_recorded_after_the_limit_takes_the_breach_from_its_day(cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", "request_extension", NOW, **MORE_TIME)
    later = due_of(ticket) + timedelta(days=2)
    sweep(later)
    fold(later, ZONE)
    decided_on_paper(cast, ticket, "approve", later, NOW + timedelta(minutes=5), "desk_lead")
    fold(later, ZONE)
    assert differing_days(later, ZONE) == []


def test_a_second_extension_recorded_late_takes_the_breach_from_the_day_of_the_first(cast: Cast) -> None:
    ticket = cast.ticket("working")
    first = due_of(ticket)
    act(cast, ticket, "handler", "request_extension", NOW, **MORE_TIME)
    decide(cast, ticket, "desk_lead", "approve", NOW)
    second = due_of(ticket)
    assert second > first
    asked = NOW + timedelta(hours=1)
    act(cast, ticket, "handler", "request_extension", asked, **MORE_TIME)
    later = second + timedelta(days=1)
    sweep(later)
    fold(later, ZONE)
    decided_on_paper(cast, ticket, "approve", later, asked + timedelta(minutes=5), "leader")
    assert due_of(ticket) > second
    fold(later, ZONE)
    assert differing_days(later, ZONE) == []
