"""What of a matter decides whether its lead may return it, and whether a refused return may be disputed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from servicedesk.models import Assignment, Clock, Request
from servicedesk.rules.limits import Limits
from servicedesk.rules.returns import (
    Share,
    dispute_refused,
    dispute_until,
    return_refused,
    return_until,
)
from servicedesk.rules.working_time import Calendar


@dataclass(frozen=True, slots=True)
class Returns:
    """The returns that were asked for of one share: the newest by its id, and whether one was ruled on."""

    newest: int = 0
    ruled: bool = False


def calendar_of(share: Assignment, limits: Limits) -> Calendar:
    """The hours by which the department's own limits are counted."""
    return limits.calendars[limits.calendar_id("sign", share.department.code)]


def returns_of(share_id: int | None, requests: Iterable[Request]) -> Returns:
    """What was asked for of a share, of all requests about its ticket."""
    own = [one for one in requests if one.kind == "return" and one.assignment_id == share_id]
    ruled = any(one.dispute is not None and one.state != "disputed" for one in own)
    return Returns(max((one.id for one in own), default=0), ruled)


def no_return(
    share: Assignment, clocks: Sequence[Clock], requests: Sequence[Request], limits: Limits, now: datetime
) -> str:
    """Why the share cannot be returned now, as `rules.returns.return_refused` says it."""
    was_signed = any(
        clock.kind == "sign" and clock.assignment_id == share.id and clock.state in ("met", "missed")
        for clock in clocks
    )
    ruled = returns_of(share.id, requests).ruled
    stands = Share(share.dispatched_at, was_signed, ruled)
    return return_refused(calendar_of(share, limits), stands, now)


def last_return(share: Assignment, limits: Limits) -> datetime:
    """Until when the share may be returned."""
    return return_until(calendar_of(share, limits), share.dispatched_at)


def no_dispute(
    request: Request, share: Assignment | None, returns: Returns, limits: Limits, now: datetime
) -> str:
    """Why a refused return cannot be disputed now, as `rules.returns.dispute_refused` says it."""
    if share is None or request.decided_at is None:
        return ""
    return dispute_refused(
        calendar_of(share, limits),
        request.decided_at,
        now,
        unsigned=share.state == "to_sign",
        ruled=returns.ruled,
        newest=request.id >= returns.newest,
    )


def last_dispute(request: Request, share: Assignment, limits: Limits) -> datetime | None:
    """Until when the refusal of a return may be disputed."""
    if request.decided_at is None:
        return None
    return dispute_until(calendar_of(share, limits), request.decided_at)
