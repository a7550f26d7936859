"""Withdrawals that were drawn to be asked about. Hangs its page on the blueprint `supervision`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from servicedesk.languages import say
from servicedesk.queries.queues import count_each
from servicedesk.queries.sampling import LISTS, Drawn, drawn, may_be_reopened, members, sampling
from servicedesk.rules.refusals import NotFound, NotYours
from servicedesk.rules.sampling import QUESTIONS, Sampling
from servicedesk.rules.text import text
from servicedesk.web import request_time
from servicedesk.web.supervision import blueprint

if TYPE_CHECKING:
    from servicedesk.models import Event

LABELS = {"ask": _l("To be asked"), "pressed": _l("Pressed"), "asked": _l("Own wish")}
READERS = frozenset({"supervisor", "leader"})


@dataclass(frozen=True, slots=True)
class Line:
    """One withdrawal: why, and what came of asking."""

    ticket: Any
    reason: str
    withdrawn_at: Any
    asked: "list[Event]"
    may_reopen: bool
    """Whether it can still be taken up again."""
    mine: bool
    """Whether the reader asks, or reopens it."""


@blueprint.get("/withdrawals")
def withdrawals() -> str:
    """One of three lists, for supervisors and leaders: of each matter, those ask who did not handle it."""
    if not current_user.roles & READERS:
        raise NotYours(text("This page belongs to the supervisor."))
    actor, name = current_user.actor(), request.args.get("list", "ask")
    if name not in LISTS:
        raise NotFound
    numbers = count_each({one: members(actor, one) for one in LISTS})
    page = drawn(actor, name, request.args.get("cursor"))
    return render_template(
        "supervision/withdrawals.html",
        here=name,
        lists=[
            (label, url_for("supervision.withdrawals", list=one), numbers[one], one == name)
            for one, label in LABELS.items()
        ],
        lines=[_line(one) for one in page.items],
        questions=asked_in_order(),
        share=_share(),
        supervises="supervisor" in current_user.roles,
        next_url=_address(name, page.next) if page.next else None,
        first_url=_address(name) if request.args.get("cursor") else None,
    )


def asked_in_order() -> list[str]:
    """What to ask, in the reader's language."""
    return [say(question) for question in QUESTIONS]


def _share() -> Sampling:
    return sampling(request_time.now())


def _address(name: str, cursor: str | None = None) -> str:
    return url_for("supervision.withdrawals", list=name, cursor=cursor)


def _line(one: Drawn) -> Line:
    reason = one.withdrawn.texts.get("reason", "") if one.withdrawn else ""
    at = one.withdrawn.at if one.withdrawn else None
    may_reopen = may_be_reopened(one.ticket, request_time.now())
    return Line(one.ticket, reason, at, list(one.asked), may_reopen, one.mine)
