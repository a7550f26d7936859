"""Withdrawals that are asked about: which ones, by whom, what comes of it, and who never reads it."""

from typing import Any

import pytest
from flask import Flask

from servicedesk.extensions import db as database
from servicedesk.models import Event, Person, Ticket
from servicedesk.operations import sampling as operations
from servicedesk.operations.checking import check
from servicedesk.operations.sampling import change_sampling, make_up
from servicedesk.queries.sampling import drawn, sampling
from servicedesk.queries.ticket_events import event_page
from servicedesk.queries.ticket_page import ticket_page
from servicedesk.rules.refusals import Invalid, NotNow, NotYours
from servicedesk.rules.sampling import DEFAULT, Sampling, is_drawn, made_up
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import NOW, events_of, make_person, standing_of, submitted
from tests.operations.matters import REASON, act, at, told

PRESSED = {"outcome": "pressed", "text": "部门经办人两次来电要求撤回。"}
ALL, NONE = Sampling(100, 1), Sampling(0, 1)


@pytest.fixture
def share(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the share that is in force."""

    def set_to(chosen: Sampling) -> None:
        from servicedesk.operations.book import Stored

        monkeypatch.setattr(Stored, "sampling", staticmethod(lambda now: chosen))
        monkeypatch.setattr(operations, "sampling", lambda now: chosen)

    return set_to


def withdrawn(cast: Cast, stage: str = "working", when: Any = NOW, **changes: Any) -> Ticket:
    ticket = cast.ticket(stage, **changes)
    return act(cast, ticket, "enterprise", "withdraw", when, reason="问题已经解决。")


def test_the_number_decides_and_a_tenth_is_drawn() -> None:
    numbers = [
        f"QS2026{month:02}{day:02}-{n:04}" for month in (1, 5, 11) for day in (3, 17) for n in range(500)
    ]
    chosen = [number for number in numbers if is_drawn(number, DEFAULT)]
    assert 0.08 < len(chosen) / len(numbers) < 0.12
    assert chosen == [number for number in numbers if is_drawn(number, DEFAULT)]
    assert not any(is_drawn(number, NONE) for number in numbers)
    assert all(is_drawn(number, ALL) for number in numbers)
    assert made_up(numbers, 0, DEFAULT) == made_up(reversed(numbers), 0, DEFAULT)
    assert made_up(numbers, 1, DEFAULT) == []
    assert len(made_up(numbers, 2, Sampling(10, 5))) == 3


def test_a_withdrawal_that_is_drawn_is_put_before_the_supervisor(cast: Cast, share: Any) -> None:
    share(ALL)
    ticket = withdrawn(cast)
    assert ticket.sampled_at == NOW
    assert told(ticket, "draw_withdrawal") == {"supervisor"}
    (one,) = drawn(cast.supervisor.actor(), "ask").items
    assert (one.ticket.id, one.withdrawn is not None, list(one.asked)) == (ticket.id, True, [])
    share(NONE)
    assert withdrawn(cast).sampled_at is None


def test_what_the_supervisor_does_not_see_is_not_drawn(cast: Cast, share: Any) -> None:
    share(ALL)
    assert withdrawn(cast, "accepted", confidential=True).sampled_at is None
    for about in ("qyfw", "jfj"):
        drawn_one = withdrawn(cast, "submitted", kind="complaint", about_department=about)
        assert drawn_one.sampled_at == NOW, about
        assert told(drawn_one, "draw_withdrawal") == {"supervisor"}
    assert withdrawn(cast, "submitted", kind="complaint", about_department="dcs").sampled_at is None
    assert withdrawn(cast, "submitted", kind="report").sampled_at is None


def test_pressed_stands_in_a_list_and_may_be_reopened(cast: Cast, share: Any) -> None:
    share(ALL)
    ticket = withdrawn(cast)
    with pytest.raises(NotNow):
        act(cast, ticket, "supervisor", "reopen_withdrawn", NOW, **REASON)
    with pytest.raises(Invalid) as refused:
        act(cast, ticket, "supervisor", "check_withdrawal", NOW, outcome="pressed")
    assert list(refused.value.errors) == ["text"]
    act(cast, ticket, "supervisor", "check_withdrawal", NOW, outcome="unreachable")
    assert [one.ticket.id for one in drawn(cast.supervisor.actor(), "ask").items] == [ticket.id]
    act(cast, ticket, "supervisor", "check_withdrawal", at("11-24 10:00"), **PRESSED)
    assert told(ticket, "withdrawal_pressed") == {"leader"}
    (one,) = drawn(cast.supervisor.actor(), "pressed").items
    assert [event.texts.get("text") for event in one.asked] == [None, PRESSED["text"]]
    for other in ("officer", "leader", "desk_lead"):
        with pytest.raises(NotYours):
            act(cast, ticket, other, "reopen_withdrawn", at("11-24 10:00"), **REASON)
    act(cast, ticket, "supervisor", "reopen_withdrawn", at("11-24 10:00"), **REASON)
    assert (ticket.state, ticket.cycle, ticket.closed_at) == ("accepted", 2, None)
    assert told(ticket, "reopen_withdrawn") == {"officer", "enterprise"}
    act(cast, ticket, "officer", "dispatch", at("11-24 11:00"), lead="jsj")
    assert check(now=at("11-24 12:00")).differences == []


@pytest.mark.parametrize(("lead", "asks"), [("dcs", {"leader"}), ("jfj", {"supervisor"})])
def test_who_handled_a_matter_never_asks_about_its_withdrawal(
    cast: Cast, share: Any, lead: str, asks: set[str]
) -> None:
    share(ALL)
    other = make_person("supervisor", department="dcs")
    ticket = cast.ticket("accepted")
    act(cast, ticket, "officer", "dispatch", NOW, lead=lead)
    act(cast, ticket, "supervisor" if lead == "dcs" else "handler", "sign", NOW)
    act(cast, ticket, "enterprise", "withdraw", NOW, reason="不办了。")
    asking = {
        name
        for name, person in cast.everybody().items()
        if "check_withdrawal" in standing_of(ticket, person).ticket_actions()
    }
    assert asking == asks
    assert "check_withdrawal" in standing_of(ticket, other).ticket_actions()
    for person in (cast.supervisor, cast.leader, other):
        (one,) = drawn(person.actor(), "ask").items
        assert one.mine == ("check_withdrawal" in standing_of(ticket, person).ticket_actions())


def test_departments_and_the_desk_never_read_what_was_said(cast: Cast, share: Any) -> None:
    share(ALL)
    ticket = withdrawn(cast)
    act(cast, ticket, "supervisor", "check_withdrawal", NOW, **PRESSED)
    hidden = {"draw_withdrawal", "check_withdrawal"}
    for name, sees in (("officer", False), ("enterprise", False), ("supervisor", True), ("leader", True)):
        person = getattr(cast, name)
        actions = {event.action for event in ticket_page(ticket.number, person, NOW).events}
        listed = {event.action for event in event_page(ticket.number, person, NOW, 50).page.items}
        assert (actions & hidden == hidden, listed & hidden == hidden) == (sees, sees), name
        assert bool(actions & hidden) == bool(listed & hidden) == sees, name
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", "progress", NOW, text="现场已查看。")
    act(cast, ticket, "enterprise", "withdraw", NOW, reason="不办了。")
    act(cast, ticket, "supervisor", "check_withdrawal", NOW, **PRESSED)
    assert not {e.action for e in ticket_page(ticket.number, cast.handler, NOW).events} & hidden


def test_a_month_with_too_few_is_made_up_once(cast: Cast, share: Any, db: Any) -> None:
    share(NONE)
    tickets = [withdrawn(cast) for _ in range(3)]
    assert make_up(at("11-30 23:00")) == 0
    assert make_up(at("12-01 00:10")) == 1
    assert make_up(at("12-01 00:11")) == 0
    assert sum(ticket.sampled_at is not None for ticket in tickets) == 1
    drawn_one = next(ticket for ticket in tickets if ticket.sampled_at)
    assert [event.action for event in events_of(drawn_one)][-1] == "draw_withdrawal"
    assert db.session.query(Event).filter_by(action="draw_withdrawal").count() == 1


def test_the_share_is_data_that_administrators_change(cast: Cast) -> None:
    assert sampling(NOW) == DEFAULT
    seen = change_sampling(cast.admin, NOW, Sampling(25, 3), 0).id
    assert sampling(NOW) == Sampling(25, 3)
    for wrong in (Sampling(25, 3), Sampling(101, 1), Sampling(10, -1)):
        with pytest.raises(Invalid):
            change_sampling(cast.admin, NOW, wrong, seen)
    with pytest.raises(NotYours):
        change_sampling(cast.supervisor, NOW, Sampling(10, 1), seen)


def test_whoever_saw_an_older_share_changes_nothing(cast: Cast) -> None:
    seen = change_sampling(cast.admin, NOW, Sampling(25, 3), 0).id
    for older in (0, seen + 1):
        with pytest.raises(Invalid) as refused:
            change_sampling(cast.admin, NOW, Sampling(30, 3), older)
        assert list(refused.value.errors) == ["version"]
    assert sampling(NOW) == Sampling(25, 3)


def test_of_two_who_change_the_share_at_the_same_moment_one_is_told(app: Flask, cast: Cast) -> None:
    admin = cast.admin.id

    def change(percent: int) -> object:
        return change_sampling(database.session.get_one(Person, admin), NOW, Sampling(percent, 1), 0)

    done = at_once(app, lambda: change(20), lambda: change(30))
    assert sorted(type(one).__name__ for one in done) == ["Invalid", "SamplingVersion"]


def test_what_was_never_drawn_is_not_asked_about(cast: Cast, share: Any) -> None:
    share(NONE)
    ticket = withdrawn(cast)
    with pytest.raises(NotNow):
        act(cast, ticket, "supervisor", "check_withdrawal", NOW, **PRESSED)
    assert submitted(cast.enterprise).sampled_at is None
