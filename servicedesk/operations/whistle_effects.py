"""What single steps on whistles and calls do beside moving states and limits, found by their names on record.

They run before states and limits move, and may refuse what was given.
"""

from collections.abc import Callable
from datetime import UTC
from typing import Any

from servicedesk.extensions import db
from servicedesk.models import Department, Minute
from servicedesk.operations.whistle_acting import Acting
from servicedesk.operations.whistle_meetings import let_help
from servicedesk.queries.categories import all_departments
from servicedesk.rules.refusals import Invalid, invalid
from servicedesk.rules.text import Text, text
from servicedesk.rules.whistles import GRADES_WITH_REASON

Effect = Callable[[Acting], None]


def approve(acting: Acting) -> None:
    """A leader lets it be blown; from now on the departments' time runs."""
    whistle = acting.whistle
    whistle.decided_by_id, whistle.decided_at = acting.decider.id, acting.now
    whistle.blown_at = acting.written
    _note_paper(acting)
    if acting.paper:
        acting.payload["blown_at"] = acting.written.isoformat()


def refuse(acting: Acting) -> None:
    """It is not blown, and why."""
    whistle = acting.whistle
    whistle.decided_by_id, whistle.decided_at = acting.decider.id, acting.now
    _note_paper(acting)
    whistle.decision = acting.given["reason"]


def ratify(acting: Acting) -> None:
    """What was blown at once stands."""
    acting.whistle.ratified_by_id, acting.whistle.ratified_at = acting.decider.id, acting.now
    _note_paper(acting)


def _note_paper(acting: Acting) -> None:
    """Who recorded a decision that was made on paper, and its scan, which is for the staff only."""
    if paper := acting.paper:
        whistle = acting.whistle
        whistle.recorded_by_id, whistle.recorded_at = paper.recorded_by.id, paper.recorded_at
        whistle.paper_id, paper.file.internal = paper.file.id, True
        acting.texts["decider"] = paper.decided_by.name


def hold_meeting(acting: Acting) -> None:
    """What was agreed, for whom and by when. The meeting counts at the moment at which it was held."""
    whistle, given = acting.whistle, acting.given
    assert whistle.blown_at is not None
    held = given["at"].astimezone(UTC).replace(microsecond=0)
    if held < whistle.blown_at.replace(second=0):
        raise invalid("at", text("The meeting cannot lie before the whistle."))
    given["at"] = held
    acting.now = max(whistle.blown_at, min(acting.now, held))
    departments = _named(acting, given["minutes"])
    minutes = [
        Minute(
            whistle_id=whistle.id,
            held_at=held,
            text=one["text"],
            department_id=department.id,
            due_on=one["due_on"],
        )
        for one, department in zip(given["minutes"], departments, strict=True)
    ]
    db.session.add_all(minutes)
    db.session.flush()
    let_help(acting, minutes, {department.id: department for department in departments})
    acting.payload["minutes"] = [
        {"department": department.code, "due_on": minute.due_on.isoformat()}
        for minute, department in zip(minutes, departments, strict=True)
    ]
    acting.texts |= {f"minute_{n}": minute.text for n, minute in enumerate(minutes, 1)}
    whistle.met_at = held


def _named(acting: Acting, minutes: list[dict[str, Any]]) -> list[Department]:
    known = {department.code: department for department in all_departments()}
    today = acting.stand.limits.calendar.local(acting.written).date()
    errors: dict[str, list[Text]] = {}
    for place, one in enumerate(minutes):
        if one["department"] not in known:
            errors[f"minutes.{place}.department"] = [text("There is no such department.")]
        if one["due_on"] < today:
            errors[f"minutes.{place}.due_on"] = [text("This date has passed already.")]
    if errors:
        raise Invalid(errors)
    return [known[one["department"]] for one in minutes]


def close(acting: Acting) -> None:
    """It is done; whoever has not come is absent."""
    whistle = acting.whistle
    whistle.closed_by_id, whistle.closed_at, whistle.closing = acting.by.id, acting.now, acting.given["text"]
    missing = [call for call in acting.stand.calls if call.state == "called"]
    for call in missing:
        call.state = "absent"
    acting.payload["absent"] = [call.id for call in missing]


def report_in(acting: Acting) -> None:
    """The department has come: who, how, and what it finds and promises."""
    call, given = acting.call, acting.given
    assert call is not None
    call.reported_at, call.reported_by_id = acting.now, acting.by.id
    given["person"] = given["person"] or acting.by.name
    for name in ("how", "person", "rank", "finding", "commitment"):
        setattr(call, name, given[name])


def score(acting: Acting) -> None:
    """One grade, with its reason where it is an unusual one."""
    call, given = acting.call, acting.given
    assert call is not None
    if given["grade"] in GRADES_WITH_REASON and not given["reason"]:
        raise invalid("reason", text("Please say why: the grades 1, 2 and 5 need a reason."))
    call.grade, call.grade_reason, call.graded_at = given["grade"], given["reason"], acting.now


def answer(acting: Acting) -> None:
    """The department says what it thinks of its grade, once."""
    assert acting.call is not None
    acting.call.answer, acting.call.answered_at = acting.given["text"], acting.now


EFFECTS: dict[str, Effect] = {
    "approve_whistle": approve,
    "refuse_whistle": refuse,
    "ratify_whistle": ratify,
    "hold_meeting": hold_meeting,
    "close_whistle": close,
    "report_in": report_in,
    "score": score,
    "answer_grade": answer,
}
