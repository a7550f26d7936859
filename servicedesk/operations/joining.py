"""Joining matters, and what joined ones do when their main one has moved."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from servicedesk.models import Person, Result, Ticket
from servicedesk.operations.book import STORED
from servicedesk.operations.past import counted, keep
from servicedesk.operations.reaching import reach
from servicedesk.operations.taking import Taking
from servicedesk.queries.finding import find_ticket
from servicedesk.queries.joined import hold, joinable, joined_to
from servicedesk.rules.joining import ANSWERED, GONE, TRACKED, not_joinable
from servicedesk.rules.refusals import NotFound, invalid
from servicedesk.rules.text import text

TELLING = {"approve_tracking": "main_tracked", "feedback": "main_feedback"}
"""The steps of a tracked main matter that those joined to it hear of, and what theirs is then."""
Follow = Callable[[Ticket, Person | None, datetime, str, dict[str, Any]], None]
"""Takes a step on a joined matter: which, who, when, which step, with what."""


def hold_both(number: str, given: Mapping[str, Any]) -> None:
    """Hold a matter and the one that it shall be joined to, before either is read."""
    hold([number, str(given.get("into") or "")])


def join(taking: Taking) -> None:
    """From now on it is handled with its main matter; the promise that it has runs on."""
    ticket = taking.ticket
    try:
        main = find_ticket(taking.given["into"], taking.person.actor())
    except NotFound:
        raise invalid("into", text("There is no such matter.")) from None
    if refused := not_joinable(joinable(ticket), joinable(main)):
        raise invalid("into", refused)
    # The main matter's own history says so as well; it is held already.
    taking.book.event(
        main, taking.person, "take_in", taking.now, {"joined": ticket.number}, {}, visible=False
    )
    ticket.joined_to, ticket.joined_to_id = main, main.id
    ticket.officer = ticket.officer or taking.person
    ticket.accepted_at = ticket.accepted_at or taking.now
    ticket.lead = None


def let_follow(
    main: Ticket,
    by: Person,
    now: datetime,
    follow: Follow,
    action: str = "",
    given: Mapping[str, Any] | None = None,
) -> None:
    """After a step (`action`) of a matter, let those joined to it follow; `follow` takes their step.

    The main matter is held already, and then these are, by id. An enterprise that withdraws its matter is not
    named in the others' histories.
    """
    if action == "join":
        _follow_tracked(main, by, now, follow)
    if main.state in TRACKED and action in TELLING:
        told = {"next_feedback_at": main.next_due_at}
        if action == "feedback":
            told["text"] = (given or {})["text"]
        for ticket in joined_to(main, lock=True):
            follow(ticket, by, now, TELLING[action], told)
    if main.state not in ANSWERED | GONE:
        return
    joined, actor = joined_to(main, lock=True), by if by.is_staff else None
    if main.state in ANSWERED:
        for ticket in joined:
            follow(ticket, actor, now, "main_answered", {})
        return
    for place, ticket in enumerate(joined):
        before = counted(ticket)
        ticket.joined_to_id = joined[0].id if place else None
        keep(STORED, ticket, before, now)
        if place == 0:
            follow(ticket, actor, now, "become_main", {})
        else:
            follow(ticket, actor, now, "follow_other", {"into": joined[0].number})


def _follow_tracked(ticket: Ticket, by: Person, now: datetime, follow: Follow) -> None:
    """What is joined to a matter that is tracked already is told when it hears of it."""
    main = ticket.joined_to
    if main is not None and main.state in TRACKED:
        follow(ticket, by, now, "main_tracked", {"next_feedback_at": main.next_due_at})


def unjoin(taking: Taking) -> None:
    """By itself again: it is dispatched anew."""
    taking.ticket.joined_to_id = None


def main_answered(taking: Taking) -> None:
    """The result of the main matter is its own, and it is judged by itself."""
    ticket = taking.ticket
    main = ticket.joined_to
    assert main is not None
    given = taking.book.last_result(main)
    assert given is not None
    ticket.lead = main.lead
    reach(ticket, taking.now)
    taking.said = {"cycle": ticket.cycle}
    taking.given["lead"] = main.lead.code if main.lead else None
    taking.add(
        Result,
        ticket_id=ticket.id,
        department_id=given.department_id,
        cycle=ticket.cycle,
        by_id=given.by_id,
        submitted_at=given.submitted_at,
        taken_at=given.taken_at,
        text=given.text,
        solved_when=given.solved_when,
        solved=given.solved,
        reached_at=taking.now,
    )
