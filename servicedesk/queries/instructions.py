"""Instructions: those of a ticket, the ledger of all that one sees, and what a department has to report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from servicedesk.extensions import db
from servicedesk.models import Clock, Department, Instruction, Ticket
from servicedesk.queries.cursors import Page, cursor_of, place_of
from servicedesk.queries.visible import sight
from servicedesk.rules.access import Actor
from servicedesk.rules.refusals import NotFound

LISTS = ("open", "reported")
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
    actor: Actor, name: str, *, department: str | None = None, cursor: str | None = None
) -> Page[InstructionRow]:
    """A page of the instructions that the actor may see, in one statement.

    `open` ones stand by their date, `reported` ones the newest first; `department` (a code) narrows them to
    one. Raises NotFound for an unknown list, Invalid for a wrong cursor.
    """
    if name not in LISTS:
        raise NotFound
    found = _with_clock().where(Instruction.state == name, sight(actor))
    if department:
        found = found.where(Instruction.department_id == _id_of(department))
    order = f"instructions {name}"
    ordering: tuple[Any, ...]
    if name == "open":
        here, ordering = tuple_(Instruction.due_on, Instruction.id), (Instruction.due_on, Instruction.id)
        if cursor:
            day, id_ = place_of(cursor, order, int, int)
            found = found.where(here > tuple_(date.fromordinal(day), id_))
    else:
        here = tuple_(Instruction.reported_at, Instruction.id)
        ordering = (Instruction.reported_at.desc(), Instruction.id.desc())
        if cursor:
            found = found.where(here < tuple_(*place_of(cursor, order, datetime, int)))
    rows = db.session.execute(found.order_by(*ordering).limit(PAGE + 1)).all()
    shown = [InstructionRow(*row) for row in rows[:PAGE]]
    return Page(shown, _next(shown[-1].instruction, order) if len(rows) > PAGE else None)


def _next(last: Instruction, order: str) -> str:
    place = last.reported_at or last.due_on.toordinal()
    return cursor_of(order, place, last.id)


def to_report(actor: Actor) -> Sequence[InstructionRow]:
    """The first of the instructions on which the actor's department has to report; one statement."""
    found = _with_clock().where(Instruction.state == "open", *_own(actor), sight(actor))
    ordered = found.order_by(Instruction.due_on, Instruction.id).limit(SHOWN_AT_HOME + 1)
    return [InstructionRow(*row) for row in db.session.execute(ordered)]


def find_instruction(id_: int, actor: Actor) -> InstructionRow:
    """An instruction to the actor's own department; raises NotFound."""
    row = db.session.execute(
        _with_clock().where(Instruction.id == id_, *_own(actor), sight(actor))
    ).one_or_none()
    if row is None:
        raise NotFound
    return InstructionRow(*row)


_PEOPLE = (
    joinedload(Instruction.department),
    joinedload(Instruction.by),
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
