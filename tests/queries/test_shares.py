"""A department's queues: its own shares, the nearest limit first."""

from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Ticket
from servicedesk.queries.shares import PAGE, QUEUES, share_counts, share_queue
from servicedesk.rules.access import Actor
from servicedesk.rules.refusals import Invalid, NotFound
from tests.cast import Cast
from tests.factories import NOW, share_step, step, submitted
from tests.operations.matters import CONTACT, REASON, at
from tests.queries.copies import copy_of, share

# Queues in which none of these matters stands.
BESIDE = ("overdue", "suspended", "returning", "mine")


def tickets_in(actor: Actor, name: str) -> list[int]:
    return [row.assignment.ticket_id for row in share_queue(actor, name, NOW).items]


def test_each_share_stands_in_the_queue_of_its_state(cast: Cast) -> None:
    stages = {"to_sign": "to_sign", "working": "working", "in_review": "submitted", "in_callback": "done"}
    tickets = {queue: cast.ticket(stage) for stage, queue in stages.items()}
    actor = cast.handler.actor()
    assert {name: tickets_in(actor, name) for name in QUEUES if name not in BESIDE} == {
        name: [ticket.id] for name, ticket in tickets.items()
    }
    assert share_counts(actor, NOW) == {
        "to_sign": 1, "working": 1, "returning": 0, "suspended": 0, "submitted": 1, "overdue": 0,
        "mine": 1,
    }  # fmt: skip


def test_a_cancelled_share_is_in_no_queue(cast: Cast) -> None:
    ticket = cast.ticket("to_sign")
    step(cast.enterprise, ticket, "withdraw", **REASON)
    assert not any(tickets_in(cast.handler.actor(), name) for name in QUEUES)


def test_others_find_nothing_there(cast: Cast) -> None:
    cast.ticket("to_sign")
    for name, person in cast.everybody().items():
        mine = name in ("handler", "department_head")
        assert bool(tickets_in(person.actor(), "to_sign")) == mine, name
        assert bool(share_counts(person.actor(), NOW)["to_sign"]) == mine, name


def test_the_desk_has_shares_of_its_own(cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    step(cast.officer, ticket, "dispatch", lead="qyfw")
    assert tickets_in(cast.officer2.actor(), "to_sign") == [ticket.id]
    assert tickets_in(cast.handler.actor(), "to_sign") == []


def test_what_has_become_a_clue_is_gone_from_the_department(cast: Cast, db: SQLAlchemy) -> None:
    ticket = cast.ticket("to_sign")
    ticket.sensitive = ticket.misconduct = True
    db.session.commit()
    assert tickets_in(cast.handler.actor(), "to_sign") == []
    assert share_counts(cast.handler.actor(), NOW)["to_sign"] == 0


def test_a_row_shows_the_clock_that_comes_next(cast: Cast) -> None:
    ticket = cast.ticket("to_sign")
    actor = cast.handler.actor()

    def shown(name: str) -> str | None:
        (row,) = share_queue(actor, name, NOW).items
        if row.clock is not None:
            assert row.assignment.next_due_at == row.clock.due_at
        return row.clock.kind if row.clock else None

    assert shown("to_sign") == "sign"
    share_step(cast.handler, ticket, "sign")
    assert shown("working") == "contact"
    share_step(cast.handler, ticket, "contact", **CONTACT)
    assert shown("working") == "resolve"


def test_what_is_overdue(cast: Cast) -> None:
    unsigned, working = cast.ticket("to_sign"), cast.ticket("working")
    cast.ticket("in_review")
    actor = cast.handler.actor()
    for moment, overdue in (
        ("11-23 16:00", []),
        ("11-23 16:01", [unsigned]),
        ("11-24 09:01", [unsigned, working]),
    ):
        found = [row.assignment.ticket_id for row in share_queue(actor, "overdue", at(moment)).items]
        assert found == [ticket.id for ticket in overdue]
        assert share_counts(actor, at(moment))["overdue"] == len(overdue)


def many(cast: Cast, db: SQLAlchemy, number: int, **changes: str) -> list[Ticket]:
    """Matters with a share of jfj each, of which always three have the same moments."""
    template = submitted(cast.enterprise2)
    tickets = [copy_of(template, serial) for serial in range(number)]
    for place, ticket in enumerate(tickets):
        moment = NOW + timedelta(minutes=place // 3)
        share(ticket, "jfj", next_due_at=moment, dispatched_at=moment, **changes)
    db.session.commit()
    return tickets


@pytest.mark.parametrize(("name", "newest_first"), [("to_sign", False), ("done", True)])
def test_page_after_page_shows_each_share_once(
    cast: Cast, db: SQLAlchemy, name: str, newest_first: bool
) -> None:
    expected = [ticket.id for ticket in many(cast, db, 2 * PAGE + 5, state=name)]
    found, cursor = [], None
    while True:
        page = share_queue(cast.handler.actor(), name, NOW, cursor)
        found += [row.assignment.ticket_id for row in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert found == (expected[::-1] if newest_first else expected)


def test_an_unknown_queue_and_a_wrong_cursor_are_refused(cast: Cast, db: SQLAlchemy) -> None:
    many(cast, db, PAGE + 1)
    actor = cast.handler.actor()
    with pytest.raises(NotFound):
        share_queue(actor, "everything", NOW)
    cursor = share_queue(actor, "to_sign", NOW).next
    for given in (cursor, "nonsense"):
        with pytest.raises(Invalid):
            share_queue(actor, "working", NOW, given)
