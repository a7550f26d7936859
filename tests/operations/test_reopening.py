"""Asking to reopen: it waits for the desk's decision, the matter stays closed until then."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from servicedesk.extensions import db
from servicedesk.models import Person, Ticket
from servicedesk.operations import checking
from servicedesk.operations.steps import act_on_ticket
from servicedesk.operations.sweep import sweep
from servicedesk.rules.refusals import NotFound, NotNow, NotYours
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import NOW, assignment_of, events_of, make_person, submitted
from tests.operations.matters import (
    HAPPY,
    REASON,
    act,
    at,
    clock_of,
    decide,
    live,
    outcomes,
    request_of,
    told,
)

NEW = {"reason": "到账金额少了五万元,附银行回单。"}


def wanted(cast: Cast, when: Any = NOW, **changes: Any) -> Ticket:
    """A closed matter that its enterprise wants to be taken up again."""
    return act(cast, cast.ticket("closed", **changes), "enterprise", "ask_reopen", when, **NEW)


def test_the_wish_waits_for_the_desk_and_the_matter_stays_closed(cast: Cast) -> None:
    ticket = wanted(cast)
    request = request_of(ticket)
    assert (ticket.state, ticket.cycle, live(ticket)) == ("closed", 1, {"decide": "running"})
    assert (request.kind, request.state, request.assignment_id) == ("reopening", "pending", None)
    assert (request.decider, request.asked_by_id, request.reason) == (
        "desk",
        cast.enterprise.id,
        NEW["reason"],
    )
    assert clock_of(ticket, "decide").due_at == at("11-23 16:00")
    assert told(ticket, "ask_reopen") == {"officer", "desk_lead"}
    assert events_of(ticket)[-1].visible


@pytest.mark.parametrize("who", ["officer", "officer2", "desk_lead"])
def test_whoever_is_the_desk_agrees_and_the_lead_takes_it_up_again(cast: Cast, who: str) -> None:
    ticket = wanted(cast)
    decide(cast, ticket, who, "approve", NOW, reason="确有新的事实。")
    assert (ticket.state, assignment_of(ticket).state, ticket.cycle) == ("in_progress", "to_sign", 2)
    assert live(ticket) == dict.fromkeys(("promise", "sign", "contact", "resolve"), "running")
    assert (request_of(ticket).state, outcomes(ticket, 1)["decide"], ticket.closed_at) == (
        "approved", "met", None
    )  # fmt: skip
    assert told(ticket, "approve_reopening") == {"enterprise", "handler", "department_head"}
    event = events_of(ticket)[-1]
    assert (event.action, event.visible, event.texts) == (
        "approve_reopening", True, {"decision": "确有新的事实。"}
    )  # fmt: skip


def test_who_decided_on_reopening_has_not_handled_and_may_call_back(cast: Cast) -> None:
    ticket = wanted(cast)
    decide(cast, ticket, "officer", "approve", NOW)
    assert events_of(ticket)[-1].assignment_id is None


def test_what_the_desk_answered_itself_goes_back_to_the_desk(cast: Cast) -> None:
    ticket = submitted(cast.enterprise)
    act(cast, ticket, "officer", "answer", NOW, text="请到窗口领取。")
    act(cast, ticket, "enterprise", "judge", NOW, **HAPPY)
    act(cast, ticket, "enterprise", "ask_reopen", NOW, **NEW)
    decide(cast, ticket, "officer", "approve", NOW)
    assert (ticket.state, live(ticket)) == ("accepted", {"dispatch": "running", "promise": "running"})


def test_a_refusal_tells_the_enterprise_why_and_it_may_ask_once_more(cast: Cast) -> None:
    ticket = wanted(cast)
    decide(cast, ticket, "officer", "refuse", NOW, reason="没有新的事实。")
    event = events_of(ticket)[-1]
    assert (event.visible, event.texts) == (True, {"reason": "没有新的事实。"})
    assert (ticket.state, live(ticket), request_of(ticket).state) == ("closed", {}, "refused")
    assert told(ticket, "refuse_reopening") == {"enterprise"}
    act(cast, ticket, "enterprise", "ask_reopen", NOW, **NEW)
    assert request_of(ticket).state == "pending"


def test_only_one_wish_waits_at_a_time(app: Flask, cast: Cast) -> None:
    ticket = cast.ticket("closed")
    colleague = make_person("enterprise", name="刘芳", enterprise=cast.enterprise.enterprise)
    ids, number = (cast.enterprise.id, colleague.id), ticket.number
    db.session.commit()

    def asking(who: int) -> Any:
        return lambda: act_on_ticket(db.session.get_one(Person, who), NOW, number, "ask_reopen", NEW).number

    results = at_once(app, asking(ids[0]), asking(ids[1]))
    assert sorted(map(type, results), key=str) == [NotNow, str]


def test_after_thirty_days_nobody_asks_but_what_was_asked_in_time_is_decided(cast: Cast) -> None:
    last = NOW + timedelta(days=30)
    ticket = wanted(cast, last)
    decide(cast, ticket, "officer", "approve", last + timedelta(hours=1))
    assert ticket.state == "in_progress"
    with pytest.raises(NotNow):
        wanted(cast, last + timedelta(seconds=1))


def test_a_wish_about_the_desk_is_the_supervisors(cast: Cast) -> None:
    ticket = submitted(cast.enterprise, kind="complaint", category="1403", about_department="qyfw")
    act(cast, ticket, "supervisor", "answer", NOW, text="已核实。")
    act(cast, ticket, "enterprise", "judge", NOW, **HAPPY)
    act(cast, ticket, "enterprise", "ask_reopen", NOW, **NEW)
    assert (request_of(ticket).decider, told(ticket, "ask_reopen")) == ("supervisor", {"supervisor"})
    with pytest.raises(NotFound):
        decide(cast, ticket, "officer", "approve", NOW)
    decide(cast, ticket, "supervisor", "approve", NOW)
    assert ticket.state == "accepted"


@pytest.mark.parametrize("who", ["leader", "supervisor", "handler"])
def test_others_who_see_the_matter_do_not_decide(cast: Cast, who: str) -> None:
    ticket = wanted(cast)
    with pytest.raises(NotYours):
        decide(cast, ticket, who, "approve", NOW)


def test_an_officer_who_reopens_directly_leaves_nothing_to_decide(cast: Cast) -> None:
    ticket = wanted(cast)
    act(cast, ticket, "officer", "reopen", NOW, **REASON)
    assert (request_of(ticket).state, outcomes(ticket, 1)["decide"]) == ("lapsed", "cancelled")


def test_a_note_meanwhile_leaves_it_waiting(cast: Cast) -> None:
    ticket = wanted(cast)
    act(cast, ticket, "officer", "note", NOW, text="已核对银行回单。")
    assert (request_of(ticket).state, live(ticket)) == ("pending", {"decide": "running"})


def test_a_late_decision_rings_with_those_who_decide(cast: Cast) -> None:
    ticket = wanted(cast)
    sweep(at("11-23 16:30"))
    assert told(ticket, "ring_yellow") == {"officer", "desk_lead"}
    decide(cast, ticket, "officer", "approve", at("11-23 16:40"))
    assert outcomes(ticket, 1)["decide"] == "missed"


def test_the_events_alone_say_all_of_it(cast: Cast) -> None:
    refused, granted, direct = wanted(cast), wanted(cast), wanted(cast)
    decide(cast, refused, "officer", "refuse", at("11-24 10:00"), **REASON)
    decide(cast, granted, "officer", "approve", at("11-24 10:00"))
    act(cast, direct, "officer", "reopen", at("11-24 10:00"), **REASON)
    wanted(cast)
    sweep(at("11-24 11:00"))
    checked = checking.check(now=at("11-24 11:00"))
    assert (checked.tickets, checked.differences) == (4, [])
