"""Decisions made on paper and recorded afterwards: who may, what is told, and by which moment limits go."""

import io
from datetime import timedelta
from typing import Any

import pytest

from servicedesk.models import Attachment, Ticket
from servicedesk.operations import checking
from servicedesk.operations.attachments import attach
from servicedesk.operations.seals import audit
from servicedesk.operations.sweep import sweep
from servicedesk.rules.refusals import Invalid, NotFound, NotNow, NotYours
from tests.cast import Cast
from tests.factories import NOW, events_of, make_person
from tests.operations.matters import (
    CONTACT,
    HEARING,
    MORE_TIME,
    REASON,
    act,
    at,
    clock_of,
    decide,
    outcomes,
    request_of,
    told,
)

SCAN = b"%PDF-1.4\n%EOF\n"
LATER = at("11-23 15:30")


def scan(cast: Cast, ticket: Ticket, who: str = "desk_lead", when: Any = NOW) -> Attachment:
    """The scan of a decision, added to the matter."""
    by, number = getattr(cast, who), ticket.number
    return attach(by, when, number, io.BytesIO(SCAN), "批示.pdf", internal=True)


def asked(cast: Cast, action: str = "request_extension", when: Any = NOW, **given: Any) -> Ticket:
    """A matter about which a request waits."""
    ticket = cast.ticket("working")
    return act(cast, ticket, "handler", action, when, **(given or MORE_TIME))


def leaders(cast: Cast) -> Ticket:
    """A matter whose second extension waits for a leader."""
    ticket = asked(cast)
    decide(cast, ticket, "desk_lead", "approve", NOW)
    return act(cast, ticket, "handler", "request_extension", NOW, **MORE_TIME)


def record(cast: Cast, ticket: Ticket, action: str, when: Any = LATER, who: str = "desk_lead", **told_: Any):
    """What was decided at 11 is recorded, unless `told_` says otherwise."""
    paper = {"decided_at": "2026-11-23T11:00+08:00", "paper": scan(cast, ticket).id} | told_
    return decide(cast, ticket, who, action, when, **paper)


def test_what_a_leader_decided_on_paper_is_recorded_by_the_desk_lead(cast: Cast) -> None:
    ticket = leaders(cast)
    record(cast, ticket, "approve", decided_by="leader", reason="同意。")
    request, event = request_of(ticket), events_of(ticket)[-1]
    assert (request.state, request.decided_by_id, request.decided_at) == (
        "approved", cast.leader.id, at("11-23 11:00")
    )  # fmt: skip
    assert (request.recorded_by_id, request.recorded_at) == (cast.desk_lead.id, LATER)
    assert (event.at, event.actor_id) == (at("11-23 11:00"), cast.desk_lead.id)
    assert event.payload["decided_by"] == "leader"
    assert event.payload["decided_at"] == "2026-11-23T03:00:00+00:00"
    assert event.payload["paper"] == request.paper_id
    assert event.texts["decider"] == "林志远"
    assert clock_of(ticket, "resolve").due_at == at("12-08 17:30")
    assert told(ticket, "approve_extension") == {"handler", "enterprise"}


def test_the_limit_for_deciding_goes_by_the_decision(cast: Cast) -> None:
    ticket = asked(cast)
    sweep(at("11-23 16:30"))
    assert clock_of(ticket, "decide").breached_at == at("11-23 16:00")
    record(cast, ticket, "approve", at("11-23 17:00"), decided_by="desk_lead")
    clock = clock_of(ticket, "decide")
    assert (clock.state, clock.stopped_at, clock.breached_at) == ("met", at("11-23 11:00"), None)
    assert clock.counted_at == at("11-23 11:00")


def test_a_refusal_is_recorded_with_its_reason(cast: Cast) -> None:
    ticket = leaders(cast)
    with pytest.raises(Invalid) as refused:
        record(cast, ticket, "refuse", decided_by="leader")
    assert set(refused.value.errors) == {"reason"}
    record(cast, ticket, "refuse", decided_by="leader", reason="理由不足。")
    assert request_of(ticket).state == "refused"


@pytest.mark.parametrize("who", ["officer", "leader", "handler", "supervisor"])
def test_only_the_desk_lead_records(cast: Cast, who: str) -> None:
    with pytest.raises(NotYours):
        record(cast, leaders(cast), "approve", who=who, decided_by="leader")


def test_for_others_there_is_no_request(cast: Cast) -> None:
    with pytest.raises(NotFound):
        record(cast, leaders(cast), "approve", who="enterprise", decided_by="leader")


@pytest.mark.parametrize("who", ["officer", "desk_lead", "handler", "nobody", "admin"])
def test_only_somebody_who_might_decide_has_decided(cast: Cast, who: str) -> None:
    with pytest.raises(Invalid) as refused:
        record(cast, leaders(cast), "approve", decided_by=who)
    assert set(refused.value.errors) == {"decided_by"}


def test_who_asked_has_not_decided(cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    both = make_person("leader", "desk_lead", name="双职", department="qyfw", username="both")
    act(cast, ticket, "officer", "dispatch", NOW, lead="qyfw")
    act(cast, ticket, "desk_lead", "sign", NOW)
    act(cast, ticket, "desk_lead", "request_extension", NOW, **MORE_TIME)
    with pytest.raises(Invalid):
        record(cast, ticket, "approve", decided_by="desk_lead")
    record(cast, ticket, "approve", decided_by=both.username)
    assert request_of(ticket).decided_by_id == both.id


@pytest.mark.parametrize(
    "when", ["2026-11-23T09:59+08:00", "2026-11-23T15:31+08:00", "2026-11-23T11:00", "gestern"]
)
def test_it_was_decided_after_the_asking_and_before_now(cast: Cast, when: str) -> None:
    ticket = leaders(cast)
    with pytest.raises(Invalid) as refused:
        record(cast, ticket, "approve", decided_by="leader", decided_at=when)
    assert set(refused.value.errors) == {"decided_at"}
    assert request_of(ticket).state == "pending"


def test_the_scan_is_a_file_of_this_matter_that_the_staff_added(cast: Cast) -> None:
    ticket, other = leaders(cast), cast.ticket("working")
    of_firm = attach(cast.enterprise, NOW, ticket.number, io.BytesIO(SCAN), "材料.pdf")
    for paper in (scan(cast, other).id, of_firm.id, 999_999, None):
        with pytest.raises(Invalid) as refused:
            record(cast, ticket, "approve", decided_by="leader", paper=paper)
        assert set(refused.value.errors) == {"paper"}


def test_all_of_it_is_told_or_nothing(cast: Cast) -> None:
    ticket = leaders(cast)
    with pytest.raises(Invalid) as refused:
        decide(cast, ticket, "desk_lead", "approve", LATER, decided_by="leader")
    assert set(refused.value.errors) == {"decided_at", "paper"}


def test_who_is_later_is_told_that_it_is_decided(cast: Cast) -> None:
    ticket = leaders(cast)
    decide(cast, ticket, "leader", "refuse", NOW, **REASON)
    with pytest.raises(NotNow, match="林志远 has refused"):
        record(cast, ticket, "approve", decided_by="leader")


def test_what_was_decided_before_the_limit_extends_it_though_it_is_recorded_after(cast: Cast) -> None:
    ticket = asked(cast, when=at("11-27 16:00"))
    late = at("12-01 09:00")
    sweep(late)
    assert clock_of(ticket, "resolve").breached_at == at("11-30 17:30")
    with pytest.raises(NotNow):
        decide(cast, ticket, "desk_lead", "approve", late)
    record(cast, ticket, "approve", late, decided_by="desk_lead", decided_at="2026-11-30T10:00+08:00")
    clock = clock_of(ticket, "resolve")
    assert (clock.due_at, clock.breached_at, clock.counted_at) == (at("12-03 17:30"), None, at("12-03 17:30"))


def test_a_suspension_stands_still_from_the_decision(cast: Cast) -> None:
    ticket = asked(cast, "request_suspension", **HEARING)
    record(cast, ticket, "approve", decided_by="desk_lead")
    clock = clock_of(ticket, "resolve")
    assert (clock.state, clock.pauses) == ("paused", [["2026-11-23T03:00:00+00:00", None]])


@pytest.mark.parametrize(
    ("who", "action", "given"),
    [("handler", "contact", CONTACT), ("officer", "set_urgent", REASON | {"urgent": True})],
)
def test_nothing_begins_before_what_has_happened_since(
    cast: Cast, who: str, action: str, given: dict[str, Any]
) -> None:
    ticket = asked(cast, "request_suspension", **HEARING)
    act(cast, ticket, who, action, at("11-23 14:30"), **given)
    with pytest.raises(Invalid) as refused:
        record(cast, ticket, "approve", decided_by="desk_lead")
    assert set(refused.value.errors) == {"decided_at"}
    record(cast, ticket, "approve", decided_by="desk_lead", decided_at="2026-11-23T14:31+08:00")
    assert request_of(ticket).state == "approved"


def test_a_wish_to_reopen_is_recorded_too_and_the_scan_may_come_after_the_end(cast: Cast) -> None:
    ticket = act(cast, cast.ticket("closed"), "enterprise", "ask_reopen", NOW, **REASON)
    record(cast, ticket, "approve", decided_by="officer")
    assert (ticket.state, ticket.cycle) == ("in_progress", 2)


def test_the_enterprise_sees_neither_the_scan_nor_that_there_is_one(cast: Cast) -> None:
    ticket = leaders(cast)
    record(cast, ticket, "approve", decided_by="leader")
    (added,) = [event for event in events_of(ticket) if event.action == "attach"]
    assert not added.visible


def test_the_events_alone_say_all_of_it(cast: Cast) -> None:
    extended, suspended = asked(cast, when=at("11-27 16:00")), asked(cast, "request_suspension", **HEARING)
    wanted = act(cast, cast.ticket("closed"), "enterprise", "ask_reopen", NOW, **REASON)
    late = at("12-01 09:00")
    sweep(late)
    record(cast, extended, "approve", late, decided_by="desk_lead", decided_at="2026-11-30T10:00+08:00")
    record(cast, suspended, "approve", late, decided_by="desk_lead")
    record(cast, wanted, "approve", late, decided_by="officer")
    sweep(late + timedelta(hours=3))
    assert outcomes(extended)["decide"] == "met"
    checked = checking.check(now=late)
    assert (checked.tickets, checked.differences) == (3, [])
    assert list(audit()) == []
