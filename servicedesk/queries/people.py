"""People by what they are: who signs in, and whom a message about a matter reaches."""

from collections.abc import Sequence
from functools import cached_property

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Department, Person, PersonRole
from servicedesk.rules.access import HEADS, STAFF_ROLES


def person_by_id(person_id: int) -> Person | None:
    """A person with roles, department and enterprise, in one statement."""
    return db.session.scalars(_whole().where(Person.id == person_id)).unique().one_or_none()


def person_by_username(username: str) -> Person | None:
    """A person by user name (small letters), with roles, department and enterprise."""
    return db.session.scalars(_whole().where(Person.username == username)).unique().one_or_none()


def ids_with_role(*roles: str, department_id: int | None = None) -> Sequence[int]:
    """Ids of the active people who hold one of the roles, of one department where it is named."""
    found = (
        select(Person.id)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(PersonRole.role.in_(roles), Person.active)
        .distinct()
        .order_by(Person.id)
    )
    if department_id is not None:
        found = found.where(Person.department_id == department_id)
    return db.session.scalars(found).all()


def head_of(department: Department) -> int | None:
    """The id of who heads a department, the oldest account first; None where nobody does."""
    return next(iter(ids_with_role(*HEADS, department_id=department.id)), None)


def ids_of_members(enterprise_id: int) -> Sequence[int]:
    """Ids of an enterprise's verified members."""
    return db.session.scalars(
        select(Person.id)
        .where(Person.enterprise_id == enterprise_id, Person.verified_at.is_not(None), Person.active)
        .order_by(Person.id)
    ).all()


class Staff:
    """Who works here, for whoever asks many times within a moment: read once, in one statement, when asked.

    Answers as the functions of this module do.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[frozenset[str], int | None], list[int]] = {}

    def ids_with_role(self, *roles: str, department_id: int | None = None) -> Sequence[int]:
        """As the function of this name; only for roles of staff."""
        key = frozenset(roles), department_id
        if key not in self._known:
            self._known[key] = list(
                dict.fromkeys(
                    one.id
                    for one in self._people
                    if one.role in roles and department_id in (None, one.department_id)
                )
            )
        return self._known[key]

    def ids_of_members(self, enterprise_id: int) -> Sequence[int]:
        """As the function of this name."""
        return ids_of_members(enterprise_id)

    @cached_property
    def _people(self) -> Sequence[Row[int, int | None, str]]:
        return db.session.execute(
            select(Person.id, Person.department_id, PersonRole.role)
            .join(PersonRole, PersonRole.person_id == Person.id)
            .where(PersonRole.role.in_(STAFF_ROLES), Person.active)
            .order_by(Person.id)
        ).all()


def _whole() -> Select[Person]:
    return select(Person).options(
        joinedload(Person.role_rows), joinedload(Person.department), joinedload(Person.enterprise)
    )
