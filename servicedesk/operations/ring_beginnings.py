"""Where urgent rings begin: a new urgent matter, an emergency whistle, a step of an urgent limit's ladder.

Only where somebody is on duty; else everything is told as without a roster. The ring that begins here tells
nobody yet: the timetable does, at once, and then down the list.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from servicedesk.extensions import db
from servicedesk.models import Assignment, DutyRing, Person, Ticket, Whistle
from servicedesk.queries.due import DueClock, DueShare, DueTicket
from servicedesk.queries.ringing import limit_of_step, limits_of_whistle
from servicedesk.queries.roster import Rosters
from servicedesk.rules.clocks import DEPARTMENT_CLOCKS
from servicedesk.rules.duty import NEW_TO, URGENT_WHISTLE, rung_office

COLUMNS = (
    "department_id", "source", "kind", "params", "ticket_id", "whistle_id", "clock_id", "begun_at", "minutes",
    "told", "next_at",
)  # fmt: skip
WHISTLES = frozenset({"blow_whistle", "approve_whistle"})


def rings_for_step(
    action: str,
    ticket: Ticket,
    share: Assignment | DueShare | None,
    by: Person | None,
    now: datetime,
    params: dict[str, Any],
) -> bool:
    """Let a new urgent matter ring at the desk, or at the department that it is dispatched to.

    Answers whether it rings; not where whoever is on duty did it themselves.
    """
    if action not in NEW_TO or not ticket.urgent or (share is None and ticket.about_desk):
        return False
    rosters, own = Rosters(now), share if isinstance(share, Assignment) else None
    department_id = own.department_id if own else rosters.desk_id
    on_duty = rosters.on_duty(department_id)
    if not on_duty or (by is not None and by.id in on_duty):
        return False
    clock_id = limit_of_step(ticket, NEW_TO[action], own)
    source = f"{action}:{own.id}:{ticket.cycle}" if own else f"{action}:{ticket.id}"
    _add(rosters, department_id, source, action, params, ticket.id, now, clock_id=clock_id)
    return True


def rings_for_whistle(
    action: str, whistle: Whistle, department_ids: Iterable[int], by: Person, now: datetime
) -> set[int]:
    """Let an emergency whistle ring at the departments called, and at the desk; answers at which it rings."""
    if action not in WHISTLES or whistle.kind != URGENT_WHISTLE:
        return set()
    rosters, params, rung = Rosters(now), {"whistle": whistle.number, "kind": whistle.kind}, set[int]()
    about_desk = any(ticket.about_desk for ticket in whistle.tickets)
    limits = limits_of_whistle(whistle)
    for department_id in dict.fromkeys((*department_ids, *(() if about_desk else (rosters.desk_id,)))):
        on_duty = rosters.on_duty(department_id)
        if on_duty and by.id not in on_duty:
            _add(
                rosters, department_id, f"whistle:{whistle.id}:{department_id}", action, params,
                whistle.ticket_id, now, whistle_id=whistle.id, clock_id=limits.get(department_id),
            )  # fmt: skip
            rung.add(department_id)
    return rung


def ringing_at(clock: DueClock, ticket: DueTicket, rosters: Rosters) -> int | None:
    """The department whose roster a step of a limit's ladder rings; None: it does not ring."""
    if not (ticket.urgent or (clock.whistle and clock.whistle.kind == URGENT_WHISTLE)):
        return None
    decider = clock.request.decider if clock.request else None
    office = rung_office(
        clock.kind, clock.department_id, rosters.desk_id, about_desk=ticket.about_desk, decider=decider
    )
    return office if office is not None and rosters.on_duty(office) else None


def is_in_charge(clock: DueClock, ticket: DueTicket) -> bool:
    """Whether somebody is in charge by name of what a limit waits for."""
    if clock.whistle:
        return False
    if clock.kind in DEPARTMENT_CLOCKS:
        return bool(clock.share and clock.share.handler_id)
    return ticket.officer_id is not None


def row_of(
    clock: DueClock, department_id: int, step: str, params: dict[str, Any], now: datetime, minutes: int
) -> tuple[Any, ...]:
    """The ring of a step, as COLUMNS name its values."""
    source = f"step:{clock.id}:{clock.limit_no}:{step}"
    whistle_id = clock.whistle.id if clock.whistle else None
    whose = department_id, source, f"ring_{step}", params, clock.ticket_id, whistle_id, clock.id
    return (*whose, now, minutes, 0, now)


def _add(
    rosters: Rosters,
    department_id: int,
    source: str,
    kind: str,
    params: dict[str, Any],
    ticket_id: int,
    now: datetime,
    *,
    whistle_id: int | None = None,
    clock_id: int | None = None,
) -> None:
    whose = department_id, source, kind, params, ticket_id, whistle_id, clock_id
    values = (*whose, now, rosters.minutes, 0, now)
    db.session.add(DutyRing(**dict(zip(COLUMNS, values, strict=True))))
