"""What has fallen due: the sweep's one question, and the rows that it judges as far as it reads them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy import text as literal
from sqlalchemy.orm import aliased

from servicedesk.extensions import db
from servicedesk.models import Assignment, Call, Clock, Instruction, Request, Ticket, Whistle

# Written as the partial index is, so that the databases recognise it.
WATCHED = literal("clock.state = 'running' AND clock.next_at IS NOT NULL AND clock.aside_at IS NULL")


@dataclass(slots=True)
class DueTicket:
    """A ticket whose row is held: the end of its chain, and who is in charge."""

    id: int
    number: str
    urgent: bool
    confidential: bool
    misconduct: bool
    about_department_id: int | None
    about_leader: bool
    about_desk: bool
    state: str
    lead_id: int | None
    dispatched_at: datetime | None
    submitter_id: int | None
    enterprise_id: int
    officer_id: int | None
    event_count: int
    head_hash: str


@dataclass(slots=True)
class DueShare:
    """The department's share that a clock belongs to."""

    department_id: int
    handler_id: int | None


@dataclass(slots=True)
class DueRequest:
    """What a decision's clock waits for."""

    decider: str
    asked_by_id: int


@dataclass(slots=True)
class DueWhistle:
    """The whistle that a clock belongs to."""

    id: int
    kind: str
    number: str
    blown_by_id: int
    decider: str | None
    """The role that approves or ratifies it."""


@dataclass(slots=True)
class DueInstruction:
    """What a report is waited for by."""

    by_id: int


@dataclass(slots=True)
class DueClock:
    """A clock with a step due, with the columns that the rules read and write."""

    id: int
    ticket_id: int
    assignment_id: int | None
    request_id: int | None
    call_id: int | None
    whistle_id: int | None
    instruction_id: int | None
    department_id: int | None
    kind: str
    budget: str | None
    state: str
    policy_id: int
    calendar_id: int
    unit: str
    amount: int
    at_time: str | None
    cap: datetime | None
    floor: datetime | None
    started_at: datetime
    pauses: list[Any]
    changes: list[Any]
    due_at: datetime
    original_due_at: datetime
    provisional: bool
    limit_no: int
    steps_taken: int
    next_at: datetime | None
    breached_at: datetime | None
    stopped_at: datetime | None
    ended_at: datetime | None
    counted_at: datetime
    share: DueShare | None = None
    request: DueRequest | None = None
    whistle: DueWhistle | None = None
    instruction: DueInstruction | None = None


_PARTS = ("share", "request", "whistle", "instruction")
_TICKET = [getattr(Ticket, one.name) for one in fields(DueTicket)]
_CLOCK = [getattr(Clock, one.name) for one in fields(DueClock) if one.name not in _PARTS]
_SHARE = [Assignment.department_id, Assignment.handler_id]
_REQUEST = [Request.decider, Request.asked_by_id]
# Who handles the matter for a department that is instructed on it, if it has a share.
_OWN = aliased(Assignment)
_HANDLES = (
    select(func.max(_OWN.handler_id))
    .where(
        _OWN.ticket_id == Clock.ticket_id,
        _OWN.department_id == Clock.department_id,
        _OWN.state.not_in(("returned", "cancelled")),
    )
    .correlate(Clock)
    .scalar_subquery()
)
_INSTRUCTION = [Instruction.by_id, case((Clock.instruction_id.is_not(None), _HANDLES))]


def next_look() -> datetime | None:
    """The earliest moment at which a step falls due; one index probe."""
    return db.session.scalar(select(Clock.next_at).where(WATCHED).order_by(Clock.next_at).limit(1))


def claim(now: datetime, most: int) -> list[DueTicket]:
    """Hold some tickets with a step due before `now`, the longest due first; one statement.

    Those that somebody else holds are passed over: whoever holds them sweeps them, or lets them go soon.
    """
    found = select(*_TICKET).join(Clock, Clock.ticket_id == Ticket.id).where(WATCHED, Clock.next_at < now)
    return _held(found.order_by(Clock.next_at, Clock.id).limit(most))


def claim_these(ticket_ids: Sequence[int]) -> list[DueTicket]:
    """Hold those of the tickets that nobody else holds, in order of id; one statement."""
    return _held(select(*_TICKET).where(Ticket.id.in_(ticket_ids)).order_by(Ticket.id))


def due_clocks(tickets: Sequence[DueTicket], now: datetime) -> list[DueClock]:
    """The clocks of held tickets with a step due, the longest due first; one statement, three with whistles.

    Read after the tickets were held: what another process did until then is seen.
    """
    rows = db.session.execute(
        select(*_CLOCK, *_SHARE, *_REQUEST, *_INSTRUCTION)
        .outerjoin(Assignment, Assignment.id == Clock.assignment_id)
        .outerjoin(Request, Request.id == Clock.request_id)
        .outerjoin(Instruction, Instruction.id == Clock.instruction_id)
        .where(Clock.ticket_id.in_([ticket.id for ticket in tickets]), WATCHED, Clock.next_at < now)
        .order_by(Clock.next_at, Clock.id)
    )
    return _with_whistles([_clock(*row) for row in rows])


def _with_whistles(clocks: list[DueClock]) -> list[DueClock]:
    """The clocks, each with the whistle that it belongs to; no statement where none belongs to one."""
    calls = {clock.call_id for clock in clocks if clock.call_id}
    of_calls: dict[int, int] = {}
    if calls:
        found = select(Call.id, Call.whistle_id).where(Call.id.in_(calls))
        of_calls = dict(db.session.execute(found).all())
    ids = [clock.whistle_id or of_calls.get(clock.call_id or 0) for clock in clocks]
    if any(ids):
        columns = (Whistle.id, Whistle.kind, Whistle.number, Whistle.blown_by_id, Whistle.decider)
        rows = db.session.execute(select(*columns).where(Whistle.id.in_({id_ for id_ in ids if id_})))
        whistles: dict[int | None, DueWhistle] = {row[0]: DueWhistle(*row) for row in rows}
        for clock, id_ in zip(clocks, ids, strict=True):
            clock.whistle = whistles.get(id_)
    return clocks


def _held(found: Select[Any]) -> list[DueTicket]:
    rows = db.session.execute(found.with_for_update(of=Ticket, skip_locked=True))
    # A ticket with several clocks due comes several times.
    return list({row[0]: DueTicket(*row) for row in rows}.values())


def _clock(*row: Any) -> DueClock:
    *columns, department_id, handler_id, decider, asked_by_id, instructed_by_id, handles_id = row
    clock = DueClock(*columns)
    if clock.assignment_id is not None:
        clock.share = DueShare(department_id, handler_id)
    if clock.request_id is not None:
        clock.request = DueRequest(decider, asked_by_id)
    if clock.instruction_id is not None and clock.department_id is not None:
        clock.instruction = DueInstruction(instructed_by_id)
        clock.share = DueShare(clock.department_id, handles_id)
    return clock
