"""Who is away, and who stands in: for messages, queues and pages."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import aliased, joinedload

from servicedesk.extensions import db
from servicedesk.models import Absence, Person, PersonRole
from servicedesk.rules.standing_in import Away, Colleague, Reached, away_until, reached, share_out

MOST_SHOWN = 100
"""Absences of one office that a page lists."""


class StandIns:
    """Who stands in for whom, from a moment on: read once, when it is asked.

    One statement while nobody is away, two otherwise.
    """

    def __init__(self, since: datetime) -> None:
        self._since = since

    def reached(self, person_id: int, at: datetime) -> Reached:
        """Who is reached in place of a person at a moment."""
        return reached(person_id, at, self.people if self.absences else {}, self.absences)

    def until(self, person_id: int, at: datetime) -> datetime | None:
        """Until when somebody is away at a moment; None: not away."""
        return away_until(self.absences.get(person_id, ()), at)

    def share_out(self, ids: Iterable[int], at: datetime, but: Collection[int] = ()) -> list[Reached]:
        """Who is told at a moment what is meant for these people (rules.standing_in.share_out)."""
        ids = list(ids)
        if not ids or not self.absences.keys() & set(ids):
            return [Reached(id_) for id_ in dict.fromkeys(ids)]
        return share_out(ids, at, self.people, self.absences, but)

    def for_whom(self, person_id: int, at: datetime) -> list[Reached]:
        """Those for whom somebody stands in at a moment."""
        found = (self.reached(away, at) for away in self.absences)
        return [one for one in found if one.id == person_id and one.absent]

    @cached_property
    def absences(self) -> dict[int, list[Away]]:
        """When people are away, by id: what is not over."""
        found: dict[int, list[Away]] = {}
        rows = db.session.execute(
            select(Absence.person_id, Absence.starts_at, Absence.ends_at).where(
                Absence.ended_at.is_(None), Absence.ends_at > self._since
            )
        )
        for person_id, starts_at, ends_at in rows:
            found.setdefault(person_id, []).append(Away(starts_at, ends_at))
        return found

    @cached_property
    def people(self) -> dict[int, Colleague]:
        """The active colleagues of those who are away, and these themselves."""
        away = aliased(Person)
        offices = select(away.department_id).where(away.id.in_(self.absences))
        return _colleagues(Person.department_id.in_(offices))


def stand_ins_of(department_id: int | None, now: datetime) -> StandIns:
    """Who stands in for whom within one department; one statement."""
    rows = db.session.execute(
        _people()
        .add_columns(Absence.starts_at, Absence.ends_at)
        .outerjoin(
            Absence,
            and_(Absence.person_id == Person.id, Absence.ended_at.is_(None), Absence.ends_at > now),
        )
        .where(Person.department_id == department_id)
    ).all()
    found, absences = StandIns(now), dict[int, set[Away]]()
    for id_, *_, starts_at, ends_at in rows:
        if ends_at is not None:
            absences.setdefault(id_, set()).add(Away(starts_at, ends_at))
    found.people = _gathered([row[:5] for row in rows])
    found.absences = {id_: list(spans) for id_, spans in absences.items()}
    return found


def colleagues_of(department_id: int | None) -> dict[int, Colleague]:
    """The active people of a department, by id, with their roles; one statement."""
    return _colleagues(Person.department_id == department_id)


def _colleagues(which: ColumnElement[bool]) -> dict[int, Colleague]:
    return _gathered(db.session.execute(_people().where(which)).all())


def _people() -> Select[int, str, int | None, int | None, str]:
    return (
        select(Person.id, Person.name, Person.department_id, Person.deputy_id, PersonRole.role)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(Person.active)
        .order_by(Person.id)
    )


def _gathered(rows: Iterable[Any]) -> dict[int, Colleague]:
    """One colleague of the rows of each, which differ in the role."""
    facts: dict[int, tuple[str, int | None, int | None]] = {}
    roles: dict[int, set[str]] = {}
    for id_, name, department_id, deputy_id, role in rows:
        facts[id_] = name, department_id, deputy_id
        roles.setdefault(id_, set()).add(role)
    return {
        id_: Colleague(id_, name, department_id, frozenset(roles[id_]), deputy_id)
        for id_, (name, department_id, deputy_id) in facts.items()
    }


def office_of(department_id: int) -> Sequence[Person]:
    """The active people of a department by name, with their roles; one statement."""
    found = select(Person).where(Person.department_id == department_id, Person.active)
    return db.session.scalars(found.options(joinedload(Person.role_rows)).order_by(Person.id)).unique().all()


def absences_of(person_id: int, department_id: int | None, now: datetime) -> Sequence[Absence]:
    """Absences that are not over, of a person or of everybody in a department, the next first."""
    found = select(Absence).join(Person, Person.id == Absence.person_id)
    whose = Person.id == person_id if department_id is None else Person.department_id == department_id
    return db.session.scalars(
        found.where(Absence.ended_at.is_(None), Absence.ends_at > now, whose)
        .options(joinedload(Absence.person), joinedload(Absence.entered_by))
        .order_by(Absence.starts_at, Absence.id)
        .limit(MOST_SHOWN)
    ).all()


def colleague(username: str, department_id: int) -> Person | None:
    """An active person of a department, with roles; None: there is none of that user name."""
    found = select(Person).where(
        Person.username == username, Person.department_id == department_id, Person.active
    )
    return db.session.scalars(found.options(joinedload(Person.role_rows))).unique().one_or_none()


def held_absence(absence_id: int) -> Absence | None:
    """An absence, held until the end of the transaction."""
    return db.session.scalar(select(Absence).where(Absence.id == absence_id).with_for_update())
