"""The desk's queues: each matter in its own, the nearest limit first, page after page."""

from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import NO_LIMIT, Ticket
from servicedesk.queries.queues import MOST_COUNTED, PAGE, QUEUES, counts, queue
from servicedesk.rules.access import Actor
from servicedesk.rules.refusals import Invalid
from tests.cast import STAGES, Cast
from tests.factories import NOW, submitted
from tests.operations.matters import at
from tests.queries.copies import copy_of

QUEUE_OF = {
    "submitted": "to_accept",
    "awaiting_info": "waiting",
    "accepted": "to_dispatch",
    "to_sign": "in_progress",
    "working": "in_progress",
    "in_review": "to_review",
    "in_callback": "with_enterprise",
}
LONG_AGO = NOW - timedelta(days=5)
"""Nothing here has been silent for so long."""


def numbers(actor: Actor, name: str, cursor: str | None = None) -> list[str]:
    return [row.ticket.number for row in queue(actor, name, NOW, cursor, silent=LONG_AGO).items]


def test_each_matter_stands_in_the_queue_of_its_state(cast: Cast) -> None:
    tickets = {stage: cast.ticket(stage) for stage in STAGES}
    actor = cast.officer.actor()
    for name in QUEUES:
        mine = {ticket.number for stage, ticket in tickets.items() if QUEUE_OF.get(stage) == name}
        assert set(numbers(actor, name)) == mine, name
    assert counts(actor, NOW, LONG_AGO) == {
        "to_accept": 1, "waiting": 1, "to_dispatch": 1, "in_progress": 2, "to_review": 1, "to_call": 0,
        "with_enterprise": 1, "overdue": 0, "tracking": 0,
    }  # fmt: skip


# Which clock counts in each stage.
CLOCK = {"submitted": "accept", "awaiting_info": None, "accepted": "dispatch", "to_sign": "promise",
         "in_review": "review", "in_callback": "callback"}  # fmt: skip


def test_a_row_shows_the_clock_that_counts_now(cast: Cast) -> None:
    for stage, kind in CLOCK.items():
        ticket = cast.ticket(stage)
        (row,) = queue(cast.officer.actor(), QUEUE_OF[stage], NOW, silent=LONG_AGO).items
        assert (row.ticket, row.clock.kind if row.clock else None) == (ticket, kind), stage
        assert row.ticket.next_due_at == (row.clock.due_at if row.clock else NO_LIMIT)


def test_the_nearest_limit_comes_first(cast: Cast) -> None:
    late = submitted(cast.enterprise, at("11-23 11:00"))
    urgent = submitted(cast.enterprise, at("11-23 11:00"), urgent=True)
    early = submitted(cast.enterprise, at("11-23 09:00"))
    assert numbers(cast.officer.actor(), "to_accept") == [early.number, urgent.number, late.number]


def test_what_is_overdue_stands_in_one_queue_whatever_its_state(cast: Cast) -> None:
    tickets = [cast.ticket(stage) for stage in ("submitted", "accepted", "working", "in_review", "closed")]
    waiting = cast.ticket("awaiting_info")
    actor, much_later = cast.officer.actor(), NOW + timedelta(days=60)
    found = [row.ticket for row in queue(actor, "overdue", much_later).items]
    assert {ticket.id for ticket in found} == {ticket.id for ticket in tickets[:-1]}
    assert waiting not in found
    assert counts(actor, much_later, LONG_AGO)["overdue"] == 4
    # In the very second of its limit nothing is overdue.
    assert counts(actor, at("11-23 12:00"), LONG_AGO)["overdue"] == 0
    assert counts(actor, at("11-23 12:01"), LONG_AGO)["overdue"] == 2


def many(cast: Cast, db: SQLAlchemy, number: int) -> list[Ticket]:
    """Matters of which always three have the same limit."""
    template = submitted(cast.enterprise2)
    copies = [
        copy_of(template, serial, next_due_at=NOW + timedelta(minutes=(number - serial) // 3))
        for serial in range(1, number + 1)
    ]
    db.session.commit()
    return sorted([*copies, template], key=lambda ticket: (ticket.next_due_at, ticket.id))


def test_page_after_page_shows_each_matter_once(cast: Cast, db: SQLAlchemy) -> None:
    tickets = many(cast, db, 2 * PAGE + 4)
    found, cursor, pages = [], None, 0
    while True:
        page = queue(cast.officer.actor(), "to_accept", NOW, cursor)
        found += [row.ticket.id for row in page.items]
        cursor, pages = page.next, pages + 1
        if cursor is None:
            break
    assert found == [ticket.id for ticket in tickets]
    assert pages == 3


def test_a_full_last_page_has_no_next(cast: Cast, db: SQLAlchemy) -> None:
    many(cast, db, PAGE - 1)
    page = queue(cast.officer.actor(), "to_accept", NOW)
    assert (len(page.items), page.next) == (PAGE, None)


def test_counting_ends_where_nobody_counts_any_more(cast: Cast, db: SQLAlchemy) -> None:
    many(cast, db, MOST_COUNTED + 10)
    assert counts(cast.officer.actor(), NOW, LONG_AGO)["to_accept"] == MOST_COUNTED + 1


def test_a_cursor_of_another_queue_is_none_of_this(cast: Cast, db: SQLAlchemy) -> None:
    many(cast, db, PAGE + 1)
    actor = cast.officer.actor()
    cursor = queue(actor, "to_accept", NOW).next
    for name, given in (("to_dispatch", cursor), ("to_accept", "nonsense"), ("to_accept", "e30")):
        with pytest.raises(Invalid):
            queue(actor, name, NOW, given)


def test_queues_hold_what_their_reader_sees(cast: Cast) -> None:
    submitted(cast.enterprise)
    submitted(cast.enterprise, confidential=True)
    submitted(cast.enterprise, kind="complaint", about_department="qyfw")
    seen = {
        name: counts(person.actor(), NOW, LONG_AGO)["to_accept"] for name, person in cast.everybody().items()
    }  # fmt: skip
    assert seen == {
        "enterprise": 3, "enterprise2": 0, "officer": 2, "officer2": 2, "desk_lead": 2, "handler": 0,
        "department_head": 0, "handler2": 0, "handler3": 0, "leader": 2, "supervisor": 2, "inspector": 0,
        "admin": 0,
    }  # fmt: skip
    for name, person in cast.everybody().items():
        assert len(numbers(person.actor(), "to_accept")) == seen[name]
