"""What a joint meeting gives departments to do: each helps with the first ticket, by the agreed date."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Assignment, Clock, Department, Minute, Ticket
from servicedesk.operations import clocks, messages
from servicedesk.operations.book import STORED
from servicedesk.operations.whistle_acting import Acting
from servicedesk.queries.ticket_facts import case_of
from servicedesk.rules.limits import Limits
from servicedesk.rules.whistles import with_budgets
from servicedesk.rules.workflow import LIVE_ASSIGNMENT_STATES
from servicedesk.rules.workflow_rows import effects

TAKES_HELP = frozenset({"submitted", "awaiting_info", "accepted", "in_progress", "tracking"})
"""States of a ticket in which departments can still be given a part of it."""
BEGINNING = effects(start="sign part")


def let_help(acting: Acting, minutes: list[Minute], departments: dict[int, Department]) -> None:
    """Give each department that is named its part of the first ticket.

    Who leads it has it already; who helps already goes on with what was added to its note. A ticket that is
    kept at the desk, or has a result, takes no more help; then the minutes alone stand.
    """
    ticket = acting.whistle.ticket
    if ticket.sensitive or ticket.state not in TAKES_HELP:
        return
    of: dict[int, list[Minute]] = defaultdict(list)
    for minute in minutes:
        of[minute.department_id].append(minute)
    known = _helping(ticket)
    running = list(db.session.scalars(select(Clock).where(Clock.ticket_id == ticket.id)))
    for department_id, own in of.items():
        if department_id == ticket.lead_id:
            continue
        note, share = "\n".join(minute.text for minute in own), known.get(department_id)
        if share is None:
            due_on = max(minute.due_on for minute in own)
            share = _begin(acting, departments[department_id], note)
            acting.shares.append(_start(acting, share, due_on, running))
            clocks.note_limits(ticket, [share], running)
            messages.tell_after("assist_asked", ticket, share, acting.by, acting.written)
        else:
            share.note = f"{share.note}\n{note}" if share.note else note
        for minute in own:
            minute.assignment_id = share.id


def _helping(ticket: Ticket) -> dict[int, Assignment]:
    found = select(Assignment).where(
        Assignment.ticket_id == ticket.id,
        Assignment.role == "assist",
        Assignment.state.in_(LIVE_ASSIGNMENT_STATES),
    )
    shares = db.session.scalars(found.options(joinedload(Assignment.department)))
    return {share.department_id: share for share in shares}


def _begin(acting: Acting, department: Department, note: str) -> Assignment:
    ticket = acting.whistle.ticket
    share = Assignment(
        ticket_id=ticket.id,
        department=department,
        role="assist",
        state="to_sign",
        cycle=ticket.cycle,
        dispatched_by_id=acting.by.id,
        note=note,
        dispatched_at=acting.written,
    )
    db.session.add(share)
    db.session.flush()
    return share


def _start(acting: Acting, share: Assignment, due_on: date, running: list[Clock]) -> dict[str, Any]:
    """Its limits, the part's on the agreed date; answers what was done, as it stands on record."""
    ticket, limits = acting.whistle.ticket, acting.stand.limits
    budgets = {"part": {"unit": clocks.IN_AGREED_DAYS, "amount": _days(limits, acting.written, due_on)}}
    own = with_budgets(limits, case_of(ticket), budgets)
    until = _close_of(limits, due_on)
    scope = clocks.Scope(ticket, share, until=until)
    done = clocks.apply(STORED, BEGINNING, scope, running, own, acting.written)
    return {
        "assignment": share.id,
        "department": share.department.code,
        "state": [None, share.state],
        "clocks": done,
        "budgets": budgets,
        "until": until.isoformat(),
    }


def _days(limits: Limits, now: datetime, due_on: date) -> int:
    return max(0, (due_on - limits.calendar.local(now).date()).days)


def _close_of(limits: Limits, due_on: date) -> datetime:
    """Close of business of the date; on a day off, of the next working day (Civil Code, art. 203)."""
    midnight = limits.calendar.from_wall(datetime.combine(due_on, datetime.min.time()))
    return limits.calendar.calendar_days(midnight - timedelta(seconds=1), 1)
