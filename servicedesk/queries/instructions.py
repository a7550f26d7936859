"""Instructions: those of a ticket, the ledger of all that one sees, and what a department has to report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, select, tuple_
from sqlalchemy import text as written
from sqlalchemy.orm import contains_eager, joinedload

from servicedesk.extensions import db
from servicedesk.models import Clock, Department, Instruction, Ticket
from servicedesk.queries.cursors import Page, cursor_of, place_of
from servicedesk.queries.visible import sight
from servicedesk.rules.access import Actor
from servicedesk.rules.refusals import NotFound

LISTS = ("open", "reported")
# Written as the partial indexes are, so that the databases recognise them.
_OF_LIST = {name: written(f"instruction.state = '{name}'") for name in LISTS}
PAGE = 25
SHOWN_AT_HOME = 5
"""On a department's home page; more stand in the ledger."""


@dataclass(frozen=True, slots=True)
class InstructionRow:
    """An instruction with its limit."""

    instruction: Instruction
    clock: Clock


def instructions_of(ticket: Ticket) -> Sequence[Instruction]:
    """A ticket's instructions with whom they concern, oldest first; one statement."""
    found = select(Instruction).where(Instruction.ticket_id == ticket.id).options(*_PEOPLE)
    return db.session.scalars(found.order_by(Instruction.id)).all()


def own_open(actor: Actor, instructions: Sequence[Instruction]) -> list[Instruction]:
    """Those on which the actor's department still has to report."""
    return [one for one in instructions if one.state == "open" and one.department.code == actor.department]


def ledger(
    actor: Actor,
    name: str,
    *,
    department: str | None = None,
    cursor: str | None = None,
    limit: int = PAGE,
) -> Page[InstructionRow]:
    """A page of the instructions that the actor may see, in two statements.

    `open` ones stand by their date, `reported` ones the newest first; `department` (a code) narrows them to
    one. Raises NotFound for an unknown list, Invalid for a wrong cursor.
    """
    if name not in LISTS:
        raise NotFound
    found = select(Instruction.id).where(_OF_LIST[name], _seen_by(actor))
    if department:
        found = found.where(Instruction.department_id == _id_of(department))
    order = f"instructions {name}"
    if name == "open":
        found = found.order_by(Instruction.due_on, Instruction.id)
        if cursor:
            day, id_ = place_of(cursor, order, int, int)
            found = found.where(
                tuple_(Instruction.due_on, Instruction.id) > tuple_(date.fromordinal(day), id_)
            )
    else:
        found = found.order_by(Instruction.reported_at.desc(), Instruction.id.desc())
        if cursor:
            place = place_of(cursor, order, datetime, int)
            found = found.where(tuple_(Instruction.reported_at, Instruction.id) < tuple_(*place))
    ids = db.session.scalars(found.limit(limit + 1)).all()
    shown = _rows(ids[:limit])
    return Page(shown, _next(shown[-1].instruction, order) if len(ids) > limit else None)


def _next(last: Instruction, order: str) -> str:
    place = last.reported_at or last.due_on.toordinal()
    return cursor_of(order, place, last.id)


def open_members(actor: Actor, before: date | None = None) -> Select[int]:
    """The ids of those that are open and that the actor may see; `before`: with an earlier date only."""
    found = select(Instruction.id).where(_OF_LIST["open"], _seen_by(actor))
    return found.where(Instruction.due_on < before) if before else found


def to_report(actor: Actor) -> Sequence[InstructionRow]:
    """The first of the instructions on which the actor's department has to report; one statement."""
    found = _with_clock().where(Instruction.state == "open", *_own(actor), _seen_by(actor))
    ordered = found.order_by(Instruction.due_on, Instruction.id).limit(SHOWN_AT_HOME)
    return [InstructionRow(*row) for row in db.session.execute(ordered)]


def find_instruction(id_: int, actor: Actor) -> InstructionRow:
    """An instruction to the actor's own department; raises NotFound."""
    found = select(Instruction.id).where(Instruction.id == id_, *_own(actor), _seen_by(actor))
    rows = _rows(db.session.scalars(found).all())
    if not rows:
        raise NotFound
    return rows[0]


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    """Asked of each instruction in turn, so that no database begins with all the tickets."""
    return exists().where(Ticket.id == Instruction.ticket_id, sight(actor)).correlate(Instruction)


def _rows(ids: Sequence[int]) -> list[InstructionRow]:
    """These instructions with all that is shown of them, in this order."""
    if not ids:
        return []
    rows = db.session.execute(_with_clock().where(Instruction.id.in_(ids)))
    found = {row[0].id: InstructionRow(*row) for row in rows}
    return [found[id_] for id_ in ids]


_PEOPLE = (
    joinedload(Instruction.department),
    joinedload(Instruction.by),
    joinedload(Instruction.recorded_by),
    joinedload(Instruction.reported_by),
)


def _with_clock() -> Select[Instruction, Clock]:
    return (
        select(Instruction, Clock)
        # By its ticket, because only live clocks are found by their instruction.
        .join(Clock, and_(Clock.ticket_id == Instruction.ticket_id, Clock.instruction_id == Instruction.id))
        .join(Instruction.ticket)
        .options(contains_eager(Instruction.ticket).joinedload(Ticket.enterprise), *_PEOPLE)
    )


def _own(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (Instruction.department_id == _id_of(actor.department or ""),)


def _id_of(department: str) -> ColumnElement[int]:
    return select(Department.id).where(Department.code == department).scalar_subquery()
