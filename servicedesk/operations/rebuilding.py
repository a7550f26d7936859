"""Rebuilding a matter from its events: what state and which clocks follow from what is on record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol, cast

from servicedesk.models import Assignment, Call, Clock, Request, Ticket, Whistle
from servicedesk.operations import clocks, instruction_clocks, whistle_limits
from servicedesk.operations.book import Book
from servicedesk.operations.import_events import limits_of as imported_limits
from servicedesk.queries.ticket_facts import case_of
from servicedesk.rules import running
from servicedesk.rules.access import DESK
from servicedesk.rules.limits import Limits
from servicedesk.rules.supervision import higher_card
from servicedesk.rules.whistles import with_budgets
from servicedesk.rules.workflow import ENDED_STATES
from servicedesk.rules.workflow_rows import Effect

# A step of the ladder is taken once its moment has passed.
JUST_PASSED = timedelta(seconds=1)


class Recorded(Protocol):
    """What of an event is read here."""

    action: str
    payload: Mapping[str, Any]
    at: datetime
    recorded_at: datetime


@dataclass(frozen=True)
class _Code:
    code: str


@dataclass(frozen=True)
class _Share:
    """An assignment as clocks see it."""

    id: int
    department: _Code
    department_id: int


@dataclass(frozen=True)
class _Called:
    """A department's call as clocks see it."""

    id: int
    department: _Code
    department_id: int


@dataclass(frozen=True)
class _Asked:
    id: int


@dataclass(frozen=True)
class _Instruction:
    """An instruction as its limit sees it."""

    id: int
    department: _Code
    department_id: int
    due_on: date


@dataclass
class _Matter:
    """A ticket as clocks see it, brought up to date by each event."""

    id: int
    submitted_at: datetime
    kind: str = ""
    category: _Code = _Code("")
    urgent: bool = False
    complex: bool = False
    cycle: int = 1
    external_due: datetime | None = None
    lead_id: int | None = None
    confidential: bool = False


class _Scratch:
    """A book in which nothing is written."""

    def new(self, model: type[Any], **columns: Any) -> Any:
        return model(**columns)

    def add(self, row: object) -> None:
        pass


@dataclass
class Rebuilt:
    """What follows from a ticket's events. Clocks stand in the order in which they began, without ids."""

    state: str = ""
    excluded: tuple[datetime, str] | tuple[None, None] = (None, None)
    """Since when, and why."""
    assignment_states: dict[int, str] = field(default_factory=dict)
    handed: dict[int, datetime] = field(default_factory=dict)
    """When each share of a lead was dispatched to it."""
    clocks: list[Clock] = field(default_factory=list)
    instruction_states: dict[int, str] = field(default_factory=dict)
    card: str | None = None
    card_at: datetime | None = None
    sampled_at: datetime | None = None
    withdrawal_check: str | None = None
    taken_up_at: datetime | None = None
    redone_at: datetime | None = None


def is_complete(events: Sequence[Recorded]) -> bool:
    """Whether the events say what they did to the clocks; those of before this was kept do not."""
    return bool(events) and "clocks" in events[0].payload


class Rebuilding:
    """One ticket being rebuilt, event after event."""

    def __init__(
        self,
        ticket_id: int,
        submitted_at: datetime,
        clock_ids: Sequence[int],
        departments: Mapping[str, int],
        limits_at: Callable[[datetime], Limits],
    ) -> None:
        """`clock_ids`: of the ticket's clocks, oldest first; `departments`: ids by code.

        `limits_at` answers the calendars that were known at a moment.
        """
        self._matter = _Matter(ticket_id, submitted_at)
        self._places = {id_: place for place, id_ in enumerate(clock_ids)}
        self._departments = departments
        self._limits_at = limits_at
        self.rebuilt = Rebuilt()

    def follow(self, event: Recorded) -> None:
        """Let one more event happen."""
        payload = event.payload
        self._learn(event)
        if "state" in payload:
            self.rebuilt.state = payload["state"][1]
        if "assignment_state" in payload:
            self.rebuilt.assignment_states[payload["assignment"]] = payload["assignment_state"][1]
        if event.action == "dispatch" or (payload.get("moment") == "dispatched" and "assignment" in payload):
            self.rebuilt.handed[payload["assignment"]] = event.at
        if payload.get("limit"):
            self._import_limits(event)
        if event.action in ("dispatch", "answer"):
            self.rebuilt.taken_up_at = self.rebuilt.taken_up_at or event.at
        if self._matter.cycle > 1:
            self.rebuilt.redone_at = self.rebuilt.redone_at or event.at
        self._supervise(event)
        if event.action == "approve_exclusion":
            self.rebuilt.excluded = (event.at, payload["reason_code"])
        if event.action == "draw_withdrawal":
            self.rebuilt.sampled_at, self.rebuilt.withdrawal_check = event.at, None
        if event.action == "check_withdrawal":
            self.rebuilt.withdrawal_check = payload["outcome"]
        limits = self._limits_at(event.recorded_at).for_matter(self._matter.submitted_at)
        match event.action:
            case "clock_step":
                clock = self._clock(payload)
                # A calendar that changed nothing of the clock then may move its later steps.
                kept, clock.calendar_id = clock.calendar_id, limits.newest(clock.calendar_id)
                running.take_one(clock, limits, event.at + JUST_PASSED)
                clock.calendar_id = kept
            case "calendar_changed":
                running.recalendar(self._clock(payload), limits, event.at)
            case _:
                self._apply(payload, limits, event.at)

    def _clock(self, payload: Mapping[str, Any]) -> Clock:
        return self.rebuilt.clocks[self._places[payload["clock_id"]]]

    def _apply(self, payload: Mapping[str, Any], limits: Limits, at: datetime) -> None:
        if "whistle" in payload:
            self._sound(payload, limits, at)
        else:
            scope = clocks.Scope(
                cast(Ticket, self._matter),
                cast(Assignment | None, self._share(payload)),
                cast(Request | None, _Asked(payload["request"]) if "request" in payload else None),
                payload.get("days") or 0,
                until=datetime.fromisoformat(payload["promised"]) if "promised" in payload else None,
                desk_id=self._departments[DESK] if self._matter.confidential else None,
            )
            self._do(payload.get("clocks", ()), scope, limits, at)
        for beside in payload.get("shares", ()):
            self.rebuilt.assignment_states[beside["assignment"]] = beside["state"][1]
            share = cast(Assignment, self._share(beside))
            until = datetime.fromisoformat(beside["until"]) if "until" in beside else None
            scope = clocks.Scope(cast(Ticket, self._matter), share, until=until)
            own = with_budgets(limits, case_of(scope.ticket), beside.get("budgets", {}))
            self._do(beside["clocks"], scope, own, at)
        clocks.cancel_decisions(self.rebuilt.clocks, payload.get("lapsed", ()), at)
        self._instruct(payload, limits, at)

    def _import_limits(self, event: Recorded) -> None:
        """The limits that a past ticket came with."""
        share = self._share(event.payload["limit_of"])
        began = imported_limits(event.payload["limit"], event.at, event.recorded_at, Clock)
        for clock in began:
            clock.cycle = 1
            if clock.kind == "resolve" and share is not None:
                clock.assignment_id, clock.department_id = share.id, share.department_id
        self.rebuilt.clocks += began

    def _instruct(self, payload: Mapping[str, Any], limits: Limits, at: datetime) -> None:
        """What became of instructions."""
        rebuilt, ticket = self.rebuilt, cast(Ticket, self._matter)
        for id_, code in payload.get("instructions", ()):
            due_on = date.fromisoformat(payload["due_on"])
            one = _Instruction(id_, _Code(code), self._departments[code], due_on)
            instruction_clocks.start(cast(Book, _Scratch()), ticket, one, rebuilt.clocks, limits, at)
            rebuilt.instruction_states[id_] = "open"
        reported = [id_ for id_, _ in payload.get("reported", ())]
        instruction_clocks.stop(rebuilt.clocks, reported, at)
        cancelled = payload.get("uninstructed", ())
        instruction_clocks.cancel(rebuilt.clocks, cancelled, at)
        rebuilt.instruction_states |= dict.fromkeys(reported, "reported")
        rebuilt.instruction_states |= dict.fromkeys(cancelled, "cancelled")

    def _supervise(self, event: Recorded) -> None:
        """What became of the card shown by hand."""
        before = self.rebuilt.card
        if event.action == "supervise":
            self.rebuilt.card = higher_card(before, event.payload["card"])
        elif self.rebuilt.state in ENDED_STATES:
            self.rebuilt.card = None
        if self.rebuilt.card != before:
            self.rebuilt.card_at = event.at if self.rebuilt.card else None

    def _do(self, done: Sequence[str], scope: clocks.Scope, limits: Limits, at: datetime) -> None:
        effects = [Effect(*one.split()) for one in done]
        clocks.apply(cast(Book, _Scratch()), effects, scope, self.rebuilt.clocks, limits, at)

    def _sound(self, payload: Mapping[str, Any], limits: Limits, at: datetime) -> None:
        """What a whistle's step did to its limits, which stand on this ticket when it is the first."""
        calls = [_Called(id_, _Code(code), self._departments[code]) for id_, code in payload["called"]]
        until = payload.get("until")
        limited = whistle_limits.Limited(
            cast(Ticket, self._matter),
            cast(Whistle, _Asked(payload.get("whistle_id", 0))),
            cast(Sequence[Call], calls),
            payload.get("budgets", {}),
            datetime.fromisoformat(until) if until else None,
        )
        effects = [Effect(*done.split()) for done in payload.get("clocks", ())]
        book = cast(Book, _Scratch())
        whistle_limits.move(book, effects, limited, self.rebuilt.clocks, limits, at)

    def _share(self, payload: Mapping[str, Any]) -> _Share | None:
        if "assignment" not in payload:
            return None
        code = payload["department"]
        return _Share(payload["assignment"], _Code(code), self._departments[code])

    def _learn(self, event: Recorded) -> None:
        """What the event says of the matter itself."""
        matter, payload = self._matter, event.payload
        matter.cycle = payload.get("cycle", matter.cycle)
        if event.action in ("submit_ticket", "import_ticket", "accept", "recategorise"):
            matter.kind = payload.get("kind") or matter.kind
            matter.category = _Code(payload["category"]) if payload.get("category") else matter.category
        if event.action in ("accept", "recategorise", "dispatch"):
            matter.complex = bool(payload.get("complex"))
        if event.action in ("submit_ticket", "import_ticket", "accept", "set_urgent"):
            matter.urgent = payload.get("urgent", matter.urgent)
        if event.action in ("submit_ticket", "import_ticket") and "confidential" in payload:
            matter.confidential = bool(payload.get("confidential"))
        if event.action == "submit_ticket" and payload["external_due"]:
            matter.external_due = datetime.fromisoformat(payload["external_due"])
        if event.action in ("dispatch", "main_answered", "import_ticket") and payload.get("lead"):
            matter.lead_id = self._departments[payload["lead"]]
        if event.action in ("approve_return", "rule_return") and "state" in payload:
            matter.lead_id = None
        if event.action in ("redo", "reopen", "approve_reopening") and payload.get("shares"):
            # Back to the desk, because whoever led it may not lead it on.
            matter.lead_id = None
