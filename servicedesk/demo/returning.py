"""A few matters of the demo that departments say are not theirs: waiting, refused, disputed, sent on.

They are asked and decided through the operations, on matters that the bulk writer has just made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from servicedesk.demo.asking import FIRST_OFFICE
from servicedesk.extensions import db
from servicedesk.models import Assignment, Department, Request, Ticket
from servicedesk.operations.steps import act_on_assignment, act_on_request
from servicedesk.queries.people import ids_with_role, person_by_id, person_by_username
from servicedesk.rules.access import DESK
from servicedesk.rules.refusals import Refusal

OFFICES_OF_ACCOUNTS = (FIRST_OFFICE, "rsj", "jsj")
"""Of the demo's handlers, who are to find something to sign as well."""


@dataclass(frozen=True)
class Returning:
    """Why the matter is returned, and what was decided: role or `department`, action, what was said."""

    reason: str
    basis: str
    decisions: Sequence[tuple[str, str, Mapping[str, Any]]] = ()


RETURNINGS = (
    # Of the first office: its handler can dispute it.
    Returning(
        "经核对，该事项的主要办理环节不在我局，我局只承担配合工作。",
        "开发区权责清单（2026 年版）第 14 项。",
        [("desk_lead", "refuse", {"reason": "企业诉求的主要内容属贵局职责，请及时签收办理。"})],
    ),
    Returning(
        "诉求的主要内容须由审批部门决定，我单位没有相应职能。",
        "“三定”规定第二条：本单位负责运行维护，不承担审批。",
    ),
    Returning(
        "该事项所涉职能今年已划转，我单位不再承办。",
        "2026 年 3 月职能划转通知附件二。",
        [
            ("desk_lead", "refuse", {"reason": "划转通知的过渡期到年底，过渡期内仍由贵单位办理。"}),
            ("department", "dispute", {"reason": "九月专题会议纪要已明确提前划转，过渡期不再适用。"}),
        ],
    ),
    Returning(
        "企业反映的内容经电话核实，属另一部门的业务。",
        "开发区权责清单（2026 年版）第 31 项。",
        [("desk_lead", "approve", {"reason": "同意退单，转有权部门办理。", "lead": "rsj"})],
    ),
    Returning(
        "该事项已由市级部门直接管理，我单位无权限。",
        "市政府 2026 年第 3 号文件第五条。",
        [("desk_lead", "approve", {"reason": "同意退单，由中心重新核定主办部门。"})],
    ),
)


def give_back(now: datetime) -> int:
    """Return the first fresh matters that nobody has signed for; answers how many. Commits each."""
    waiting, done = _unsigned(), 0
    for returning in RETURNINGS:
        done += any(_return(returning, *share, waiting, now) for share in list(waiting))
    return done


def _return(
    returning: Returning, share_id: int, office: str, waiting: list[tuple[int, str]], now: datetime
) -> bool:
    """Whether the share could be returned; it is tried once."""
    of_first = returning is RETURNINGS[0]
    if of_first != (office == FIRST_OFFICE):
        return False
    waiting.remove((share_id, office))
    handler = _handler(office)
    proposed = next(code for code in ("jsj", "rsj") if code != office)
    given = {"reason": returning.reason, "basis": returning.basis, "proposed": proposed}
    try:
        act_on_assignment(handler, now, share_id, "return", given)
    except Refusal:
        return False
    newest = select(Request.id).where(Request.assignment_id == share_id).order_by(Request.id.desc())
    request_id = db.session.scalars(newest.limit(1)).one()
    for who, action, said in returning.decisions:
        lead = {"lead": proposed} if said.get("lead") == office else {}
        decider = _handler(office) if who == "department" else person_by_username(who)
        assert decider is not None
        act_on_request(decider, now, request_id, action, {**said, **lead})
    return True


def _handler(office: str) -> Any:
    department = db.session.scalars(select(Department.id).where(Department.code == office)).one()
    return person_by_id(ids_with_role("handler", "department_head", department_id=department)[0])


def _unsigned() -> list[tuple[int, str]]:
    """Fresh shares of leads, and whose they are; those of offices without an account first."""
    found = db.session.scalars(
        select(Assignment)
        .join(Assignment.ticket)
        .where(
            Assignment.state == "to_sign",
            Assignment.role == "lead",
            ~Ticket.urgent,
            # What one office alone may lead is not returned.
            Ticket.sensitive.is_(False),
        )
        .order_by(Assignment.dispatched_at.desc(), Assignment.id)
        .options(joinedload(Assignment.department))
    ).all()
    rows = [(share.id, share.department.code) for share in found]
    # The older of two matters is given back, so that a fresh one is left to be signed.
    first = [row for row in reversed(rows) if row[1] == FIRST_OFFICE]
    # The desk's head decides on returns, so the desk itself gives nothing back.
    others = [row for row in rows if row[1] not in (*OFFICES_OF_ACCOUNTS, DESK)]
    return [*first, *others, *(row for row in rows if row[1] in OFFICES_OF_ACCOUNTS[1:])]
