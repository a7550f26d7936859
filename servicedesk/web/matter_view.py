"""A matter as every page shows it: what happens next, its limits, its history, its files and papers.

Portal, desk, department and board lay these parts out each in their own way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext, ngettext
from flask_login import current_user

from servicedesk.languages import name_of, say
from servicedesk.queries.ticket_page import TicketPage, ticket_page
from servicedesk.rules.clock_record import facts_of
from servicedesk.rules.clocks import seconds_left, tone
from servicedesk.rules.conditions import CALLBACK_TRIES
from servicedesk.rules.explain import Line, explain
from servicedesk.rules.limits import Limits
from servicedesk.rules.next_step import NextStep, next_for_part
from servicedesk.rules.refusals import NotFound
from servicedesk.rules.requests import WAITING_STATES
from servicedesk.rules.trials import if_suspended
from servicedesk.rules.workflow import RETURNING_STATES, WITH_DEPARTMENT
from servicedesk.web import reads, request_time, views
from servicedesk.web.filters import moment
from servicedesk.web.history import timeline
from servicedesk.web.remark import remark_of
from servicedesk.web.words import word

if TYPE_CHECKING:
    from servicedesk.models import Assignment, Attachment, Clock


@dataclass(frozen=True)
class MatterView:
    """What the macros of templates/components draw of one matter."""

    page: TicketPage
    step: NextStep
    next: views.Next
    promise: views.Chip | None
    """None where it has given way to promised feedback."""
    chips: Sequence[views.Chip]
    """The limits that run or stand still now, the one that counts next first."""
    history: Sequence[views.TimelineEntry]
    """Newest first."""
    remark: views.TimelineEntry | None
    """The words to which the next step answers, when there are any."""
    files: Sequence[views.FileView]
    actions: Sequence[str]
    """What the reader may do to the ticket now."""
    share: Any
    """The assignment with which the reader works here: their own department's, else the lead's, if any."""
    share_actions: Sequence[str]
    """What the reader may do to it now."""

    @property
    def suspended(self) -> bool:
        """Whether the lead's work stands still."""
        return bool(self.lead and self.lead.state == "suspended")

    @property
    def returning(self) -> bool:
        """Whether it is open if the lead keeps the matter; the enterprise reads that in other words."""
        return bool(self.lead and self.lead.state in RETURNING_STATES and not self.page.from_outside)

    @property
    def helps(self) -> bool:
        """Whether the reader works with a share that helps."""
        return bool(self.share and self.share.role == "assist")

    def called(self, action: str) -> str:
        """Under which name the words know an action here: some mean another thing to some."""
        if action == "submit" and self.helps:
            return "submit_part"
        return "ask_desk" if action == "ask" and self.page.stand.facts.confidential else action

    @property
    def ticket(self) -> Any:
        """The ticket itself."""
        return self.page.ticket

    @property
    def lead(self) -> Any:
        """The lead's assignment, when there is one."""
        return self.page.stand.lead


def matter_view(which: str | int) -> MatterView:
    """The matter, by its number or the id of a share, for the person who is signed in.

    Raises NotFound when they may not see it.
    """
    now = request_time.now()
    page = ticket_page(which, current_user, now)
    reads.note(page.stand)
    share = _share(page, which)
    step = _step(page, share)
    limits, until = page.stand.limits, share.suspended_until if share else None
    # The limits of other departments are theirs to keep.
    own = [c for c in page.clocks if c.assignment_id in (None, share.id if share else None)]
    watched = next((c for c in own if c.kind == step.clock and c.state == "running"), None)
    promise = page.promise
    # Limits of instructions stand beside these.
    live = [c for c in own if c.state in ("running", "paused") and c.instruction_id is None]
    live.sort(key=lambda c: (c is not watched, c.due_at))
    remark = remark_of(page)
    actions = page.stand.ticket_actions()
    share_actions = page.stand.assignment_actions(share) if share else ()
    return MatterView(
        page=page,
        step=step,
        next=views.Next(
            sentence=_begun(say(step.sentence)),
            chip=chip_of(watched, limits, now) if watched else None,
            hint=_tries(page)
            or _why_suspended(page, share)
            or _who_is_away(page, share)
            or _responsible(page, share),
            tone=_tone(page, step),
        ),
        promise=chip_of(promise, limits, now, until) if promise else None,
        chips=[chip_of(clock, limits, now, until) for clock in live],
        history=timeline(page),
        remark=remark,
        files=[file_view(attachment) for attachment in page.attachments],
        actions=actions,
        share=share,
        share_actions=share_actions,
    )


def _share(page: TicketPage, which: str | int) -> "Assignment | None":
    """The share that was asked for; else the reader's own department's, else the lead's."""
    shares = page.stand.assignments
    if isinstance(which, int):
        asked_for = next((share for share in shares if share.id == which), None)
        if asked_for is None:
            raise NotFound
        return asked_for
    lead, office = page.stand.lead, page.stand.actor.department
    own = [
        s for s in page.stand.assists if s.department.code == office and "desk" not in page.stand.relations
    ]
    return own[-1] if own and (lead is None or lead.department.code != office) else lead


def _step(page: TicketPage, share: "Assignment | None") -> NextStep:
    """What happens next; for those who help, with their own part."""
    if share is not None and share.role == "assist":
        office = name_of(share.department)
        who = f"{office} {share.handler.name}" if share.handler else office
        if found := next_for_part(share.state, who, share.suspended_until):
            return found
    return page.next_step(in_charge(page))


def in_charge(page: TicketPage) -> str:
    """Who has the matter now, by name where somebody has taken it."""
    lead, ticket = page.stand.lead, page.ticket
    if ticket.state in WITH_DEPARTMENT and lead is not None:
        office = name_of(lead.department)
        return f"{office} {lead.handler.name}" if lead.handler else office
    desk = gettext("the supervisor's office") if ticket.about_desk else gettext("the service centre")
    if ticket.officer is None:
        return desk
    return f"{desk} {ticket.officer.name}"


def chip_of(clock: "Clock", limits: Limits, now: datetime, until: datetime | None = None) -> views.Chip:
    """The time chip of a clock, as it stands at `now`.

    One that stands still has the limit that it will have when it goes on at `until`, where that is known.
    """
    calendar = limits.calendars[clock.calendar_id]
    running = clock.state == "running"
    return views.chip(
        clock.kind,
        if_suspended(clock, limits, now, until) if until and clock.state == "paused" else clock.due_at,
        state=clock.state,
        tone=tone(calendar, facts_of(clock), clock.due_at, now) if running else "far",
        seconds_left=seconds_left(calendar, clock.unit, clock.due_at, now) if running else 0,
        unit=clock.unit,
        provisional=clock.provisional,
        explain_url=url_for("matter.clock", clock_id=clock.id),
    )


def reckoning_of(clock: "Clock", limits: Limits) -> list[Line]:
    """Why the limit of a clock is then, line by line."""
    calendar = limits.calendars[clock.calendar_id]
    return explain(calendar, facts_of(clock), clock.due_at, clock.changes)


def file_view(attachment: "Attachment") -> views.FileView:
    """A file with the address at which the reader opens it."""
    return views.FileView(
        attachment.name,
        attachment.size,
        url_for("files.file", attachment_id=attachment.id),
        attachment.media_type.startswith("image/"),
    )


def _begun(sentence: str) -> str:
    """A sentence begins with a capital, even when the name that it begins with does not."""
    return sentence[:1].upper() + sentence[1:]


def _tries(page: TicketPage) -> str:
    """How often nobody was reached: it decides on when the matter closes without an answer."""
    tries, facts = page.stand.facts.tries, page.stand.facts
    if page.ticket.state != "in_callback" or not tries or facts.answered or page.from_outside:
        return ""
    return ngettext(
        "Nobody was reached %(num)d time; after %(most)s times in vain the matter closes unanswered.",
        "Nobody was reached %(num)d times; after %(most)s times in vain the matter closes unanswered.",
        tries,
        most=CALLBACK_TRIES,
    )


def _who_is_away(page: TicketPage, share: "Assignment | None") -> str:
    """That who is in charge of the share is away; inside only."""
    if share is None or share.handler is None or page.from_outside or page.ticket.state != "in_progress":
        return ""
    until = share.handler_away_until
    sentence = gettext(
        "%(name)s is away until %(until)s; messages go to whoever stands in.",
        name=share.handler.name,
        until=moment(until) if until else "",
    )
    return sentence if until else ""


SUSPENDING = frozenset({"approve_suspension", "approve_suspension_part"})


def _why_suspended(page: TicketPage, share: "Assignment | None") -> str:
    """The coded reason for which the work of a share stands still."""
    if share is None or share.state != "suspended":
        return ""
    approved = (event for event in reversed(page.events) if event.action in SUSPENDING)
    code = next(event.payload["code"] for event in approved if event.payload["assignment"] == share.id)
    return gettext("Reason: %(why)s", why=word("suspension_code", code))


def _responsible(page: TicketPage, share: "Assignment | None") -> str:
    """Which head answers for work that is done again."""
    if share is None or share.responsible is None or page.ticket.state != "in_progress":
        return ""
    head = f"{name_of(share.department)} {share.responsible.name}"
    return gettext("Done again; %(head)s answers for it as the head.", head=head)


def _tone(page: TicketPage, step: NextStep) -> str:
    if step.who == "nobody":
        return "ended"
    if step.clock == "decide":
        mine = any(
            "decider" in page.stand.request_relations(one)
            for one in page.requests
            if one.state in WAITING_STATES
        )
        return "mine" if mine else "plain"
    relation = {"desk": "desk", "department": "handler", "enterprise": "enterprise"}[step.who]
    return "mine" if relation in page.stand.relations else "plain"
