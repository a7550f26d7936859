"""The duty roster: who answers urgent matters at a moment, and what a week of it looks like."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from servicedesk.extensions import db
from servicedesk.models import Department, DutyRule, DutyTurn, Person
from servicedesk.rules.access import DESK
from servicedesk.rules.duty import DEFAULT_MINUTES, Turn, answering

MOST_SHOWN = 500
"""Entries of a span that a page shows."""


class Rosters:
    """Who is on duty at a moment, in every department: read once, when it is asked."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def on_duty(self, department_id: int | None) -> list[int]:
        """Ids of those who are on duty for a department, in the order in which they are rung."""
        return answering(self._turns.get(department_id or 0, ()), self._at)

    @cached_property
    def _turns(self) -> dict[int, list[Turn]]:
        found: dict[int, list[Turn]] = {}
        for one in db.session.scalars(
            _planned().where(DutyTurn.starts_at <= self._at, DutyTurn.ends_at > self._at)
        ):
            found.setdefault(one.department_id, []).append(turn_of(one))
        return found

    @cached_property
    def minutes(self) -> int:
        """After how many minutes the next one is rung."""
        return minutes_in_force(self._at)

    @cached_property
    def desk_id(self) -> int:
        """The desk among the departments."""
        return db.session.scalars(select(Department.id).where(Department.code == DESK)).one()


def turn_of(entry: DutyTurn) -> Turn:
    """An entry as the rules read it."""
    return Turn(entry.person_id, entry.starts_at, entry.ends_at, entry.place)


def minutes_in_force(at: datetime) -> int:
    """After how many minutes the next one is rung; one statement."""
    newest = select(DutyRule.minutes).where(DutyRule.effective_from <= at)
    found = db.session.scalar(newest.order_by(DutyRule.effective_from.desc(), DutyRule.id.desc()).limit(1))
    return found or DEFAULT_MINUTES


def turns_between(department_id: int, start: datetime, end: datetime) -> Sequence[DutyTurn]:
    """A department's entries that reach into a span, by their beginning; one statement."""
    found = _planned().where(
        DutyTurn.department_id == department_id, DutyTurn.starts_at < end, DutyTurn.ends_at > start
    )
    return db.session.scalars(
        found.options(contains_eager(DutyTurn.person))
        .order_by(DutyTurn.starts_at, DutyTurn.place, DutyTurn.id)
        .limit(MOST_SHOWN)
    ).all()


def _planned() -> Select[DutyTurn]:
    """Entries that hold: of people who are still there, and still see the department's matters."""
    return (
        select(DutyTurn)
        .join(Person, Person.id == DutyTurn.person_id)
        .where(DutyTurn.cancelled_at.is_(None), Person.active, Person.department_id == DutyTurn.department_id)
    )
