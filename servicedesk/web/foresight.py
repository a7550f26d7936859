"""What a step will do to the limits, said on its form before it is taken."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext, ngettext
from flask_login import current_user

from servicedesk.queries.return_facts import last_return
from servicedesk.queries.standing import Standing
from servicedesk.queries.ticket_facts import extendable
from servicedesk.rules.limits import Limits
from servicedesk.rules.requests import (
    SUSPENSION_DECIDER,
    decider,
    extension_decider,
    working_day_before,
)
from servicedesk.rules.returns import return_decider
from servicedesk.rules.running import counted_until
from servicedesk.rules.tracking import TRACKING_DECIDER
from servicedesk.rules.trials import if_extended, if_rebudgeted, if_suspended
from servicedesk.rules.workflow_rows import SUSPENDED_CLOCKS, SUSPENDED_PART
from servicedesk.web import filters, request_time
from servicedesk.web.forms.choice import SelectChoice
from servicedesk.web.matter_view import MatterView
from servicedesk.web.words import word

if TYPE_CHECKING:
    from servicedesk.models import Assignment, Clock

# What an extension moves.
EXTENDED = ("resolve", "promise")
# What gives way to promised feedback.
TRANSFERRED = ("promise", "resolve")


@dataclass(frozen=True, slots=True)
class Moved:
    """A limit before and after."""

    label: str
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True)
class Foresight:
    """What is said above a form: sentences, and the limits that would move."""

    sentences: Sequence[str]
    limits: Sequence[Moved] = ()
    before: str = ""
    after: str = ""
    """What stands above the two columns of limits."""


def foresight(view: MatterView, action: str) -> Foresight | None:
    """What the form of this action says; None for most."""
    known = {
        "request_extension": _extension,
        "request_suspension": _suspension,
        "request_tracking": _tracking,
        "feedback": _feedback,
        "return": _return,
        "recategorise": _category,
        "set_urgent": _urgency,
        "hand_to_inspector": _handing_over,
    }
    if action == "resume":
        return _resumption(view.page.stand, view.share)
    return known[action](view.page.stand) if action in known else None


def _handing_over(stand: Standing) -> Foresight:
    return Foresight(
        [
            gettext("The inspector's office gets the matter with all its files, and is told at once."),
            gettext("The service centre keeps a receipt and does not see the matter any more."),
            gettext("The enterprise is told, and how to reach the inspector's office."),
        ]
    )


def held_up(share: "Assignment | None") -> Sequence[str]:
    """The kinds of the limits that stand still while a share is suspended."""
    return (SUSPENDED_PART if share and share.role == "assist" else SUSPENDED_CLOCKS).split()


def moved(clocks: Iterable["Clock"], then: Callable[["Clock"], datetime]) -> list[Moved]:
    """The limits that would move, and where to."""
    found = (Moved(word("clock", clock.kind), clock.due_at, then(clock)) for clock in clocks)
    return [one for one in found if one.before != one.after]


def day_choices(limit: "Clock", limits: Limits, most: int) -> list[SelectChoice]:
    """Each number of working days that an extension may have, with the limit that it would give."""
    now = request_time.now()
    return [
        SelectChoice(
            str(days),
            ngettext(
                "%(num)d working day: until %(moment)s",
                "%(num)d working days: until %(moment)s",
                days,
                moment=filters.moment(if_extended(limit, limits, days, now)),
            ),
        )
        for days in range(1, most + 1)
    ]


def extension_choices(view: MatterView) -> list[SelectChoice]:
    """What the department may ask for; nothing where no extension is possible."""
    stand = view.page.stand
    limit = _limit(stand)
    policy = extendable(limit, stand.limits).extension if limit else None
    return day_choices(limit, stand.limits, policy.max_days) if limit and policy else []


def of_share(stand: Standing, share: "Assignment | None", kinds: Sequence[str]) -> list["Clock"]:
    """The live clocks of these kinds that a share and its ticket have."""
    own = (None, share.id if share else None)
    return [clock for clock in stand.live_clocks if clock.kind in kinds and clock.assignment_id in own]


def _limit(stand: Standing) -> "Clock | None":
    return stand.limit_of(stand.lead.id) if stand.lead else None


def _extension(stand: Standing) -> Foresight | None:
    limit = _limit(stand)
    found = extendable(limit, stand.limits) if limit else None
    if limit is None or found is None or found.extension is None:
        return None
    calendar = stand.limits.calendars[limit.calendar_id]
    most = ngettext("%(num)d working day", "%(num)d working days", found.extension.max_days)
    return Foresight(
        [
            gettext(
                "The limit is %(due)s. It may be extended by at most %(most)s.",
                due=filters.moment(limit.due_at),
                most=most,
            ),
            gettext(
                "It must be asked for by %(last)s.",
                last=filters.moment(working_day_before(calendar, limit.due_at)),
            ),
            _who_decides(extension_decider(found)),
        ]
    )


def _suspension(stand: Standing) -> Foresight:
    still = gettext("Its limits stand still until then; afterwards all the time that was left runs.")
    return Foresight([still, _who_decides(SUSPENSION_DECIDER)])


def if_tracked(stand: Standing) -> list[str]:
    """What becomes of the limits that run when the matter is tracked, a sentence for each."""
    now, found = request_time.now(), []
    for clock in stand.live_clocks:
        if clock.kind in TRANSFERRED:
            facts = {"limit": word("clock", clock.kind), "due": filters.moment(clock.due_at)}
            if clock.breached_at or counted_until(clock, now) > clock.due_at:
                found.append(
                    gettext("%(limit)s: the limit passed at %(due)s; that stays on record.", **facts)
                )
            else:
                found.append(
                    gettext(
                        "%(limit)s, %(due)s: it stands in no figure any more, as “moved to tracking”.",
                        **facts,
                    )
                )
    return found


def _tracking(stand: Standing) -> Foresight:
    instead = gettext("Instead of a limit it has rounds: each promises the enterprise the next feedback.")
    return Foresight([instead, *if_tracked(stand), _who_decides(TRACKING_DECIDER)])


def _feedback(stand: Standing) -> Foresight:
    ends = gettext("Tracking ends when the result is submitted.")
    return Foresight([gettext("The enterprise reads this at once, with the next promised moment."), ends])


def _return(stand: Standing) -> Foresight | None:
    if stand.lead is None:
        return None
    last = filters.moment(last_return(stand.lead, stand.limits))
    return Foresight(
        [
            gettext("It can be returned until %(last)s.", last=last),
            gettext("Until it is decided, the department's limits stand still; the promise runs on."),
            _who_decides(return_decider(stand.ticket.about_desk, ())),
        ]
    )


def _who_decides(role: str) -> str:
    return gettext("%(who)s decides.", who=word("role", decider(role, current_user.roles)))


def _resumption(stand: Standing, share: "Assignment | None") -> Foresight:
    now = request_time.now()
    until = share.suspended_until if share and share.suspended_until else now
    stopped = of_share(stand, share, held_up(share))
    return Foresight(
        [
            gettext("It would go on by itself at %(until)s.", until=filters.moment(until)),
            gettext("If it goes on now, its limits run again, with the time that was left."),
        ],
        [
            Moved(
                word("clock", clock.kind),
                if_suspended(clock, stand.limits, now, until),
                if_suspended(clock, stand.limits, now, now),
            )
            for clock in stopped
        ],
        before=gettext("At its end"),
        after=gettext("Now"),
    )


def _category(stand: Standing) -> Foresight:
    return Foresight(
        [
            gettext(
                "Limits that run are reckoned anew from their own start, by the rules for the new category; "
                "none moves to a moment before now, and the original ones stay on record."
            ),
            gettext("Categories marked as complex have the limits of complex matters."),
            gettext("Who leads the matter stays the same."),
        ]
    )


def _urgency(stand: Standing) -> Foresight:
    now, ticket = request_time.now(), stand.ticket
    case = replace(stand.case, urgent=not ticket.urgent)
    change = (
        gettext("The matter is not urgent any more; its ordinary limits hold again.")
        if ticket.urgent
        else gettext("The matter becomes urgent: its limits run day and night.")
    )
    kept = gettext("Limits are reckoned from their own start; the original ones stay on record.")
    return Foresight(
        [change, kept],
        moved(stand.live_clocks, lambda clock: if_rebudgeted(clock, case, stand.limits, now)),
        before=gettext("Now"),
        after=gettext("Then"),
    )
