"""A step being taken: what the workflow's engine hands to an action's own effects."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from servicedesk.models import Assignment, Clock, Instruction, Person, Request, Ticket
from servicedesk.operations.book import Book
from servicedesk.operations.paper import Paper
from servicedesk.queries.standing import Standing
from servicedesk.rules.notices import SUPERVISED, told_as
from servicedesk.rules.workflow import recorded_as
from servicedesk.rules.workflow_rows import Effect, Row


@dataclass
class Beside:
    """A further share that a step begins, ends or moves beside its own, and what that does to its clocks."""

    share: Assignment
    state: str | None = None
    """Its next state; None: it has just begun."""
    effects: tuple[Effect, ...] = ()


@dataclass
class Taking:
    """A step being taken: everything that an action's own effects may read and change."""

    book: Book
    by: Person | None
    """None: the timetable, which takes the steps that fall due by themselves."""
    now: datetime
    stand: Standing
    assignment: Assignment | None
    row: Row
    given: dict[str, Any]
    clocks: list[Clock]
    """Those that have not ended."""
    request: Request | None = None
    paper: Paper | None = None
    """Of a decision that was made on paper and is recorded; `now` is then its moment."""
    beside: list["Beside"] = field(default_factory=list)
    """What the step does to further shares."""
    instruction: Instruction | None = None
    """The one that is reported on."""
    until: datetime | None = None
    """The moment that is promised for the next feedback."""
    noted: dict[str, Any] = field(default_factory=dict)
    """What its effects add to what stands on record."""
    said: dict[str, Any] = field(default_factory=dict)
    """What they add to the message about it."""

    @property
    def ticket(self) -> Ticket:
        """The ticket that moves."""
        return self.stand.ticket

    @property
    def name(self) -> str:
        """What the step is called on record."""
        return recorded_as(self.row, self.request.kind if self.request else None)

    @property
    def told_as(self) -> str:
        """What people are told of it as."""
        if self.row.action == "supervise":
            return SUPERVISED[self.given["card"]]
        if self.name == "check_withdrawal" and self.given["outcome"] == "pressed":
            return "withdrawal_pressed"
        return told_as(self.name, self.row.ticket)

    @property
    def person(self) -> Person:
        """Who takes it, where the timetable never does."""
        assert self.by is not None
        return self.by

    def add(self, model: type[Any], **columns: Any) -> None:
        """Write down one more row."""
        self.book.add(self.book.new(model, **columns))
