"""The book of a step: where it looks up what it names, and writes what comes of it.

Steps are taken on stored matters, and by the bulk writer on matters in memory; both go through the same
lines, and only the book differs.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Protocol, TypeVar

from servicedesk.extensions import db
from servicedesk.models import Assignment, Category, Department, Instruction, Person, Request, Result, Ticket
from servicedesk.operations import events, messages
from servicedesk.queries.absences import StandIns, colleague
from servicedesk.queries.categories import category_for, proposal_for
from servicedesk.queries.due import DueShare
from servicedesk.queries.people import head_of
from servicedesk.queries.results import last_result
from servicedesk.queries.sampling import sampling
from servicedesk.queries.standing import department_by_code
from servicedesk.queries.supervision import last_urge
from servicedesk.rules.routing import Proposal
from servicedesk.rules.sampling import Sampling

Row = TypeVar("Row")


class Book(Protocol):
    """What a step reads and writes."""

    def category(self, given: str) -> Category | None:
        """An open category of the second level, by its code or its Chinese name."""

    def department(self, code: str) -> Department | None:
        """An open department."""

    def colleague(self, username: str, department_id: int) -> Person | None:
        """An active person of a department."""

    def away_until(self, person: Person, now: datetime) -> datetime | None:
        """Until when somebody is away; None: not away."""

    def proposal(self, ticket: Ticket, returned: Collection[str] = ()) -> Proposal | None:
        """Who should lead the ticket; not one of those that have returned it."""

    def last_result(self, ticket: Ticket) -> Result | None:
        """The newest result of a ticket."""

    def last_urge(self, ticket: Ticket, by: Person) -> datetime | None:
        """When somebody last urged on a ticket."""

    def sampling(self, now: datetime) -> Sampling:
        """How many withdrawals are asked about."""

    def head_of(self, department: Department) -> int | None:
        """The id of who heads a department."""

    def new(self, model: type[Row], **columns: Any) -> Row:
        """A new row with these columns, not yet written."""

    def add(self, row: object) -> None:
        """Take a new row in."""

    def flush(self) -> None:
        """See to it that new rows have ids, and that ids follow the objects that were set."""

    def event(
        self,
        ticket: Ticket,
        by: Person | None,
        action: str,
        at: datetime,
        payload: Mapping[str, Any],
        texts: Mapping[str, str | None],
        *,
        visible: bool,
        assignment: Assignment | None = None,
    ) -> object:
        """Append to the ticket's chain of events."""

    def tell_after(
        self,
        action: str,
        ticket: Ticket,
        assignment: Assignment | DueShare | None,
        by: Person | None,
        now: datetime,
        request: Request | None = None,
        params: dict[str, Any] | None = None,
        instruction: Instruction | None = None,
    ) -> None:
        """Tell those whom an action concerns."""


class Stored:
    """The book that is the database."""

    category = staticmethod(category_for)
    department = staticmethod(department_by_code)
    colleague = staticmethod(colleague)
    proposal = staticmethod(proposal_for)
    last_result = staticmethod(last_result)
    last_urge = staticmethod(last_urge)
    head_of = staticmethod(head_of)
    sampling = staticmethod(sampling)
    event = staticmethod(events.append)
    tell_after = staticmethod(messages.tell_after)

    def away_until(self, person: Person, now: datetime) -> datetime | None:
        """Until when somebody is away; None: not away."""
        return StandIns(now).until(person.id, now)

    def new(self, model: type[Row], **columns: Any) -> Row:
        """A new row with these columns, not yet written."""
        return model(**columns)

    def add(self, row: object) -> None:
        """Take a new row in."""
        db.session.add(row)

    def flush(self) -> None:
        """Send all changes to the database."""
        db.session.flush()


STORED: Book = Stored()
