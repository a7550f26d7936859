"""What is stored is what the events say; and where it is not, that is found and mended."""

from datetime import timedelta
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Assignment, Clock, Ticket
from servicedesk.operations.checking import check
from servicedesk.operations.sweep import sweep
from tests.cast import STAGES, Cast
from tests.factories import NOW, assignment_of, events_of, share_step, step, submitted
from tests.operations.matters import REASON, at, clock_of


def differences(**options: Any) -> list[str]:
    return [found.what for found in check(now=NOW, **options).differences]


@pytest.mark.parametrize("stage", STAGES)
def test_nothing_differs_at_any_stage(cast: Cast, stage: str) -> None:
    cast.ticket(stage)
    assert differences() == []


def test_nothing_differs_after_steps_of_the_ladder_and_changes(cast: Cast) -> None:
    ticket = cast.ticket("working")
    sweep(NOW + timedelta(days=3))
    step(cast.officer, ticket, "set_urgent", at("11-26 14:00"), urgent=True, **REASON)
    step(cast.officer, ticket, "recategorise", at("11-26 15:00"), category="0501", **REASON)
    step(cast.officer, ticket, "set_urgent", at("11-26 16:00"), urgent=False, **REASON)
    sweep(NOW + timedelta(days=9))
    checked = check(now=NOW)
    assert (checked.differences, checked.tickets, checked.older) == ([], 1, 0)


def test_nothing_differs_after_a_redo(cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    step(cast.officer, ticket, "redo", at("11-24 10:00"), **REASON)
    share_step(cast.handler, ticket, "sign", at("11-24 14:00"))
    assert differences() == []


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("due_at", at("12-24 17:30"), "due_at"),
        ("original_due_at", at("12-24 17:30"), "original_due_at"),
        ("breached_at", at("11-24 17:30"), "breached_at"),
        ("steps_taken", 2, "steps_taken"),
        ("next_at", None, "next_at"),
        ("state", "paused", "state"),
        ("pauses", [["2026-11-24T01:00:00+00:00", "2026-11-24T02:00:00+00:00"]], "pauses"),
    ],
)
def test_a_limit_that_was_nudged_is_found_and_mended(
    cast: Cast, db: SQLAlchemy, column: str, value: Any, found: str
) -> None:
    ticket = cast.ticket("working")
    clock = clock_of(ticket, "resolve")
    before, id_ = getattr(clock, column), clock.id
    setattr(clock, column, value)
    db.session.commit()
    assert f"clock {id_} (resolve) {found}" in differences()
    assert getattr(db.session.get_one(Clock, id_), column) == value
    assert differences(mend=True)
    assert getattr(db.session.get_one(Clock, id_), column) == before
    assert differences() == []


def test_a_state_that_no_event_made_is_found_and_mended(cast: Cast, db: SQLAlchemy) -> None:
    ticket = cast.ticket("working")
    id_, share = ticket.id, assignment_of(ticket).id
    db.session.get_one(Ticket, id_).state = "closed"
    db.session.get_one(Assignment, share).state = "done"
    db.session.commit()
    assert {"state", f"assignment {share}"} <= set(differences())
    differences(mend=True)
    assert differences() == []
    assert db.session.get_one(Ticket, id_).state == "in_progress"


def test_a_lost_clock_is_found(cast: Cast, db: SQLAlchemy) -> None:
    ticket = cast.ticket("accepted")
    db.session.delete(clock_of(ticket, "promise"))
    db.session.commit()
    assert "number of clocks" in differences()


def test_a_matter_from_before_events_said_this_is_left_as_it_is(cast: Cast, db: SQLAlchemy) -> None:
    ticket = submitted(cast.enterprise)
    event = events_of(ticket)[0]
    event.payload = {name: value for name, value in event.payload.items() if name != "clocks"}
    db.session.commit()
    checked = check(now=NOW)
    assert (checked.tickets, checked.older, checked.differences) == (0, 1, [])
