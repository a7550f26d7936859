"""A step being taken: what the workflow's engine hands to an action's own effects."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from servicedesk.models import Assignment, Clock, Person, Ticket
from servicedesk.operations.book import Book
from servicedesk.queries.standing import Standing
from servicedesk.rules.workflow import Row


@dataclass
class Taking:
    """A step being taken: everything that an action's own effects may read and change."""

    book: Book
    by: Person
    now: datetime
    stand: Standing
    assignment: Assignment | None
    row: Row
    given: dict[str, Any]
    clocks: list[Clock]

    @property
    def ticket(self) -> Ticket:
        """The ticket that moves."""
        return self.stand.ticket
