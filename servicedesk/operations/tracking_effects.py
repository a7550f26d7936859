"""What asking for tracking, agreeing to it and giving feedback do beside moving states and clocks.

They run before states and clocks move, and may refuse what was given.
"""

from datetime import datetime

from servicedesk.operations.request_effects import decided, no_days, no_lead, requested
from servicedesk.operations.taking import Taking
from servicedesk.rules.tracking import TRACKING_DECIDER, next_after_review, promised_moment


def request_tracking(taking: Taking) -> None:
    """The department says why it takes longer, and by when the enterprise hears how it stands."""
    given = taking.given
    given["feedback_at"] = at = promised_moment(given["feedback_at"], taking.now, "feedback_at")
    params = {"feedback_at": at.isoformat()}
    requested(taking, "tracking", TRACKING_DECIDER, params, given["for_enterprise"])


def approve(taking: Taking) -> None:
    """From now on the first round runs; a suspension of the lead's share ends with it."""
    assert taking.request is not None
    assert taking.assignment is not None
    no_days(taking)
    no_lead(taking)
    taking.assignment.suspended_until = None
    _promise(taking, datetime.fromisoformat(taking.request.params["feedback_at"]))
    taking.said |= {"reason": taking.request.for_enterprise or ""}
    decided(taking)


def feedback(taking: Taking) -> None:
    """A round ends, and the next one is promised."""
    given = taking.given
    at = promised_moment(given["next_feedback_at"], taking.now, "next_feedback_at")
    given["next_feedback_at"] = at
    _promise(taking, at)
    taking.said |= {"reason": given["text"]}


def hear(taking: Taking) -> None:
    """What is joined to a tracked matter is told the same moment, and the same words."""
    given = taking.given
    taking.said = {"until": given["next_feedback_at"].isoformat(), "reason": given.get("text") or ""}


def send_back(taking: Taking) -> None:
    """What was tracked before its result is tracked on: the promised moment stays, where it can be kept."""
    if not taking.stand.facts.tracked:
        return
    rounds = [clock for clock in taking.stand.clocks if clock.kind == "feedback"]
    calendar = taking.stand.limits.calendars[rounds[-1].calendar_id]
    _promise(taking, next_after_review(calendar, rounds[-1].due_at, taking.now))


def _promise(taking: Taking, at: datetime) -> None:
    taking.until = at
    taking.noted["promised"] = at.isoformat()
    taking.said = {"until": at.isoformat()}
