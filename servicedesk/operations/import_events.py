"""What is on record of a past ticket: one event for each moment that its source knows, and its limits.

All are called `import_ticket` and say which moment they are of: `submitted dispatched result closed`. They
happened when the source says so, and were recorded when the import ran; figures of a past `as_of` go by the
former.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from servicedesk.models import NO_LIMIT
from servicedesk.operations import events
from servicedesk.rules import past_limit, running
from servicedesk.rules.chain import Chain
from servicedesk.rules.clock_record import ClockRecord
from servicedesk.rules.past_ticket import PastTicket
from servicedesk.rules.ticket_map import CLOSED, OPEN, REFUSED, WITHDRAWN

ACTION = "import_ticket"
ENDS = {CLOSED: "stop", WITHDRAWN: "cancel"}
"""What ends the limits of a past ticket; one that was refused never had any."""
SHARE_ENDS = {CLOSED: "done", WITHDRAWN: "cancelled", REFUSED: "cancelled"}


@dataclass(frozen=True, slots=True)
class PastMatter:
    """A past ticket with what it becomes here."""

    id: int
    number: str
    source: str
    import_id: int
    line: int
    ticket: PastTicket
    owner: str
    """The credit code of its enterprise."""
    share: int | None
    """The id of its department's share, where the department is one of ours."""
    department_id: int | None
    policy_id: int
    calendar_id: int
    by_id: int | None
    written_at: datetime

    @property
    def state(self) -> str:
        """An open one waits for its department or, where none is known, to be dispatched."""
        if self.ticket.state == OPEN:
            return "accepted" if self.share is None else "in_progress"
        return self.ticket.state

    @property
    def share_state(self) -> str:
        """Nobody here has signed for an open one yet."""
        return SHARE_ENDS.get(self.ticket.state, "to_sign")

    @property
    def dispatched_at(self) -> datetime | None:
        """When it was dispatched; an open one without a department has to be dispatched still."""
        return None if self.state == "accepted" else self.ticket.dispatched_at

    @property
    def next_due_at(self) -> datetime:
        """The limit that counts for it now."""
        return (self.ticket.due_at if self.state == "in_progress" else None) or NO_LIMIT

    def limit(self) -> dict[str, Any] | None:
        """Its limit as it stands on record."""
        if self.ticket.due_at is None or self.ticket.state == REFUSED:
            return None
        handed = self.dispatched_at or self.ticket.submitted_at
        return {
            "due_at": self.ticket.due_at.isoformat(),
            "handed_at": handed.isoformat(),
            "policy": self.policy_id,
            "calendar": self.calendar_id,
        }

    def clocks(self) -> list[SimpleNamespace]:
        """Its limits, as they ended or still run."""
        found = limits_of(self.limit(), self.ticket.submitted_at, self.written_at, SimpleNamespace)
        for clock in found:
            clock.ticket_id, clock.cycle = self.id, 1
            clock.assignment_id = clock.department_id = None
            if clock.kind == "resolve":
                clock.assignment_id, clock.department_id = self.share, self.department_id
            match ENDS.get(self.ticket.state), self.ticket.stopped_at:
                case "stop", datetime() as at:
                    clock.department_id = self.department_id
                    running.stop(cast(ClockRecord, clock), at)
                case "cancel", datetime() as at:
                    clock.department_id = self.department_id
                    running.cancel(cast(ClockRecord, clock), at)
        return found


def limits_of(
    limit: Mapping[str, Any] | None, submitted_at: datetime, known_at: datetime, make: Any
) -> list[Any]:
    """The limits that a past ticket's first event tells of, as they run; `make` makes an empty record."""
    if limit is None:
        return []
    begun = []
    for kind in past_limit.KINDS:
        started = datetime.fromisoformat(limit["handed_at"]) if kind == "resolve" else submitted_at
        clock, due = make(), datetime.fromisoformat(limit["due_at"])
        past_limit.begin(clock, kind, due, started, known_at, limit["policy"], limit["calendar"])
        begun.append(clock)
    return begun


def chain_of(matter: PastMatter) -> list[dict[str, Any]]:
    """Its events, as rows."""
    chain, rows = Chain(matter.number), []
    for at, payload, texts in _moments(matter):
        content, words = events.composed(payload, texts, events.salt)
        row = chain.append(matter.by_id, ACTION, at, matter.written_at, content, visible=True)
        rows.append(row | {"ticket_id": matter.id, "assignment_id": None, "texts": words})
    return rows


_Moment = tuple[datetime, dict[str, Any], dict[str, str]]


def _moments(matter: PastMatter) -> Iterator[_Moment]:
    past, state, led = matter.ticket, "accepted", matter.share is not None
    lead = {"lead": past.department, **_share_of(matter)} if led else {}
    at_once = lead if matter.dispatched_at is None else {}
    if led and matter.dispatched_at is None:
        state = "in_progress"
    yield past.submitted_at, _submitted(matter, state) | at_once, _words(past)
    if matter.dispatched_at is not None:
        before, state = state, "in_progress"
        changed = {"state": [before, state]} if led else {}
        state = state if led else before
        yield matter.dispatched_at, {"moment": "dispatched", "clocks": [], **changed, **lead}, {}
    if past.state == OPEN:
        return
    assert past.closed_at is not None
    if past.state == CLOSED and past.result_at is not None and past.result_at < past.closed_at:
        ended = _ended(matter, "result", state, "in_callback")
        yield past.result_at, ended, {"text": past.result}
        closed = {"moment": "closed", "state": ["in_callback", "closed"], "clocks": []}
        yield past.closed_at, closed, {}
    else:
        yield past.closed_at, _ended(matter, "closed", state, past.state), {"text": past.result}


def _submitted(matter: PastMatter, state: str) -> dict[str, Any]:
    past = matter.ticket
    return {
        "moment": "submitted",
        "state": [None, state],
        "clocks": [],
        "source": matter.source,
        "import": matter.import_id,
        "line": matter.line,
        "external_ref": past.reference,
        "kind": past.kind,
        "category": past.category,
        "channel": past.channel,
        "urgent": past.urgent,
        "confidential": past.confidential,
        "about_department": past.about_department or None,
        "enterprise": matter.owner,
        "limit": matter.limit(),
        "limit_of": _share_of(matter),
    }


def _words(past: PastTicket) -> dict[str, str]:
    return {
        "title": past.title,
        "description": past.description,
        "contact_name": past.contact_name or past.enterprise,
        "contact_phone": past.contact_phone,
        "contact_email": past.contact_email,
    }


def _share_of(matter: PastMatter) -> dict[str, Any]:
    if matter.share is None:
        return {}
    return {"assignment": matter.share, "department": matter.ticket.department}


def _ended(matter: PastMatter, moment: str, before: str, after: str) -> dict[str, Any]:
    """The end of its limits and of its department's share."""
    past = matter.ticket
    has_limit = matter.limit() is not None
    done = [f"{ENDS[past.state]} {kind}" for kind in past_limit.KINDS] if has_limit else []
    share = _share_of(matter)
    if share:
        share["assignment_state"] = ["to_sign", SHARE_ENDS[past.state]]
    return {"moment": moment, "state": [before, after], "clocks": done, **share}
