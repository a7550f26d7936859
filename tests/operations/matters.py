"""Moments of the zone, and the clocks of a matter, for tests that follow it through its states."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Assignment, Clock, Message, Person, Request, Result, Ticket
from servicedesk.operations.steps import act_on_request
from servicedesk.rules.clocks import LIVE_CLOCK_STATES
from servicedesk.rules.workflow import ASSIGNMENT, actions
from tests.cast import Cast
from tests.factories import share_step, step

ZONE = ZoneInfo("Asia/Shanghai")
SHARE_ACTIONS = frozenset(actions(ASSIGNMENT))
CONTACT = {"how": "phone", "person": "陈静", "text": "已了解情况。"}
UNHAPPY = {"solved": "no", "satisfaction": 1}
HAPPY = {"solved": "yes", "satisfaction": 4}
REASON = {"reason": "问题没有解决。"}
TEXT = {"text": "请补充项目备案号。"}
MORE_TIME = {"days": 3, "reason": "须等上级批复。", "for_enterprise": "因须上级批复,答复时间顺延。"}
HEARING = {"code": "hearing", "until": "2026-12-04T10:00+08:00", "reason": "十二月四日举行听证。"}


def at(written: str) -> datetime:
    """A moment of 2026 by the zone's clocks, such as `11-23 10:00`, or of another with its year, in UTC."""
    full = written if written.startswith("20") else f"2026-{written}"
    return datetime.fromisoformat(full).replace(tzinfo=ZONE).astimezone(UTC)


def act(cast: Cast, ticket: Ticket, who: str, action: str, when: datetime, **given: Any) -> Ticket:
    """Take a step on the ticket or on its share, whichever has the action, as somebody of the cast."""
    take = share_step if action in SHARE_ACTIONS else step
    return take(getattr(cast, who), ticket, action, when, **given)


def clocks_of(ticket: Ticket, cycle: int | None = None) -> Sequence[Clock]:
    """The ticket's clocks in the order in which they started."""
    found = db.session.scalars(select(Clock).where(Clock.ticket_id == ticket.id).order_by(Clock.id)).all()
    return [clock for clock in found if cycle in (None, clock.cycle)]


def clock_of(ticket: Ticket, kind: str, cycle: int | None = None) -> Clock:
    """The one clock of a kind (in a cycle)."""
    (clock,) = [clock for clock in clocks_of(ticket, cycle) if clock.kind == kind]
    return clock


def live(ticket: Ticket) -> dict[str, str]:
    """The clocks that have not ended, and whether they run."""
    return {clock.kind: clock.state for clock in clocks_of(ticket) if clock.state in LIVE_CLOCK_STATES}


def outcomes(ticket: Ticket, cycle: int | None = None) -> dict[str, str]:
    """Every clock and its state."""
    return {clock.kind: clock.state for clock in clocks_of(ticket, cycle)}


def share_of(ticket: Ticket) -> Assignment | None:
    """The newest assignment, in whatever state."""
    newest = select(Assignment).where(Assignment.ticket_id == ticket.id).order_by(Assignment.id.desc())
    return db.session.scalar(newest.limit(1))


def results_of(ticket: Ticket) -> Sequence[Result]:
    return db.session.scalars(select(Result).where(Result.ticket_id == ticket.id).order_by(Result.id)).all()


def told(ticket: Ticket, kind: str) -> set[str]:
    """User names of those who were told something about the ticket."""
    return set(
        db.session.scalars(
            select(Person.username)
            .join(Message, Message.person_id == Person.id)
            .where(Message.ticket_id == ticket.id, Message.kind == kind)
        )
    )


def request_of(ticket: Ticket) -> Request:
    """The newest request about the ticket."""
    newest = select(Request).where(Request.ticket_id == ticket.id).order_by(Request.id.desc())
    return db.session.scalars(newest.limit(1)).one()


def decide(cast: Cast, ticket: Ticket, who: str, action: str, when: datetime, **given: Any) -> Ticket:
    """Decide on the newest request about the ticket, as somebody of the cast."""
    return act_on_request(getattr(cast, who), when, request_of(ticket).id, action, given)


NOT_OURS = {"reason": "该事项属施工许可。", "basis": "三定方案第五条。", "proposed": "jsj"}


def returned(cast: Cast, ticket: Ticket, when: datetime, who: str = "handler", **changes: Any) -> Ticket:
    """The department asks to return the matter."""
    return act(cast, ticket, who, "return", when, **(NOT_OURS | changes))
