"""Two at the same matter: one wins, the other is told what happened, and nothing is written twice."""

from collections.abc import Callable
from time import monotonic
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import TextClause, func, select, text

from servicedesk.extensions import db
from servicedesk.models import Assignment, Clock, Event, Message, Person, Ticket
from servicedesk.operations.steps import act_on_assignment, act_on_ticket
from servicedesk.operations.sweep import sweep
from servicedesk.operations.transaction import transaction
from servicedesk.rules.refusals import NotNow, Stale
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import NOW, RESULT, assignment_of, events_of, step
from tests.operations.matters import REASON, TEXT, at

Work = Callable[[], Any]


def doing(who: int, number: str, action: str, version: int | None = None, **given: Any) -> Work:
    """A step of a person that can be taken in a thread of its own."""

    def work() -> str:
        return act_on_ticket(db.session.get_one(Person, who), NOW, number, action, given, version).state

    return work


def count(model: Any, ticket: Ticket) -> int:
    return db.session.scalar(select(func.count()).where(model.ticket_id == ticket.id)) or 0


def refusals(results: list[Any]) -> list[Any]:
    return [result for result in results if isinstance(result, Exception)]


@pytest.mark.parametrize("seen", [True, False], ids=["from a page", "without a version"])
def test_two_officers_dispatch_at_the_same_moment(app: Flask, cast: Cast, seen: bool) -> None:
    ticket = cast.ticket("accepted")
    number, version, ids = (
        ticket.number,
        ticket.version if seen else None,
        (cast.officer.id, cast.officer2.id),
    )
    before = count(Message, ticket)
    db.session.commit()
    results = at_once(
        app,
        doing(ids[0], number, "dispatch", version, lead="jfj"),
        doing(ids[1], number, "dispatch", version, lead="rsj"),
    )
    (refused,) = refusals(results)
    assert "in_progress" in results
    assert isinstance(refused, Stale if seen else NotNow)
    assert "dispatch" not in refused.actions
    if seen:
        winner = ids[results.index("in_progress")]
        assert refused.events == (("dispatch", winner, NOW),)
    db.session.expire_all()
    assert count(Assignment, ticket) == 1
    assert [event.action for event in events_of(ticket)].count("dispatch") == 1
    assert count(Clock, ticket) == len({"accept", "dispatch", "promise", "sign", "contact", "resolve"})
    assert count(Message, ticket) - before in (1, 2)


def test_two_calls_in_vain_at_the_same_moment_are_two_tries(app: Flask, cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    number, ids = ticket.number, (cast.officer.id, cast.officer2.id)
    db.session.commit()
    results = at_once(app, *(doing(who, number, "callback", reached=False) for who in ids))
    assert results == ["in_callback"] * 2
    db.session.expire_all()
    assert ticket.tries == 2


def test_many_notes_at_once_stand_in_one_chain(app: Flask, cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    number, who, before = ticket.number, cast.officer.id, ticket.event_count
    db.session.commit()
    assert not refusals(at_once(app, *[doing(who, number, "note", text="已电话核实。")] * 6))
    db.session.expire_all()
    events = events_of(ticket)
    assert [event.seq for event in events] == list(range(1, before + 7))
    assert ticket.head_hash == events[-1].hash


def test_signing_and_withdrawing_at_the_same_moment(app: Flask, cast: Cast) -> None:
    ticket = cast.ticket("to_sign")
    number, share = ticket.number, assignment_of(ticket).id
    handler, enterprise = cast.handler.id, cast.enterprise.id
    db.session.commit()

    def sign() -> str:
        return act_on_assignment(db.session.get_one(Person, handler), NOW, share, "sign").state

    at_once(app, sign, doing(enterprise, number, "withdraw", **REASON))
    db.session.expire_all()
    # Whoever came first: withdrawn it is in the end, and nothing runs.
    assert ticket.state == "withdrawn"
    assert db.session.get_one(Assignment, share).state == "cancelled"
    assert not [c for c in db.session.scalars(select(Clock)) if c.state in ("running", "paused")]


def test_accepting_while_the_clock_is_swept_loses_neither(app: Flask, cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    number, who, late = ticket.number, cast.officer.id, at("11-23 15:00")
    db.session.commit()

    def accept() -> str:
        return act_on_ticket(db.session.get_one(Person, who), late, number, "accept").state

    results = at_once(app, accept, lambda: sweep(late))
    assert not refusals(results)
    db.session.expire_all()
    events = events_of(ticket)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert ticket.head_hash == events[-1].hash
    (accepted,) = [c for c in db.session.scalars(select(Clock)) if c.kind == "accept"]
    assert (accepted.state, accepted.breached_at) == ("missed", at("11-23 12:00"))


def test_a_page_that_is_too_old_changes_nothing_and_hears_what_happened(cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    seen = ticket.version
    step(cast.officer2, ticket, "accept", at("11-23 10:05"))
    step(cast.officer2, ticket, "dispatch", at("11-23 10:10"), lead="jfj")
    with pytest.raises(Stale) as refused:
        act_on_ticket(cast.officer, NOW, ticket.number, "refuse", {}, seen)
    assert refused.value.events == (
        ("accept", cast.officer2.id, at("11-23 10:05")),
        ("dispatch", cast.officer2.id, at("11-23 10:10")),
    )
    assert "note" in refused.value.actions
    assert ticket.state == "in_progress"


def test_what_came_after_the_step_does_not_hide_it(cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    seen = ticket.version
    step(cast.officer2, ticket, "note", text="之前的备注。")
    step(cast.officer2, ticket, "accept")
    step(cast.officer2, ticket, "note", text="之后的备注。")
    with pytest.raises(Stale) as refused:
        act_on_ticket(cast.officer, NOW, ticket.number, "accept", {}, seen)
    assert [action for action, _, _ in refused.value.events] == ["accept", "note"]


def test_the_enterprise_hears_only_what_is_for_it(cast: Cast) -> None:
    ticket = cast.ticket("working")
    seen = ticket.version
    step(cast.officer, ticket, "note", text="内部备注。")
    act_on_assignment(cast.handler, NOW, assignment_of(ticket).id, "submit", RESULT)
    with pytest.raises(Stale) as refused:
        act_on_ticket(cast.enterprise, NOW, ticket.number, "give_info", TEXT, seen)
    assert refused.value.events == ()


def test_notes_and_facts_do_not_make_a_page_old(cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    seen = ticket.version
    step(cast.officer2, ticket, "note", text="已电话核实。")
    step(cast.enterprise, ticket, "give_info", text="补充一点。")
    sweep(at("11-23 17:00"))
    act_on_ticket(cast.officer, NOW, ticket.number, "dispatch", {"lead": "jfj"}, seen)
    assert ticket.state == "in_progress"


HOLDS_THE_MATTER = text(
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
    "WHERE datname = current_database() AND relation = 'event'::regclass AND mode = 'RowExclusiveLock'"
)
WAITS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def until(question: TextClause) -> None:
    """Ask again and again, in a connection of its own."""
    end = monotonic() + 10
    with db.engine.connect() as connection:
        while not connection.scalar(question):
            connection.rollback()
            assert monotonic() < end


@pytest.mark.database("postgresql")
def test_who_waited_for_a_step_sees_all_that_it_changed(app: Flask, cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    number, officer, other = ticket.number, cast.officer.id, cast.officer2.id
    db.session.commit()

    def accept() -> str:
        with transaction():
            state = doing(officer, number, "accept")()
            db.session.flush()
            until(WAITS)
        return str(state)

    def answer() -> str:
        until(HOLDS_THE_MATTER)
        return str(doing(other, number, "answer", text="请到窗口领取。")())

    assert at_once(app, accept, answer) == ["accepted", "in_callback"]
    db.session.expire_all()
    # The officer who accepted stays in charge.
    assert ticket.officer_id == officer


def test_every_event_of_a_lost_race_is_gone(app: Flask, cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    number, ids = ticket.number, (cast.officer.id, cast.officer2.id)
    db.session.commit()
    at_once(app, *(doing(who, number, "accept") for who in ids))
    db.session.expire_all()
    assert [event.action for event in events_of(ticket)] == ["submit_ticket", "accept"]
    assert db.session.scalar(select(func.count()).select_from(Event).where(Event.chain == number)) == 2
