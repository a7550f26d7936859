"""What stands in the demo as a newcomer first sees it."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from servicedesk.demo.loading import load
from servicedesk.extensions import db
from servicedesk.models import (
    Assignment,
    Attachment,
    Category,
    Clock,
    Department,
    Event,
    Message,
    Person,
    Result,
    Ticket,
)
from servicedesk.operations.clocks import note_limits
from servicedesk.operations.seals import audit
from servicedesk.queries.limits import limits
from servicedesk.rules.clock_record import facts_of
from servicedesk.rules.clocks import reckon
from servicedesk.rules.workflow import OPEN_STATES, TICKET_STATES
from tests.demo.test_demo import NOW


@pytest.fixture(scope="module", autouse=True)
def zone(read_app: Flask) -> None:
    load(NOW, 300, 4, 1)


def test_every_state_category_and_most_departments_have_their_share() -> None:
    tickets = db.session.scalars(select(Ticket)).all()
    assert {t.state for t in tickets} == set(TICKET_STATES) - {"joined", "tracking"}  # played afterwards
    level2 = db.session.scalar(select(func.count(Category.id)).where(Category.parent_id.is_not(None)))
    assert len({t.category_id for t in tickets}) == level2
    assert len({t.lead_id for t in tickets} - {None}) >= 20
    assert len({t.enterprise_id for t in tickets}) >= 12
    assert len({t.kind for t in tickets}) == 7
    assert len({t.channel for t in tickets}) == 7
    for flag in ("urgent", "complex", "confidential", "about_desk", "about_leader", "about_department_id"):
        assert any(getattr(t, flag) for t in tickets), flag
    assert 4 <= sum(t.cycle > 1 for t in tickets) <= 40
    assert db.session.scalar(select(func.count(Attachment.id))) > 5


def test_each_handler_who_can_be_tried_out_has_work_in_many_states() -> None:
    flying = db.session.execute(
        select(Department.code, Assignment.state, Ticket.state, Assignment.contacted_at)
        .join(Assignment, Assignment.department_id == Department.id)
        .join(Ticket, Ticket.id == Assignment.ticket_id)
        .where(Ticket.state.in_(OPEN_STATES))
    ).all()
    for code in ("jfj", "rsj", "jsj"):
        own = [(row[1], row[2], bool(row[3])) for row in flying if row[0] == code]
        assert len(own) >= 8
        assert len(set(own)) >= 5, own


def test_the_enterprise_finds_its_matters_at_every_stage() -> None:
    own = select(Person.enterprise_id).where(Person.username == "enterprise").scalar_subquery()
    states = Counter(db.session.scalars(select(Ticket.state).where(Ticket.enterprise_id == own)))
    assert sum(states[state] for state in OPEN_STATES) >= 6
    assert {"in_callback", "awaiting_info", "submitted", "in_progress", "closed"} <= states.keys()


def test_what_is_stored_follows_from_the_events() -> None:
    assert not list(audit())
    states: dict[int, str] = {}
    events = db.session.scalars(select(Event).where(Event.ticket_id.is_not(None)).order_by(Event.seq)).all()
    for event in events:
        if "state" in event.payload:
            before, after = event.payload["state"]
            assert states.get(event.ticket_id) == before
            states[event.ticket_id] = after
    assert states == {t.id: t.state for t in db.session.scalars(select(Ticket))}
    assert max(event.at for event in events) <= NOW
    moments = defaultdict(list)
    for event in events:
        moments[event.ticket_id].append(event.at)
    assert all(found == sorted(found) for found in moments.values())


def test_every_limit_follows_from_its_facts() -> None:
    in_force = limits(NOW)
    clocks = db.session.scalars(select(Clock)).all()
    assert {clock.state for clock in clocks} == {"running", "paused", "met", "missed", "cancelled"}
    for clock in clocks:
        if clock.state in ("running", "met", "missed"):
            assert clock.due_at == reckon(in_force.calendars[clock.calendar_id], facts_of(clock))
        # A running clock's breach is the sweep's to note; others knew it when they stopped or stood still.
        if clock.state != "running":
            halted = clock.stopped_at or datetime.fromisoformat(clock.pauses[-1][0])
            assert (clock.breached_at is None) == (halted <= clock.due_at), clock.state
        assert (clock.next_at is None) == (clock.state != "running")
    tickets = {t.id: t for t in db.session.scalars(select(Ticket))}
    shares = db.session.scalars(select(Assignment)).all()
    kept = {x.id: x.next_due_at for x in [*tickets.values()]}, {x.id: x.next_due_at for x in shares}
    for ticket in tickets.values():
        own = [clock for clock in clocks if clock.ticket_id == ticket.id]
        note_limits(ticket, [share for share in shares if share.ticket_id == ticket.id], own)
    assert kept == ({x.id: x.next_due_at for x in tickets.values()}, {x.id: x.next_due_at for x in shares})
    db.session.rollback()


def test_results_reach_the_enterprise_before_it_judges() -> None:
    reached = dict(
        db.session.execute(
            select(Result.ticket_id, func.max(Result.reached_at)).group_by(Result.ticket_id)
        ).all()
    )
    for ticket in db.session.scalars(select(Ticket).where(Ticket.state == "in_callback")):
        assert reached[ticket.id] == ticket.reached_at


def test_messages_are_recent_and_mostly_read() -> None:
    told = db.session.scalars(select(Message)).all()
    assert min(message.created_at for message in told) > NOW - timedelta(days=15)
    assert sum(message.read_at is not None for message in told) > len(told) / 2
    assert all(message.delivered_at is None or message.delivered_at <= NOW for message in told)
