"""People on duty in the demo: deputies, somebody who is away, and a share that was handed to a colleague.

They happen through the operations, after the matters were made.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Absence, Assignment, Department, Person
from servicedesk.operations.absences import enter_absence, name_deputy
from servicedesk.operations.handovers import hand_shift_over, take_shift_over
from servicedesk.operations.roster import plan
from servicedesk.operations.steps import act_on_assignment
from servicedesk.operations.transaction import transaction
from servicedesk.queries.limits import limits
from servicedesk.queries.people import person_by_username

DEPUTIES = (
    ("department_head", "handler", "jfj.zhou"),
    ("department_head", "jfj.chen", "handler"),
    ("department_head", "jfj.zhou", "handler"),
    ("desk_lead", "officer", "officer2"),
    ("desk_lead", "officer2", "officer"),
)
"""Who names whom whose deputy."""
AWAY = (("jfj.chen", "外出培训", 0, 2), ("officer2", "年休假", 5, 7))
"""Who is away, why, and from which day until which, counted from today."""


IN_TURN = {"qyfw": ("officer", "qyfw.hua", "qyfw.tao", "desk_lead"), "jsj": ("handler3",)}
"""Who takes turns on duty, this week and the next."""

HANDOVERS = (
    ("officer2", "夜间无突发情况；供电公司抢修班留守至早上八点。", "officer"),
    ("qyfw.hua", "两件紧急诉求已电话联系企业，请盯住供电恢复情况；明早九点前与建设局核对现场照片。", ""),
)
"""Who hands a shift over with what note, and who takes it over."""


def man(now: datetime) -> int:
    """Let people stand in for each other and plan who is on duty; answers for how many there are deputies.

    Does nothing the second time. Commits.
    """
    with transaction():
        people = {name: person_by_username(name) for line in DEPUTIES for name in line}
        if not all(people.values()) or db.session.scalar(select(Absence.id).limit(1)) is not None:
            return 0
        for head, who, deputy in DEPUTIES:
            name_deputy(_known(head), now, _known(who).id, deputy)
        midnight = limits(now).calendar.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
        for who, reason, start, end in AWAY:
            span = [(midnight + timedelta(days=day)).astimezone(UTC) for day in (start, end)]
            given = {"starts_at": span[0], "ends_at": span[1], "reason": reason}
            enter_absence(_known(who), now, given)
        _plan(now)
        _hand_over(now)
        _hand_shifts_over(now)
    return len(DEPUTIES)


def _hand_shifts_over(now: datetime) -> None:
    """One shift that was taken over, and one that waits for it."""
    for who, note, incoming in HANDOVERS:
        record = hand_shift_over(_known(who), now, {"note": note})
        if incoming:
            take_shift_over(_known(incoming), now, record.id)


def _plan(now: datetime) -> None:
    planner, today = _known("admin"), limits(now).calendar.local(now).date()
    for office, people in IN_TURN.items():
        week = {
            "people": list(people),
            "pattern": "day_night",
            "day_begins": "08:30",
            "night_begins": "17:30",
        }
        for days in (0, 7):
            plan(planner, now, office, week | {"week": (today + timedelta(days=days)).isoformat()})


def _hand_over(now: datetime) -> None:
    """The head gives a colleague's share to the demo's own handler."""
    head = _known("department_head")
    share = db.session.scalar(
        select(Assignment.id)
        .join(Department, Department.id == Assignment.department_id)
        .join(Person, Person.id == Assignment.handler_id)
        .where(Department.code == "jfj", Assignment.state == "working", Person.username == "jfj.wu")
        .order_by(Assignment.id.desc())
        .limit(1)
    )
    if share is not None:
        act_on_assignment(head, now, share, "hand_over", {"person": "handler"})


def _known(username: str) -> Person:
    person = person_by_username(username)
    assert person is not None
    return person
