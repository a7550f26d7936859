"""What somebody needs who calls an enterprise back: what to ask, what was tried, when to try again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext

from servicedesk.languages import say
from servicedesk.queries.callbacks import called_of
from servicedesk.rules.callbacks import Called, next_try, questions
from servicedesk.rules.conditions import CALLBACK_TRIES
from servicedesk.rules.limits import Limits
from servicedesk.web import request_time
from servicedesk.web.matter_view import MatterView
from servicedesk.web.words import word

if TYPE_CHECKING:
    from servicedesk.models import Judgement


@dataclass(frozen=True, slots=True)
class Said:
    """A call, or the enterprise's own word: when, by whom, and what came of it."""

    at: datetime
    who: str
    outcome: str
    comment: str


@dataclass(frozen=True, slots=True)
class CallSheet:
    """The sheet of one matter."""

    questions: Sequence[str]
    said: Sequence[Said]
    tries: int
    most: int
    next_at: datetime


def sheet(called: Called, said: "Sequence[Judgement]", in_force: Limits) -> CallSheet:
    """The sheet for a result that waits for its enterprise; `said` is of its present cycle, oldest first.

    Nobody is called when the desk is closed.
    """
    calendar = in_force.calendar
    return CallSheet(
        [say(question) for question in questions(called)],
        [said_of(one) for one in said],
        len(called.tries),
        CALLBACK_TRIES,
        calendar.next_opening(max(next_try(calendar, called), request_time.now())),
    )


def sheet_of(view: MatterView) -> CallSheet | None:
    """The sheet beside the form of a call; None where nobody can be called about the matter."""
    ticket = view.ticket
    if "callback" not in view.actions:
        return None
    said = [one for one in view.page.stand.judgements if one.cycle == ticket.cycle]
    reached = [result for result in view.page.results if result.reached_at]
    return sheet(called_of(ticket, said, reached[-1] if reached else None), said, view.page.stand.limits)


def said_of(one: "Judgement") -> Said:
    by_itself = one.source == "judge"
    who = one.by.name if one.by else gettext("The enterprise's contact")
    return Said(one.at, who, _outcome(one, by_itself=by_itself), one.comment or "")


def _outcome(one: "Judgement", *, by_itself: bool) -> str:
    if not one.reached:
        return gettext("called, not reached")
    if not one.satisfaction:
        return gettext("reached, without an answer")
    said = f"{word('solved', one.solved)} · {word('satisfaction', one.satisfaction)}"
    return gettext("judged online: %(said)s", said=said) if by_itself else said
