"""Requests: what may be asked for, when, and who decides it. Who asks never decides."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from servicedesk.rules.access import DESK_ROLES
from servicedesk.rules.policy import Extension
from servicedesk.rules.working_time import Calendar

REQUEST_KINDS = ("extension", "suspension", "tracking", "return", "exclusion", "reopening")
ASKED_BY_ENTERPRISES = frozenset({"reopening"})
REQUEST_STATES = ("pending", "disputed", "approved", "refused", "lapsed")
WAITING_STATES = frozenset({"pending", "disputed"})
"""In which somebody has to decide."""
LONGEST_EXTENSION = 60
"""Working days that a request may name at most, whatever its policy says."""

SUSPENSION_CODES = (
    "hearing", "tender", "inspection", "testing", "expert_review", "waiting_for_enterprise", "force_majeure",
)  # fmt: skip
LONGEST_SUSPENSION = 366
"""Days that a suspension may last at most; a longer one is asked for anew."""
SUSPENSION_DECIDER = "desk_lead"
LAST_WORD = "leader"
"""Decides on one extension more than the policy gives, and on what the desk lead asks for."""
EXTENSION_DECIDERS = ("desk_lead", LAST_WORD)
"""Who may be named by a policy to decide on extensions."""
THE_DESK = "desk"
"""Decides on reopening: officers and the desk lead. What is about the desk, the supervisor decides."""
DECIDERS = frozenset({SUSPENSION_DECIDER, *EXTENSION_DECIDERS, THE_DESK, "supervisor"})
DECIDING_ROLES = (DECIDERS - {THE_DESK}) | DESK_ROLES

# While the ticket stands in one of these states, what is asked for waits; then the matter has moved on.
# What those who help ask for waits on while a returned matter looks for its next lead.
_WHILE_WORKED_ON = frozenset({"in_progress", "accepted"})
# And on while the lead's own limits have given way to promised feedback.
_OF_PARTS = _WHILE_WORKED_ON | {"tracking"}
WAITS_IN: Mapping[str, frozenset[str]] = {
    "reopening": frozenset({"closed"}),
    "return": frozenset({"in_progress"}),
    "tracking": frozenset({"in_progress"}),
    # Figures are about what has ended, too.
    "exclusion": frozenset(
        {"accepted", "in_progress", "in_review", "in_callback", "tracking", "joined", "closed"}
    ),
}


@dataclass(frozen=True, slots=True)
class Extendable:
    """What decides whether a limit may be extended once more. `granted`: how often it was."""

    extension: Extension | None
    granted: int
    due: datetime
    cap: datetime | None


def extension_refused(calendar: Calendar, limit: Extendable, pending: Sequence[str], now: datetime) -> str:
    """Why no extension can be asked for now: `none asked used_up capped late too_late`; empty: it can.

    Source: rule 4. It is asked for at least one working day before the limit, and after it never.
    """
    if limit.extension is None:
        return "none"
    if "extension" in pending:
        return "asked"
    if limit.granted > limit.extension.max_times:
        return "used_up"
    if limit.cap is not None and limit.cap <= limit.due:
        return "capped"
    if now > limit.due:
        return "late"
    return "too_late" if now > working_day_before(calendar, limit.due) else ""


def approval_refused(limit: Extendable | None, counted: datetime) -> str:
    """Why an extension that was asked for cannot be granted any more: `none over capped`; empty: it can.

    `counted`: up to when the limit's time has been counted, which is now unless it stands still. The limit
    may have become another one since (rule 18), or have passed.
    """
    if limit is None or counted > limit.due:
        return "over"
    if limit.extension is None:
        return "none"
    return "capped" if limit.cap is not None and limit.cap <= limit.due else ""


def waits(kind: str, ticket_state: str, *, of_part: bool = False) -> bool:
    """Whether a request of a kind still waits for its decision in this state of its ticket.

    `of_part`: it is about the share of a department that helps.
    """
    return ticket_state in (_OF_PARTS if of_part else WAITS_IN.get(kind, _WHILE_WORKED_ON))


def decided_as(roles: Collection[str]) -> frozenset[str]:
    """The words for who decides under which these roles may."""
    return frozenset(roles) | (frozenset({THE_DESK}) if DESK_ROLES & frozenset(roles) else frozenset())


def reopening_decider(*, about_desk: bool) -> str:
    """Who decides whether a matter is reopened; what is about the desk, the supervisor does for it."""
    return "supervisor" if about_desk else THE_DESK


def decider(role: str, asks: Collection[str]) -> str:
    """Who decides on a request that this role decides, by the roles of who asks: who asks never decides."""
    return LAST_WORD if role in asks else role


def extension_decider(limit: Extendable) -> str:
    """The role that decides on the next extension: the policy's, and for one more a leader's (rule 4)."""
    assert limit.extension is not None
    return limit.extension.decided_by if limit.granted < limit.extension.max_times else LAST_WORD


def working_day_before(calendar: Calendar, moment: datetime) -> datetime:
    """The same time of day on the working day before."""
    earlier = calendar.local(moment) - timedelta(days=1)
    while not calendar.is_working_day(earlier.date()):
        earlier -= timedelta(days=1)
    return earlier
