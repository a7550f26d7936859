"""A few matters of the demo about which departments ask: for more time, a pause, an exclusion; some decided.

They are asked and decided through the operations, on matters that the bulk writer has just made.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Assignment, Clock, Department, Person, Request, Ticket
from servicedesk.operations.steps import act_on_assignment, act_on_request, act_on_ticket
from servicedesk.operations.transaction import transaction
from servicedesk.queries.limits import limits
from servicedesk.queries.people import person_by_id, person_by_username
from servicedesk.rules.limits import ZONE, Limits
from servicedesk.rules.working_time import Calendar

FAR = 2
"""So many working days off is a limit for which more time can still be asked."""
FIRST_OFFICE = "jfj"
"""That of the demo's accounts `handler` and `department_head`."""


@dataclass(frozen=True)
class Asking:
    """What is asked for, and the decision where there is one; `until`: days from now to a pause's end."""

    action: str
    given: Mapping[str, Any]
    until: int = 0
    decision: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    of_ticket: bool = False
    """Whether it is about the whole matter, not the department's share."""


ASKINGS = (
    Asking(
        "request_extension",
        {
            "days": 3,
            "reason": "须等上级主管部门批复后才能答复，批复预计三个工作日内下达。",
            "for_enterprise": "因须上级部门批复，答复时间顺延，敬请谅解。",
        },
    ),
    Asking(
        "request_suspension",
        {"code": "expert_review", "reason": "方案须经专家评审，评审会已定于下周召开。"},
        until=9,
        decision="approve",
        said={"reason": "同意，评审结束后请及时恢复办理。"},
    ),
    Asking(
        "request_extension",
        {
            "days": 4,
            "reason": "涉及两个科室会签，材料正在流转。",
            "for_enterprise": "因需要多个科室会签，答复时间顺延，敬请谅解。",
        },
        decision="approve",
        said={"days": 2, "reason": "同意两个工作日，请抓紧会签。"},
    ),
    Asking(
        "request_suspension",
        {"code": "waiting_for_enterprise", "reason": "企业需补充设备采购发票，正在整理。"},
        until=6,
    ),
    Asking(
        "request_extension",
        {
            "days": 5,
            "reason": "经办人外出培训。",
            "for_enterprise": "因工作安排，答复时间顺延。",
        },
        decision="refuse",
        said={"reason": "人员外出应由 B 岗办理，不作为延期理由。"},
    ),
    Asking(
        "request_exclusion",
        {"reason_code": "beyond_law", "reason": "诉求超出现行奖补政策范围，已向企业说明政策依据。"},
        of_ticket=True,
    ),
    Asking(
        "request_exclusion",
        {"reason_code": "repeat", "reason": "与企业上月诉求为同一事项，已合并答复。"},
        decision="approve",
        said={"reason": "经核实为重复诉求，同意剔除。"},
        of_ticket=True,
    ),
)


def ask(now: datetime) -> int:
    """Ask and decide on the first matters that fit; answers on how many. Commits."""
    with transaction():
        in_force = limits(now)
        asked = list(zip(ASKINGS, _fitting(in_force, now), strict=False))
        for asking, (share_id, handler_id) in asked:
            _ask(asking, share_id, handler_id, in_force, now)
    return len(asked)


def _ask(asking: Asking, share_id: int, handler_id: int, in_force: Limits, now: datetime) -> None:
    given = dict(asking.given)
    if asking.until:
        calendar = _calendar(in_force)
        day = calendar.local(now).date() + timedelta(days=asking.until)
        given["until"] = calendar.from_wall(datetime.combine(day, time(10))).isoformat()
    if asking.of_ticket:
        of_share = select(Ticket.number).join(Assignment, Assignment.ticket_id == Ticket.id)
        number = db.session.scalars(of_share.where(Assignment.id == share_id)).one()
        ticket = act_on_ticket(_person(handler_id), now, number, asking.action, given)
    else:
        ticket = act_on_assignment(_person(handler_id), now, share_id, asking.action, given)
    if asking.decision:
        newest = select(Request).where(Request.ticket_id == ticket.id).order_by(Request.id.desc())
        request = db.session.scalars(newest.limit(1)).one()
        # The demo's accounts of those who decide bear the names of their roles.
        decider = person_by_username(request.decider)
        assert decider is not None
        act_on_request(decider, now, request.id, asking.decision, asking.said)


def _calendar(in_force: Limits) -> Calendar:
    return in_force.calendars[in_force.calendar_ids[ZONE]]


def _person(person_id: int) -> Person:
    found = person_by_id(person_id)
    assert found is not None
    return found


def _fitting(in_force: Limits, now: datetime) -> Iterator[tuple[int, int]]:
    """Shares that are worked on, with a far limit that may be extended, and who has each; ours first.

    Where something was asked for already, nothing more is.
    """
    found = db.session.execute(
        select(Assignment, Clock)
        .join(Clock, Clock.assignment_id == Assignment.id)
        .join(Assignment.department)
        .join(Assignment.ticket)
        .where(
            Assignment.state == "working",
            Assignment.contacted_at.is_not(None),
            Clock.kind == "resolve",
            Clock.state == "running",
            Clock.cap.is_(None),
            Clock.due_at > _calendar(in_force).working_days(now, FAR),
            ~exists().where(Request.ticket_id == Assignment.ticket_id),
        )
        .order_by(Department.code != FIRST_OFFICE, Ticket.number)
        .options(joinedload(Assignment.handler))
    )
    for share, clock in found.all():
        policy = in_force.policies_by_id[clock.policy_id]
        if policy.extension and policy.extension.max_days >= 5 and share.handler_id:
            yield share.id, share.handler_id
