"""What an enterprise is told about the way ahead: what happens next, and what it can do itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from servicedesk.languages import name_of
from servicedesk.rules.conditions import REOPENING_DAYS
from servicedesk.rules.workflow import WITH_DEPARTMENT
from servicedesk.web import views
from servicedesk.web.filters import moment
from servicedesk.web.matter_view import MatterView, in_charge

if TYPE_CHECKING:
    from servicedesk.models import Assignment, Ticket

# What the enterprise is asked to do, by the code of the task.
TASKS = {
    "give_info": _l("Please add the facts that are missing"),
    "judge": _l("Please judge the result"),
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where a matter stands, as far as the sentence depends on it."""

    state: str
    lead_state: str | None = None
    contacted: bool = False
    judged: bool = False
    kind: str = "request"
    kept: bool = False
    may_reopen: bool = False
    asked_to_reopen: bool = False
    until: datetime | None = None
    """When suspended work goes on."""
    confidential: bool = False


def outlook_of(
    ticket: "Ticket",
    lead: "Assignment | None",
    judged: bool,
    may_reopen: bool = False,
    asked_to_reopen: bool = False,
) -> Outlook:
    """The outlook of a ticket with its lead's assignment."""
    return Outlook(
        ticket.state,
        lead.state if lead else None,
        bool(lead and lead.contacted_at),
        judged,
        ticket.kind,
        ticket.misconduct,
        may_reopen,
        asked_to_reopen,
        lead.suspended_until if lead else None,
        ticket.confidential,
    )


def task(state: str, judged: bool) -> str | None:
    """What the enterprise itself has to do now: `give_info`, `judge`, or nothing."""
    if state == "awaiting_info":
        return "give_info"
    return "judge" if state == "in_callback" and not judged else None


def sentence(outlook: Outlook, who: str) -> str:
    """What happens next, said to the enterprise; `who` is whoever has the matter now."""
    return capital(_sentence(outlook, who))


def capital(words: str) -> str:
    """The words as a sentence begins: offices are named within sentences elsewhere."""
    return words[:1].upper() + words[1:]


def _sentence(outlook: Outlook, who: str) -> str:
    match outlook.state, outlook.lead_state:
        case "submitted", _:
            return gettext("%(who)s will accept your matter, or answer it at once.", who=who)
        case "awaiting_info", _:
            return gettext(
                "%(who)s needs some facts from you. The limit stands still until you have given them.",
                who=who,
            )
        case "accepted", _ if outlook.kept:
            return gettext("%(who)s will hand your matter over to the inspector's office.", who=who)
        case "accepted", _:
            return gettext("%(who)s will hand your matter to the department in charge.", who=who)
        case "in_progress", "to_sign":
            return gettext("%(who)s has your matter and will take it up.", who=who)
        case "in_progress", "return_asked" | "disputed":
            return gettext(
                "It is being checked which department is in charge of your matter; what you were promised "
                "stays."
            )
        case "in_progress", "suspended":
            return gettext(
                "Your matter waits until %(until)s; then %(who)s goes on with it by itself.",
                until=moment(outlook.until) if outlook.until else "",
                who=who,
            )
        case "in_progress", _ if not outlook.contacted and outlook.confidential:
            return gettext(
                "%(who)s works on your matter without knowing who you are; the service centre will get in "
                "touch with you.",
                who=who,
            )
        case "in_progress", _ if not outlook.contacted:
            return gettext("%(who)s will get in touch with you.", who=who)
        case "in_progress", _:
            return gettext("%(who)s is working on your matter and will give you the result.", who=who)
        case "tracking", _:
            return gettext(
                "Your matter takes longer than the longest limit. %(who)s follows it to its end and tells "
                "you by the promised moment how it stands.",
                who=who,
            )
        case "joined", _:
            return gettext(
                "Your matter is handled together with others of its kind; you get your own answer and can "
                "judge it."
            )
        case "in_review", _:
            return gettext("%(who)s checks the result; then you get it.", who=who)
        case "in_callback", _ if outlook.judged:
            return gettext("Thank you for your judgement; %(who)s decides what follows from it.", who=who)
        case "in_callback", _:
            return gettext("You have the result. Please judge it; otherwise %(who)s will call you.", who=who)
        case "closed", _ if outlook.kind == "praise":
            return gettext("Your praise has been passed on. Thank you.")
        case "closed", _ if outlook.asked_to_reopen:
            return gettext("You have asked to reopen the matter; %(who)s decides and tells you.", who=who)
        case "closed", _ if outlook.may_reopen:
            return gettext(
                "The matter is closed. If it comes up again, you can ask to reopen it within %(days)s days.",
                days=REOPENING_DAYS,
            )
        case "closed", _:
            return gettext("The matter is closed.")
        case "refused", _:
            return gettext("The desk could not accept the matter. It says why, and where else you can turn.")
        case "handed_over", _:
            return gettext("Your matter was handed over to the inspector's office, which will take it up.")
        case _:
            return gettext("You have withdrawn the matter.")


def next_of(view: MatterView) -> views.Next:
    """What happens next with a matter, on the enterprise's own page."""
    ticket = view.ticket
    judged = has_judged(view)
    asked = task(ticket.state, judged)
    may_reopen = "ask_reopen" in view.actions
    asked_to_reopen = view.page.stand.facts.reopening_asked
    return views.Next(
        sentence=sentence(
            outlook_of(ticket, view.lead, judged, may_reopen, asked_to_reopen), in_charge(view.page)
        ),
        chip=view.next.chip
        or (view.promise if ticket.state in ("accepted", "in_progress", "in_review") else None),
        hint=view.next.hint if view.suspended else "",
        tone="mine" if asked else "ended" if view.next.tone == "ended" and not asked_to_reopen else "plain",
    )


def promise_words(view: MatterView) -> str:
    """What became of the first promise: what it was, and what holds now; empty while it still holds."""
    promise = view.page.clock("promise")
    if promise is None:
        return ""
    before = moment(promise.original_due_at)
    if view.promise is None:
        return gettext(
            "Originally promised by %(before)s; instead you are told regularly how it stands.", before=before
        )
    if view.suspended:
        return gettext(
            "Originally promised by %(before)s. The time stands still at present; if your matter goes on as "
            "planned, you get an answer by %(after)s.",
            before=before,
            after=moment(view.promise.moment),
        )
    if promise.due_at == promise.original_due_at:
        return ""
    return gettext(
        "Originally promised by %(before)s, now promised by %(after)s.",
        before=before,
        after=moment(promise.due_at),
    )


def office_in_charge(ticket: "Ticket", lead: "Assignment | None") -> str:
    """Which office has the matter now, without anybody's name."""
    if ticket.state in WITH_DEPARTMENT and lead is not None:
        return name_of(lead.department)
    return gettext("the supervisor's office") if ticket.about_desk else gettext("the service centre")


def has_judged(view: MatterView) -> bool:
    """Whether the enterprise has said in this cycle what it thinks of the result."""
    return any(j.cycle == view.ticket.cycle and j.satisfaction for j in view.page.stand.judgements)
