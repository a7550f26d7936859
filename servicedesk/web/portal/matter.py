"""One matter on the enterprise's page: what happens next, its own part in it, the result, the history."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from servicedesk.rules.files import LARGEST, MEGABYTE, MOST_FILES
from servicedesk.rules.workflow import OPEN_STATES
from servicedesk.web import outlook
from servicedesk.web.desk_contact import inspector_contact
from servicedesk.web.extra_fields import shown_fields
from servicedesk.web.forms import ACCEPT
from servicedesk.web.forms.steps import StepForm
from servicedesk.web.matter_body import address_of, form_for, home_of
from servicedesk.web.matter_view import MatterView, in_charge, matter_view
from servicedesk.web.papers import papers_of
from servicedesk.web.portal import blueprint
from servicedesk.web.portal.receipt import answered_by

if TYPE_CHECKING:
    from servicedesk.models import Event, Judgement, Request

# Tells the enterprise how a tracked matter stands.
TELLING = frozenset({"feedback", "main_feedback", "approve_tracking"})
# What is offered quietly, at the foot of the page; the rest stands where it is needed.
QUIET = ("urge", "ask_reopen", "withdraw")


@dataclass(frozen=True, slots=True)
class Embedded:
    """A step's form, and where it is sent."""

    form: StepForm
    address: str


@blueprint.get("/m/<number>")
def matter(number: str) -> ResponseReturnValue:
    """One of the member's matters; other readers are led to the page on which they work."""
    view = matter_view(number)
    if "enterprise" not in view.page.stand.relations:
        return redirect(home_of(view))
    ticket = view.ticket
    return render_template(
        "portal/matter.html",
        view=view,
        ticket=ticket,
        next=outlook.next_of(view),
        promise_words=outlook.promise_words(view),
        answered_by=answered_by(view) if ticket.state == "submitted" else None,
        in_charge=outlook.capital(in_charge(view.page)),
        question=_question(view),
        refusal=_last(view, "refuse") if ticket.state == "refused" else None,
        not_reopened=_not_reopened(view),
        stands=_how_it_stands(view),
        inspector=inspector_contact() if ticket.state == "handed_over" else None,
        judgement=_judgement(view),
        judge=_embedded(view, "judge"),
        give_info=_embedded(view, "give_info"),
        extra=shown_fields(ticket.category.fields, ticket.fields),
        papers=papers_of(view),
        quiet=[action for action in QUIET if action in view.actions],
        may_attach=ticket.state in OPEN_STATES,
        accept=ACCEPT,
        most_files=MOST_FILES,
        largest=LARGEST // MEGABYTE,
        once=uuid4().hex,
    )


def _embedded(view: MatterView, action: str) -> Embedded | None:
    """The form of a step, when the reader may take it now."""
    if action not in view.actions:
        return None
    return Embedded(form_for(view, "ticket", action), address_of(view, "ticket", action))


def _question(view: MatterView) -> "Event | None":
    """The question that waits for the enterprise's answer: the desk's, or the department's."""
    for event in reversed(view.page.events):
        if event.action in ("ask_info", "ask"):
            return event
        if event.action in ("give_info", "submit", "finish", "pass_review", "answer"):
            return None
    return None


def _last(view: MatterView, action: str) -> "Event | None":
    """The last event of this kind."""
    return next((event for event in reversed(view.page.events) if event.action == action), None)


def _how_it_stands(view: MatterView) -> "Event | None":
    """What the enterprise was last told while its matter, or the main one, is tracked."""
    for event in reversed(view.page.events):
        if event.action in TELLING:
            return event if event.texts.get("text") or event.texts.get("for_enterprise") else None
        if event.action in ("pass_review", "main_answered", "submit", "finish", "redo", "unjoin"):
            return None
    return None


def _not_reopened(view: MatterView) -> "Request | None":
    """The wish to reopen that was refused last, while nothing newer waits."""
    asked = view.page.requests
    return asked[-1] if view.ticket.state == "closed" and asked and asked[-1].state == "refused" else None


def _judgement(view: MatterView) -> "Judgement | None":
    """What the enterprise said last in this cycle."""
    said = [j for j in view.page.stand.judgements if j.cycle == view.ticket.cycle and j.satisfaction]
    return said[-1] if said else None
