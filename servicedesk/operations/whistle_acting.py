"""A step being taken on a whistle: what is handed to an action's own effects."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from servicedesk.models import Call, Person, Whistle
from servicedesk.operations.paper import Paper
from servicedesk.queries.whistle_standing import WhistleStanding
from servicedesk.rules.workflow_rows import Row

# What a step is called in the chains and in messages, where its own name means something else there.
RECORDED = {
    "approve": "approve_whistle", "refuse": "refuse_whistle", "ratify": "ratify_whistle",
    "note": "note_whistle", "close": "close_whistle", "answer": "answer_grade",
}  # fmt: skip


@dataclass
class Acting:
    """A step being taken on a whistle: what its own effects read and change."""

    by: Person
    now: datetime
    """When it happened; its effects may say that it was earlier."""
    stand: WhistleStanding
    call: Call | None
    row: Row
    given: dict[str, Any]
    payload: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str | None] = field(default_factory=dict)
    shares: list[dict[str, Any]] = field(default_factory=list)
    """What departments were given to do, as it stands on record."""
    paper: Paper | None = None
    """Of a decision that was made on paper; `now` is then its moment."""
    written: datetime = field(init=False)
    """When it is written down; what begins with the step begins then, when those concerned learn of it."""

    def __post_init__(self) -> None:
        self.written = self.paper.recorded_at if self.paper else self.now

    @property
    def decider(self) -> Person:
        """Who decides: whoever takes the step, or whoever decided on paper."""
        return self.paper.decided_by if self.paper else self.by

    @property
    def whistle(self) -> Whistle:
        """The whistle that moves."""
        return self.stand.whistle

    @property
    def name(self) -> str:
        """What the step is called on record."""
        return RECORDED.get(self.row.action, self.row.action)
