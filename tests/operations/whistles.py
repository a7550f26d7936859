"""Whistles of the cast, for tests that follow them from blow to grades."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Call, Department, Event, Ticket, Whistle
from servicedesk.operations.whistle_steps import act_on_call, act_on_whistle
from servicedesk.operations.whistles import blow
from servicedesk.queries.whistle_standing import WhistleStanding
from tests.cast import Cast
from tests.factories import NOW

REASON = "厂区东侧燃气管道有异味,需立即排查。"
CLOSING = "隐患已排除,恢复供气。"


def blown(
    cast: Cast,
    who: str = "officer",
    kind: str = "emergency",
    tickets: list[Ticket] | None = None,
    departments: tuple[str, ...] = ("rsj", "jsj"),
    now: datetime = NOW,
    **changes: Any,
) -> WhistleStanding:
    """A whistle that `who` blows (or asks for), about tickets or the place that is named."""
    given = {"kind": kind, "reason": REASON, "departments": list(departments)} | changes
    if tickets:
        given["tickets"] = [ticket.number for ticket in tickets]
    return blow(getattr(cast, who), now, given)


def whistle_step(
    cast: Cast, who: str, stand: WhistleStanding, action: str, now: datetime = NOW, **given: Any
) -> WhistleStanding:
    """Take a step on a whistle as somebody of the cast."""
    return act_on_whistle(getattr(cast, who), now, stand.whistle.number, action, given)


def call_of(stand: WhistleStanding, department: str) -> Call:
    """The call of a department."""
    return next(call for call in stand.calls if call.department.code == department)


def call_step(
    cast: Cast,
    who: str,
    stand: WhistleStanding,
    department: str,
    action: str,
    now: datetime = NOW,
    **given: Any,
) -> WhistleStanding:
    """Take a step on the call of a department."""
    found = (
        select(Call.id)
        .join(Department, Department.id == Call.department_id)
        .where(Call.whistle_id == stand.whistle.id, Department.code == department)
    )
    call_id = db.session.scalars(found).one()
    return act_on_call(getattr(cast, who), now, call_id, action, given)


def reported(
    cast: Cast, who: str, stand: WhistleStanding, department: str, now: datetime = NOW, **given: Any
) -> WhistleStanding:
    """Somebody reports in for a department."""
    return call_step(cast, who, stand, department, "report_in", now, **({"how": "on_site"} | given))


def state(stand: WhistleStanding) -> dict[str, str]:
    """How each call stands."""
    return {call.department.code: call.state for call in stand.calls}


def chain_of(whistle: Whistle) -> list[str]:
    """What stands in its chain."""
    found = select(Event.action).where(Event.chain == whistle.number).order_by(Event.seq)
    return list(db.session.scalars(found))
