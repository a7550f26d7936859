"""The cast: the people of the demo accounts, each known by name, and strangers who must be refused."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Department, Person, Ticket
from tests import factories
from tests.factories import NOW, RESULT, new_enterprise, new_person

# user name: roles, name, department
STAFF = {
    "officer": (("officer",), "周敏", "qyfw"),
    "officer2": (("officer",), "吴倩", "qyfw"),
    "desk_lead": (("desk_lead",), "郑华", "qyfw"),
    "handler": (("handler",), "李强", "jfj"),
    "department_head": (("department_head",), "孙涛", "jfj"),
    "handler2": (("handler",), "赵蕾", "rsj"),
    "handler3": (("handler",), "钱军", "jsj"),
    "leader": (("leader",), "林志远", None),
    "supervisor": (("supervisor",), "何平", "dcs"),
    "inspector": (("inspector",), "许正", "jjgw"),
    "admin": (("admin",), "系统管理员", None),
}
MEMBERS = {"enterprise": ("陈静", "华远精密制造有限公司"), "enterprise2": ("刘洋", "新辰电子有限公司")}
Way = list[tuple[str, bool, str, dict[str, Any]]]
"""Who does what: user name, whether on the assignment, action, fields."""

MAIN_LINE: dict[str, tuple[str, bool, str, dict[str, Any]]] = {
    "accepted": ("officer", False, "accept", {}),
    "to_sign": ("officer", False, "dispatch", {"lead": "jfj"}),
    "working": ("handler", True, "sign", {}),
    "in_review": ("handler", True, "submit", RESULT),
    "in_callback": ("officer", False, "pass_review", {}),
    "closed": ("enterprise", False, "judge", {"solved": "yes", "satisfaction": 5}),
}
REFUSAL = {"reason": "不属于本中心职责。", "legal_route": "可依法申请行政复议。"}
BESIDE: dict[str, Way] = {
    "submitted": [],
    "awaiting_info": [("officer", False, "ask_info", {"text": "请补充项目备案号。"})],
    "refused": [("officer", False, "refuse", REFUSAL)],
    "withdrawn": [("enterprise", False, "withdraw", {"reason": "问题已经解决。"})],
}
STAGES = (*BESIDE, *MAIN_LINE)


def way_to(stage: str) -> Way:
    """What people do with a new matter until it stands at this stage."""
    if stage in BESIDE:
        return BESIDE[stage]
    return list(MAIN_LINE.values())[: list(MAIN_LINE).index(stage) + 1]


@dataclass(frozen=True)
class Cast:
    """Everybody by user name, as `cast.officer`; both members are verified."""

    enterprise: Person
    enterprise2: Person
    officer: Person
    officer2: Person
    desk_lead: Person
    handler: Person
    department_head: Person
    handler2: Person
    handler3: Person
    leader: Person
    supervisor: Person
    inspector: Person
    admin: Person

    def everybody(self) -> dict[str, Person]:
        """All of them by user name."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def ticket(self, stage: str = "submitted", now: datetime = NOW, **changes: Any) -> Ticket:
        """A matter of `enterprise` that went through real steps until it stands at `stage` (see STAGES).

        From `to_sign` on it is led by department jfj; `handler` signs, `officer` does the desk's steps.
        """
        ticket = factories.submitted(self.enterprise, now, **changes)
        for by, of_assignment, action, given in way_to(stage):
            take = factories.share_step if of_assignment else factories.step
            take(getattr(self, by), ticket, action, now, **given)
        return ticket


def make_cast() -> Cast:
    """Make all of them in one go; the reference data must be loaded."""
    offices = {office.code: office for office in db.session.scalars(select(Department))}
    people = {
        username: new_person(username, roles, name, offices[department] if department else None, None)
        for username, (roles, name, department) in STAFF.items()
    }
    people |= {
        username: new_person(username, ("enterprise",), name, None, new_enterprise(firm))
        for username, (name, firm) in MEMBERS.items()
    }
    db.session.add_all(people.values())
    db.session.commit()
    return Cast(**people)
