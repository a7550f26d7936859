"""The rows of each list, page after page from the same queries as the list's own page."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_login import current_user

from servicedesk.queries.absences import stand_ins_of
from servicedesk.queries.behind import page_behind
from servicedesk.queries.callbacks import LISTS as CALLBACK_LISTS
from servicedesk.queries.callbacks import callbacks
from servicedesk.queries.cursors import Page, walk
from servicedesk.queries.figures import question
from servicedesk.queries.handed_over import handed_over
from servicedesk.queries.instructions import ledger as instruction_ledger
from servicedesk.queries.limits import limits
from servicedesk.queries.own_matters import own_matters
from servicedesk.queries.queues import QUEUES, queue, with_clocks
from servicedesk.queries.readings import reading_list
from servicedesk.queries.requests import decided_by, to_decide
from servicedesk.queries.sampling import LISTS as WITHDRAWAL_LISTS
from servicedesk.queries.sampling import drawn
from servicedesk.queries.shares import share_queue
from servicedesk.queries.supervision import under_supervision
from servicedesk.queries.ticket_lists import ticket_list
from servicedesk.queries.tracking_ledger import DUE, tracking_ledger
from servicedesk.queries.whistle_decisions import whistles_to_decide
from servicedesk.queries.whistle_lists import whistle_list
from servicedesk.rules.callbacks import silent_before
from servicedesk.rules.figure_question import read_figure
from servicedesk.rules.paper import RECORDER
from servicedesk.rules.reading_filters import read_reading_filters
from servicedesk.rules.refusals import NotFound, NotYours
from servicedesk.rules.requests import REQUEST_KINDS
from servicedesk.rules.text import text
from servicedesk.rules.ticket_filters import read_filters
from servicedesk.web.board.periods import month_ends_on, zone
from servicedesk.web.concerned import narrowing
from servicedesk.web.decision_lines import WHISTLE, decided_line, request_line, whistle_line
from servicedesk.web.whistles.board import ON, OVER
from servicedesk.web.whistles.view import whistle_view

Given = Mapping[str, str]
BATCH = 500
"""Rows that are asked for at once."""


def rows_of(name: str, given: Given, now: datetime) -> Iterator[Any]:
    """The rows of a list, narrowed as its page's address says; raises Invalid and NotFound as the page."""
    return _LISTS[name](given, now)


def _matters(given: Given, now: datetime) -> Iterator[Any]:
    actor, filters = current_user.actor(), read_filters(given, ZoneInfo(limits(now).calendar.timezone))

    def page(cursor: str | None) -> Page[Any]:
        found = ticket_list(actor, filters, now, limit=BATCH, cursor=cursor)
        return Page(with_clocks(found.items), found.next)

    return walk(page)


def _queue(given: Given, now: datetime) -> Iterator[Any]:
    actor, name = current_user.actor(), given.get("queue", "to_accept")
    if name not in QUEUES:
        raise NotFound
    silent = silent_before(limits(now).calendar, now)
    return walk(lambda cursor: queue(actor, name, now, cursor, silent=silent, limit=BATCH))


def _overdue(given: Given, now: datetime) -> Iterator[Any]:
    return _queue({"queue": "overdue"}, now)


def _department(given: Given, now: datetime) -> Iterator[Any]:
    actor, name = current_user.actor(), given.get("queue", "to_sign")
    absent = stand_ins_of(current_user.department_id, now).for_whom(actor.id, now)
    others = [one.absent.id for one in absent if one.absent]
    return walk(lambda cursor: share_queue(actor, name, now, cursor, others, limit=BATCH))


def _callbacks(given: Given, now: datetime) -> Iterator[Any]:
    actor, name = current_user.actor(), given.get("list", "call")
    if name not in CALLBACK_LISTS:
        raise NotFound
    silent = silent_before(limits(now).calendar, now)
    return walk(lambda cursor: callbacks(actor, name, silent, cursor, BATCH))


def _withdrawals(given: Given, now: datetime) -> Iterator[Any]:
    actor, name = current_user.actor(), given.get("list", "ask")
    if name not in WITHDRAWAL_LISTS:
        raise NotFound
    return walk(lambda cursor: drawn(actor, name, cursor, BATCH))


def _supervision(given: Given, now: datetime) -> Iterator[Any]:
    actor, office = current_user.actor(), narrowing(given).department
    return walk(lambda cursor: under_supervision(actor, department=office, cursor=cursor, limit=BATCH))


def _instructions(given: Given, now: datetime) -> Iterator[Any]:
    actor, office, name = current_user.actor(), narrowing(given).department, given.get("list", "open")
    return walk(lambda cursor: instruction_ledger(actor, name, department=office, cursor=cursor, limit=BATCH))


def _tracking(given: Given, now: datetime) -> Iterator[Any]:
    actor, office, name = current_user.actor(), narrowing(given).department, given.get("list", "running")
    due = given.get("due") if name == "running" and given.get("due") in DUE else None
    return walk(
        lambda cursor: tracking_ledger(
            actor, name, now, department=office, due=due, cursor=cursor, limit=BATCH
        )
    )


def _decisions(given: Given, now: datetime) -> Iterator[Any]:
    """The lines of the page: what waits for the reader or for others, or what the reader decided."""
    name, kind = given.get("list", "pending"), given.get("kind")
    if name == "decided":
        yield from map(decided_line, walk(lambda cursor: decided_by(current_user, cursor, BATCH)))
        return
    if name not in ("pending", "others"):
        raise NotFound
    others, in_force = name == "others", limits(now)
    if others and RECORDER not in current_user.roles:
        raise NotYours(text("Decisions made on paper are recorded by the desk lead."))
    kind = kind if kind in (*REQUEST_KINDS, WHISTLE) else None
    if kind in (None, WHISTLE):
        for one in whistles_to_decide(current_user.actor(), by_others=others):
            yield whistle_line(one, in_force, now)
    waiting = walk(
        lambda cursor: to_decide(current_user, now, cursor, kind=kind, by_others=others, limit=BATCH)
    )
    yield from (request_line(row, in_force, now) for row in waiting)


def _whistles(given: Given, now: datetime) -> Iterator[Any]:
    """One row for each call, with its whistle."""
    actor, in_force, states = current_user.actor(), limits(now), OVER if given.get("list") == "over" else ON
    for stand in walk(
        lambda cursor: whistle_list(actor, in_force, states=states, limit=BATCH, cursor=cursor)
    ):
        view = whistle_view(stand)
        yield from ((view, line) for line in view.lines)


def _handed_over(given: Given, now: datetime) -> Iterator[Any]:
    actor = current_user.actor()
    return walk(lambda cursor: handed_over(actor, cursor, BATCH))


def _read_log(given: Given, now: datetime) -> Iterator[Any]:
    actor = current_user.actor()
    filters = read_reading_filters(given, ZoneInfo(limits(now).calendar.timezone))
    return walk(lambda cursor: reading_list(actor, filters, limit=BATCH, cursor=cursor))


def _behind(given: Given, now: datetime) -> Iterator[Any]:
    asked = read_figure(given, zone(), now.replace(microsecond=0), month_ends_on())
    if asked is None:
        raise NotFound
    about = question(current_user.actor(), asked.asked, zone())
    return walk(lambda cursor: page_behind(about, asked.name, asked.group, asked.part, cursor))


def _own(given: Given, now: datetime) -> Iterator[Any]:
    person, show = current_user, given.get("show")
    for open_ones in (True, False):
        if show != ("ended" if open_ones else "open"):
            yield from walk(
                lambda cursor, is_open=open_ones: own_matters(  # type: ignore[misc]
                    person, now, open_ones=is_open, limit=BATCH, cursor=cursor
                )
            )


_LISTS: Mapping[str, Callable[[Given, datetime], Iterator[Any]]] = {
    "matters": _matters,
    "queue": _queue,
    "overdue": _overdue,
    "department": _department,
    "callbacks": _callbacks,
    "withdrawals": _withdrawals,
    "supervision": _supervision,
    "instructions": _instructions,
    "tracking": _tracking,
    "decisions": _decisions,
    "whistles": _whistles,
    "handed_over": _handed_over,
    "read_log": _read_log,
    "behind": _behind,
    "own": _own,
}
