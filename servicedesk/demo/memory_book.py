"""The book of the bulk writer: what a step looks up comes from the world, what it writes stays in memory."""

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast

from servicedesk import models
from servicedesk.demo import records
from servicedesk.demo.ids import Ids
from servicedesk.demo.records import OF_MODEL, Record
from servicedesk.demo.world import World
from servicedesk.rules.access import HEADS, only_lead
from servicedesk.rules.routing import Proposal, propose_for_complaint
from servicedesk.rules.sampling import DEFAULT, Sampling

Row = TypeVar("Row")


@dataclass(slots=True)
class Happening:
    """Something that becomes an event."""

    at: datetime
    by: int | None
    action: str
    payload: Mapping[str, Any]
    texts: Mapping[str, str | None]
    visible: bool
    assignment: int | None
    clock: int = 0
    """Whose ladder's step it is."""


@dataclass
class MemoryBook:
    """The records of one ticket and of all that belongs to it."""

    world: World
    ids: Ids
    rng: random.Random
    """For the salts of events."""
    told_since: datetime
    """Messages older than that are left out: everybody has read them."""
    rows: dict[type[Record], list[Any]] = field(default_factory=lambda: {kind: [] for kind in records.KINDS})
    happenings: list[Happening] = field(default_factory=list)

    @property
    def ticket(self) -> models.Ticket:
        """The ticket."""
        found: models.Ticket = self.rows[records.Ticket][0]
        return found

    @property
    def assignment(self) -> models.Assignment | None:
        """The lead's assignment, when there is one."""
        return next(
            (share for share in reversed(self.rows[records.Assignment]) if share.role == "lead"), None
        )

    def share_of(self, department: str | None) -> models.Assignment | None:
        """A department's own share, else the lead's."""
        shares = self.rows[records.Assignment]
        return next((s for s in reversed(shares) if s.department.code == department), self.assignment)

    def clock(self, kind: str) -> models.Clock | None:
        """The running clock of a kind."""
        return next((c for c in self.rows[records.Clock] if c.kind == kind and c.state == "running"), None)

    def category(self, given: str) -> models.Category | None:
        """A category by code or Chinese name."""
        return cast(models.Category | None, self.world.subjects.get(given))

    def department(self, code: str) -> models.Department | None:
        """A department."""
        return cast(models.Department | None, self.world.offices.get(code))

    def colleague(self, username: str, department_id: int) -> models.Person | None:
        """A person of an office."""
        found = self.world.players.get(username)
        is_one = found is not None and found.office is not None and found.office.id == department_id
        return cast(models.Person, found) if is_one else None

    def away_until(self, person: models.Person, now: datetime) -> datetime | None:
        """Nobody is away in memory."""
        return None

    def proposal(self, ticket: models.Ticket, returned: Collection[str] = ()) -> Proposal | None:
        """Who should lead; nothing is returned in memory."""
        about = ticket.about_department.code if ticket.about_department else None
        if only := only_lead(about, about_leader=ticket.about_leader):
            return propose_for_complaint(only)
        return self.world.proposal(ticket.category, ticket.kind, ticket.enterprise.park)

    def last_result(self, ticket: models.Ticket) -> models.Result | None:
        """The newest result."""
        found = self.rows[records.Result]
        return found[-1] if found else None

    def last_urge(self, ticket: models.Ticket, by: models.Person) -> datetime | None:
        """When somebody last urged on the ticket."""
        found = [what.at for what in self.happenings if (what.action, what.by) == ("urge", by.id)]
        return max(found, default=None)

    def sampling(self, now: datetime) -> Sampling:
        """How many withdrawals are asked about."""
        return DEFAULT

    def head_of(self, department: models.Department) -> int | None:
        """Who heads a department."""
        found = self.world.directory.ids_with_role(*HEADS, department_id=department.id)
        return found[0] if found else None

    def new(self, model: type[Row], **columns: Any) -> Row:
        """A new record."""
        return cast(Row, OF_MODEL[model](**columns))  # type: ignore[index]

    def add(self, row: Any) -> None:
        """Keep a record and give it its id."""
        row.id = self.ids.next(type(row))
        self.rows[type(row)].append(row)

    def flush(self) -> None:
        """Records have their ids at once."""

    def event(
        self,
        ticket: models.Ticket,
        by: models.Person | None,
        action: str,
        at: datetime,
        payload: Mapping[str, Any],
        texts: Mapping[str, str | None],
        *,
        visible: bool,
        assignment: models.Assignment | None = None,
    ) -> None:
        """Remember what becomes an event; the chain is made at the end."""
        self.happenings.append(
            Happening(
                at,
                by.id if by else None,
                action,
                payload,
                texts,
                visible,
                assignment.id if assignment else None,
            )
        )
