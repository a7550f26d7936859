"""One matter on the enterprise's page: what happens next, its own part in it, the result, the history."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from servicedesk.languages import say
from servicedesk.operations.attachments import attach
from servicedesk.operations.replays import digest_of, once
from servicedesk.rules.files import LARGEST, MEGABYTE, MOST_FILES
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.workflow import OPEN_STATES
from servicedesk.web import outlook, request_time
from servicedesk.web.forms.steps import StepForm
from servicedesk.web.matter_body import address_of, form_for, home_of
from servicedesk.web.matter_view import MatterView, in_charge, matter_view
from servicedesk.web.papers import papers_of
from servicedesk.web.portal import blueprint
from servicedesk.web.portal.sending import shown_fields
from servicedesk.web.portal.writing import ACCEPT

if TYPE_CHECKING:
    from servicedesk.models import Event, Judgement

# What is offered quietly, at the foot of the page; the rest stands where it is needed.
QUIET = ("ask_reopen", "withdraw")


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
    question = _question(view)
    return render_template(
        "portal/matter.html",
        view=view,
        ticket=ticket,
        next=outlook.next_of(view),
        in_charge=in_charge(view.page),
        question=question,
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


@blueprint.post("/m/<number>/files")
def add_files(number: str) -> ResponseReturnValue:
    """Add files to the matter."""
    view = matter_view(number)
    chosen = [file for file in request.files.getlist("files") if file.filename]
    key = request.form.get("once")
    added = 0
    for place, file in enumerate(chosen):
        try:
            _add_file(view, file, f"{key}-{place}" if key else None)
            added += 1
        except Invalid as wrong:
            sentence = say(next(iter(wrong.errors.values()))[0])
            flash(f"{file.filename}{gettext(': ')}{sentence}", "danger")
    if added:
        flash(gettext("Your files have been added."), "success")
    elif not chosen:
        flash(gettext("Please choose a file first."), "warning")
    return redirect(url_for("portal.matter", number=number, _anchor="files"), 303)


def _add_file(view: MatterView, file: FileStorage, key: str | None) -> None:
    number, name, now = view.ticket.number, file.filename or "", request_time.now()
    stream = cast(BinaryIO, file.stream)
    once(
        current_user,
        now,
        key,
        digest_of(number, name),
        lambda: {"file": attach(current_user, now, number, stream, name).id},
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


def _judgement(view: MatterView) -> "Judgement | None":
    """What the enterprise said last in this cycle."""
    said = [j for j in view.page.stand.judgements if j.cycle == view.ticket.cycle and j.satisfaction]
    return said[-1] if said else None
