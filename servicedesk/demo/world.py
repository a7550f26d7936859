"""The world that the demo's matters live in: reference data, people and enterprises, read once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from servicedesk.demo.records import KINDS, Record
from servicedesk.extensions import db
from servicedesk.models import Category, Department, Enterprise, Person, Routing
from servicedesk.queries.limits import limits
from servicedesk.rules.access import HANDLING_ROLES, Actor
from servicedesk.rules.limits import Limits
from servicedesk.rules.routing import Proposal, RoutingRow, propose


@dataclass(frozen=True, eq=False, slots=True)
class Office:
    """A department."""

    id: int
    code: str
    outside: bool


@dataclass(frozen=True, eq=False, slots=True)
class Firm:
    """An enterprise."""

    id: int
    credit_code: str
    name: str
    park: str | None


@dataclass(frozen=True, eq=False, slots=True)
class Subject:
    """A category of the second level."""

    id: int
    code: str
    name_zh: str
    complex: bool
    fields: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Player:
    """A person, with what operations read of one."""

    id: int
    username: str
    name: str
    phone: str | None
    email: str | None
    roles: frozenset[str]
    office: Office | None
    enterprise: Firm | None
    verified: bool

    @cached_property
    def _actor(self) -> Actor:
        return Actor(
            id=self.id,
            roles=self.roles,
            department=self.office.code if self.office else None,
            enterprise_id=self.enterprise.id if self.enterprise else None,
            verified=self.verified,
        )

    def actor(self) -> Actor:
        """The person as the rules of sight know them."""
        return self._actor


class Directory:
    """Who people are, asked as `queries.people` is asked."""

    def __init__(self, players: Sequence[Player]) -> None:
        self._players = players
        self._known: dict[Any, list[int]] = {}

    def ids_with_role(self, *roles: str, department_id: int | None = None) -> list[int]:
        """Ids of the people who hold one of the roles, of one department where it is named."""
        return self._find(
            (frozenset(roles), department_id),
            lambda p: (
                bool(p.roles & set(roles))
                and (department_id is None or (p.office is not None and p.office.id == department_id))
            ),
        )

    def ids_of_members(self, enterprise_id: int) -> list[int]:
        """Ids of an enterprise's verified members."""
        return self._find(
            enterprise_id, lambda p: bool(p.enterprise and p.enterprise.id == enterprise_id and p.verified)
        )

    def _find(self, key: Any, fits: Callable[[Player], bool]) -> list[int]:
        if key not in self._known:
            self._known[key] = [p.id for p in self._players if fits(p)]
        return self._known[key]


@dataclass
class World:
    """Everything that matters refer to, and the ids given out so far."""

    limits: Limits
    offices: Mapping[str, Office]
    firms: Mapping[str, Firm]
    """By credit code."""
    subjects: Mapping[str, Subject]
    """By code and by Chinese name."""
    routes: Sequence[RoutingRow]
    players: Mapping[str, Player]
    """By user name."""
    last_ids: Mapping[type[Record], int]
    contacts: dict[Any, dict[str, Any]] = field(default_factory=dict)
    """Contact data that has been checked already."""
    _proposals: dict[Any, Proposal | None] = field(default_factory=dict)

    @cached_property
    def directory(self) -> Directory:
        """Who people are."""
        return Directory(list(self.players.values()))

    def proposal(self, subject: Subject, kind: str, park: str | None) -> Proposal | None:
        """Who should lead."""
        key = (subject.code, kind, park)
        if key not in self._proposals:
            self._proposals[key] = propose(self.routes, subject.code, kind, park, subject.name_zh)
        return self._proposals[key]

    @cached_property
    def handlers(self) -> Mapping[str, list[Player]]:
        """Those who handle an office's matters, by its code."""
        return _grouped(
            (p.office.code, p) for p in self.players.values() if p.office and p.roles & HANDLING_ROLES
        )

    @cached_property
    def with_role(self) -> Mapping[str, list[Player]]:
        """Everybody who has a role."""
        return _grouped((role, p) for p in self.players.values() for role in p.roles)

    @cached_property
    def members(self) -> Mapping[str, list[Player]]:
        """The verified members of an enterprise, by its credit code; the oldest account first."""
        return _grouped(
            (p.enterprise.credit_code, p) for p in self.players.values() if p.enterprise and p.verified
        )


def _grouped(pairs: Iterable[tuple[str, Player]]) -> dict[str, list[Player]]:
    found: dict[str, list[Player]] = {}
    for key, player in pairs:
        found.setdefault(key, []).append(player)
    return found


def read_world(now: datetime) -> World:
    """The world as the database has it."""
    offices = {
        d.id: Office(d.id, d.code, d.outside)
        for d in db.session.scalars(select(Department).order_by(Department.id))
    }
    firms = {
        e.id: Firm(e.id, e.credit_code, e.name, e.park)
        for e in db.session.scalars(select(Enterprise).order_by(Enterprise.id))
    }
    subjects = [
        Subject(c.id, c.code, c.name_zh, c.complex, c.fields)
        for c in db.session.scalars(select(Category).where(Category.active).order_by(Category.code))
        if c.parent_id is not None
    ]
    people = db.session.scalars(
        select(Person).where(Person.active).options(joinedload(Person.role_rows)).order_by(Person.id)
    ).unique()
    in_force = limits(now)
    return World(
        # With every calendar read: those who play matters in processes of their own have no database.
        limits=replace(in_force, calendars=dict(in_force.calendars)),
        offices={office.code: office for office in offices.values()},
        firms={firm.credit_code: firm for firm in firms.values()},
        subjects={name: s for s in subjects for name in (s.name_zh, s.code)},
        routes=[
            RoutingRow(r.id, r.category.code, r.lead.code, tuple(r.assist_codes), r.kind, r.park)
            for r in db.session.scalars(select(Routing).where(Routing.active).order_by(Routing.id))
        ],
        players={
            p.username: Player(
                p.id, p.username, p.name, p.phone, p.email, p.roles, offices.get(p.department_id or 0),
                firms.get(p.enterprise_id or 0), p.verified_at is not None,
            )
            for p in people
        },
        last_ids={
            kind: db.session.scalar(select(func.max(kind.model.__table__.c.id))) or 0 for kind in KINDS
        },
    )  # fmt: skip
