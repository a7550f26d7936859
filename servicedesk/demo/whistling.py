"""A handful of whistles of each kind: most of them closed and graded, one waiting for approval, one live.

They happen through the operations, on matters that the bulk writer has just made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Person, Ticket
from servicedesk.operations.transaction import transaction
from servicedesk.operations.whistle_steps import act_on_call, act_on_whistle
from servicedesk.operations.whistles import blow
from servicedesk.queries.limits import limits
from servicedesk.queries.people import person_by_username
from servicedesk.queries.whistle_standing import WhistleStanding

# Who of the demo's accounts answers a call of their department.
ANSWERS = {"jfj": "handler", "rsj": "handler2", "jsj": "handler3"}


@dataclass(frozen=True)
class Blast:
    """One whistle: who blows it and whom it calls; who comes, after how many minutes; how it ends."""

    kind: str
    who: str
    reason: str
    departments: tuple[str, ...]
    place: str = ""
    come: tuple[tuple[str, int], ...] = ()
    note: str = ""
    task: str = ""
    """What its joint meeting gives the last of the departments to do."""
    end: str = ""
    """Empty: it is still on."""
    grades: tuple[int, ...] = ()


BLASTS = (
    Blast("daily", "officer", "企业用工登记遇到困难，请到企业现场指导。", ("rsj",), come=(("rsj", 40),),
          end="已在企业现场办理完毕。", grades=(4,)),
    Blast("enforcement", "desk_lead", "厂区外违规堆料占用消防通道，请联合处置。", ("jsj", "jfj"),
          come=(("jsj", 35), ("jfj", 50)), note="已责令当场清运，通道恢复畅通。",
          end="联合处置完毕，已拍照存档。", grades=(5, 3)),
    Blast("key", "leader", "厂房竣工验收涉及多部门，请会商解决。", ("jsj", "jfj"),
          come=(("jsj", 30), ("jfj", 45)), task="汇总各专项验收意见，出具联合验收清单。",
          end="联席会议已议定，按纪要办理。", grades=(4, 4)),
    Blast("key", "desk_lead", "用工与宿舍配套互为前置，两部门意见不一致，请领导协调。", ("rsj", "jsj")),
    Blast("emergency", "officer", "厂区东侧燃气管道有异味，企业已停产，请立即到场排查。",
          ("jfj", "rsj", "jsj"), place="兴业路12号东门", come=(("rsj", 9),),
          note="已到东门，正在疏散两个车间。"),
)  # fmt: skip
GRADE_REASONS = {5: "到场快、处置彻底。", 1: "未按要求到场。", 2: "准备不足。"}


def whistle(now: datetime) -> int:
    """Blow these whistles for the newest matters that departments work on; answers how many. Commits."""
    with transaction():
        numbers = _fitting(now)
        for blast, number in zip(BLASTS, numbers, strict=False):
            _play(blast, number, now)
    return min(len(BLASTS), len(numbers))


def _fitting(now: datetime) -> Sequence[str]:
    """Numbers of ordinary matters in progress, newest first."""
    found = select(Ticket.number).where(
        Ticket.state == "in_progress",
        Ticket.sensitive.is_(False),
        Ticket.kind != "praise",
        Ticket.dispatched_at < now - timedelta(hours=3),
    )
    return db.session.scalars(found.order_by(Ticket.id.desc()).limit(len(BLASTS))).all()


def _play(blast: Blast, number: str, now: datetime) -> None:
    """What has ended began three hours ago, what is on a quarter of an hour ago."""
    begun = now - (timedelta(hours=3) if blast.end else timedelta(minutes=15))
    stand = blow(_person(blast.who), begun, {
        "kind": blast.kind, "reason": blast.reason, "tickets": [number], "place": blast.place,
        "departments": list(blast.departments),
    })  # fmt: skip
    for code, minutes in blast.come:
        given = {"how": "on_site", "rank": "科长"}
        act_on_call(
            _person(ANSWERS[code]), begun + timedelta(minutes=minutes), _call(stand, code), "report_in", given
        )
    whistle_number, later = stand.whistle.number, begun + timedelta(minutes=11 if not blast.end else 90)
    if blast.note:
        act_on_whistle(
            _person(ANSWERS[blast.come[0][0]]), later, whistle_number, "note", {"text": blast.note}
        )
    if blast.task:
        act_on_whistle(_person(blast.who), later, whistle_number, "hold_meeting", _meeting(blast, later))
    if blast.end:
        done = act_on_whistle(_person(blast.who), later, whistle_number, "close", {"text": blast.end})
        for call, grade in zip(done.calls, blast.grades, strict=True):
            score: dict[str, Any] = {"grade": grade, "reason": GRADE_REASONS.get(grade)}
            act_on_call(_person(blast.who), later + timedelta(minutes=10), call.id, "score", score)


def _meeting(blast: Blast, at: datetime) -> dict[str, Any]:
    due_on = limits(at).calendar.local(limits(at).calendar.working_days(at, 4)).date()
    minute = {"text": blast.task, "department": blast.departments[-1], "due_on": due_on.isoformat()}
    return {"at": at - timedelta(minutes=20), "minutes": [minute]}


def _call(stand: WhistleStanding, code: str) -> int:
    return next(call.id for call in stand.calls if call.department.code == code)


def _person(username: str) -> Person:
    person = person_by_username(username)
    assert person is not None
    return person
