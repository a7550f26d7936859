"""Returns: until when a department may say that a matter is not its own, and who decides on it.

The first receiver leads (Beijing): what was signed is kept, so only an unsigned lead can be returned.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from servicedesk.rules.requests import LAST_WORD, SUSPENSION_DECIDER, decider
from servicedesk.rules.working_time import Calendar

RETURN_DAYS = 1
"""Working days after its dispatch within which a lead may return a matter."""
DISPUTE_SECONDS = 4 * 3600
"""Working time after a refusal within which the department may dispute it."""
RULED_BY = LAST_WORD
"""Rules on a disputed return, finally."""


@dataclass(frozen=True, slots=True)
class Share:
    """What of a department's share decides whether it may be returned."""

    dispatched_at: datetime
    was_signed: bool = False
    """In an earlier cycle: who has led a matter once keeps it when it is redone."""
    ruled: bool = False
    """Whether a leader has ruled that the department keeps it."""


def return_until(calendar: Calendar, dispatched_at: datetime) -> datetime:
    """The last moment at which a matter dispatched then may be returned."""
    return calendar.working_days(dispatched_at, RETURN_DAYS)


def return_refused(calendar: Calendar, share: Share, now: datetime) -> str:
    """Why the share cannot be returned now: `signed ruled late`; empty: it can."""
    if share.was_signed:
        return "signed"
    if share.ruled:
        return "ruled"
    return "late" if now > return_until(calendar, share.dispatched_at) else ""


def dispute_until(calendar: Calendar, refused_at: datetime) -> datetime:
    """The last moment at which a refusal of then may be disputed."""
    return calendar.add(refused_at, DISPUTE_SECONDS)


def dispute_refused(
    calendar: Calendar, refused_at: datetime, now: datetime, *, unsigned: bool, ruled: bool, newest: bool
) -> str:
    """Why a refusal cannot be disputed now: `signed ruled older late`; empty: it can.

    `newest`: whether no later return of the share was asked for.
    """
    if ruled:
        return "ruled"
    if not newest:
        return "older"
    if not unsigned:
        return "signed"
    return "late" if now > dispute_until(calendar, refused_at) else ""


def return_decider(about_desk: bool, asks: Collection[str]) -> str:
    """The role that decides on a return, by the roles of who asks: the desk lead.

    The supervisor where the matter is about the desk; a leader where these ask themselves.
    """
    return decider("supervisor" if about_desk else SUSPENSION_DECIDER, asks)
