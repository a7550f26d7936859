"""Matters of the demo that take longer than any limit: one asked for, one followed in time, one overdue.

They are asked, approved and followed through the operations, at moments since their last event.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Assignment, Department, Event, Person, Request, Ticket
from servicedesk.operations.steps import act_on_request, act_on_ticket
from servicedesk.operations.transaction import transaction
from servicedesk.queries.limits import limits
from servicedesk.queries.people import person_by_username
from servicedesk.rules.working_time import Calendar

FIRST_OFFICE = "jfj"
"""That of the demo's accounts `handler` and `department_head`."""
LEAST = 4 * 3600
"""Seconds of working time since the last event, in which the rounds of a story have room."""


@dataclass(frozen=True)
class Story:
    """Why a matter takes longer, what the enterprise is told, and how far it has come.

    `next_share`: of the time until now, when the next feedback was promised for; 0: some days from now.
    """

    reason: str
    for_enterprise: str
    told: str = ""
    next_share: float = 0


STORIES = (
    Story(
        "涉及上级年度计划调整，调整方案须报省级主管部门批准，预计明年一季度下达。",
        "因涉及上级年度计划调整，办理时间较长，我们会持续跟进并按期向您反馈。",
        "调整方案已经管委会审议通过，本周上报省级主管部门。",
    ),
    Story(
        "须待区里新的实施细则出台后方可办理，细则正在征求意见，出台时间不由本部门决定。",
        "因新的实施细则尚未出台，办理时间较长，我们会盯紧进度，按期向您反馈。",
        "细则征求意见稿已经发出，我局已把您的情况作为意见报送。",
        next_share=0.8,
    ),
    Story(
        "须等省级平台统一升级后方可办理，升级时间由省里安排，目前尚未通知。",
        "因省级平台尚未升级，办理时间较长，我们会按期向您反馈。",
    ),
)


def track(now: datetime) -> int:
    """Ask for tracking of the matters that fit, and follow those that are followed; answers how many."""
    with transaction():
        calendar = limits(now).calendar
        found = list(zip(STORIES, _fitting(calendar, now), strict=False))
        for story, (share, last) in found:
            _tell(story, share, last, calendar, now)
    return len(found)


def _tell(story: Story, share: Assignment, last: datetime, calendar: Calendar, now: datetime) -> None:
    def at(part: float) -> datetime:
        return calendar.part(last, now, part).replace(microsecond=0)

    later = calendar.working_days(now, 9)
    number, handler = share.ticket.number, share.handler
    assert handler is not None
    given = {"reason": story.reason, "for_enterprise": story.for_enterprise}
    if not story.told:
        act_on_ticket(handler, now, number, "request_tracking", given | {"feedback_at": later})
        return
    act_on_ticket(handler, at(0.1), number, "request_tracking", given | {"feedback_at": at(0.6)})
    newest = select(Request.id).where(Request.ticket_id == share.ticket_id).order_by(Request.id.desc())
    act_on_request(_leader(), at(0.2), db.session.scalars(newest.limit(1)).one(), "approve")
    following = at(story.next_share) if story.next_share else later
    act_on_ticket(handler, at(0.5), number, "feedback", {"text": story.told, "next_feedback_at": following})


def _leader() -> Person:
    found = person_by_username("leader")
    assert found is not None
    return found


def _fitting(calendar: Calendar, now: datetime) -> Iterator[tuple[Assignment, datetime]]:
    """Leads' shares on which nothing has happened for a while, with when that was; ours first."""
    of_it = select(func.max(Event.at)).where(Event.ticket_id == Assignment.ticket_id)
    last = of_it.correlate(Assignment).scalar_subquery().label("last")
    rows = db.session.execute(
        select(Assignment, last)
        .join(Assignment.department)
        .where(
            Assignment.role == "lead",
            Assignment.state == "working",
            Assignment.contacted_at.is_not(None),
            Assignment.handler_id.is_not(None),
            ~exists().where(Request.ticket_id == Assignment.ticket_id),
            Assignment.ticket.has(Ticket.state == "in_progress"),
        )
        .order_by(Department.code != FIRST_OFFICE, last, Assignment.id)
        .options(joinedload(Assignment.ticket), joinedload(Assignment.handler))
    )
    for share, moment in rows.unique().all():
        if calendar.between(moment, now) >= LEAST:
            yield share, moment
