"""A few matters of the demo on which leaders instruct departments, and which are urged and supervised.

They happen through the operations, on matters that the bulk writer has just made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from servicedesk.demo.asking import FIRST_OFFICE
from servicedesk.extensions import db
from servicedesk.models import Department, Person, Ticket
from servicedesk.operations.steps import act_on_ticket
from servicedesk.operations.transaction import transaction
from servicedesk.queries.limits import limits
from servicedesk.queries.people import person_by_username


@dataclass(frozen=True)
class Word:
    """Who of the demo's accounts says what; `days` from now an instruction's date, and who reports what."""

    who: str
    action: str
    text: str
    days: int = 0
    departments: tuple[str, ...] = ()
    """Those instructed; empty: the lead."""
    also: Mapping[str, Any] = field(default_factory=dict)
    reported_by: str = ""
    report: str = ""


WORDS = (
    Word("leader", "instruct", "请主办部门会同人社局逐条研究，一周内书面报告。", 5, ("jfj", "rsj"),
         reported_by="handler2", report="已与主办部门会商，用工缺口清单已核实，本周五组织专场对接。"),
    Word("supervisor", "supervise", "企业多次反映，请明确时间节点。", also={"card": "yellow"}),
    Word("leader", "instruct", "此件请抓紧办理，结果直接回复企业，并报我。", 2),
    Word("officer", "urge", "企业今天又来电询问，请尽快与企业联系。"),
    Word("leader", "supervise", "涉及项目开工，列入提级督办，三日内报结果。", also={"card": "red"}),
    Word("leader", "instruct", "请建设局到现场看一看，会同主办部门提出意见。", 3, ("jsj",)),
    Word("desk_lead", "supervise", "临近时限，请主办部门倒排时间。", also={"card": "blue"}),
)  # fmt: skip


def oversee(now: datetime) -> int:
    """Say these words about the newest matters that departments work on, ours first; answers about how many.

    Commits.
    """
    with transaction():
        found = _fitting()
        said = list(zip(WORDS, found, strict=False))
        for word, (number, lead) in said:
            _say(word, number, lead, now)
    return len(said)


def _say(word: Word, number: str, lead: str, now: datetime) -> None:
    given: dict[str, Any] = {"text": word.text, **word.also}
    if word.action == "instruct":
        day = limits(now).calendar.local(now).date() + timedelta(days=word.days)
        given |= {"due_on": day.isoformat(), "departments": list(word.departments or (lead,))}
    act_on_ticket(_person(word.who), now, number, word.action, given)
    if word.reported_by:
        act_on_ticket(_person(word.reported_by), now, number, "report_back", {"text": word.report})


def _fitting() -> list[tuple[str, str]]:
    """Numbers and leads of ordinary matters in progress, those of the demo's own accounts first."""
    rows = db.session.execute(
        select(Ticket.number, Department.code)
        .join(Department, Department.id == Ticket.lead_id)
        .where(Ticket.state == "in_progress", Ticket.sensitive.is_(False), Ticket.instructed.is_(False))
        .where(Ticket.card.is_(None))
        .order_by(Department.code != FIRST_OFFICE, Ticket.submitted_at.desc(), Ticket.id)
        .limit(len(WORDS))
    )
    return [(number, code) for number, code in rows]


def _person(username: str) -> Person:
    found = person_by_username(username)
    assert found is not None
    return found
