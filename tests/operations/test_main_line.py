"""A matter's whole way: each step's states, events and clocks, and who is told."""

from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

import pytest

from servicedesk.rules.refusals import NotFound, NotNow, NotYours
from tests.cast import Cast
from tests.factories import NOW, RESULT, assignment_of, events_of, share_step, step, submitted
from tests.operations.matters import (
    CONTACT,
    HAPPY,
    REASON,
    UNHAPPY,
    act,
    at,
    clock_of,
    live,
    outcomes,
    results_of,
    share_of,
    told,
)


class Step(NamedTuple):
    """Who does what when; and where the matter, the share and the clocks stand then."""

    when: str
    who: str
    action: str
    given: dict[str, Any]
    state: str
    share: str | None
    running: str
    paused: str = ""


LINE = [
    Step("11-23 10:30", "officer", "accept", {}, "accepted", None, "dispatch promise"),
    Step("11-23 11:00", "officer2", "dispatch", {"lead": "jfj"},
         "in_progress", "to_sign", "promise sign contact resolve"),
    Step("11-23 11:30", "handler", "sign", {}, "in_progress", "working", "promise contact resolve"),
    Step("11-23 14:30", "handler", "contact", CONTACT, "in_progress", "working", "promise resolve"),
    Step("11-23 15:00", "handler", "progress", {"text": "正在核对。"},
         "in_progress", "working", "promise resolve"),
    Step("11-23 15:10", "handler", "ask", {"text": "请提供账号。"},
         "in_progress", "working", "promise resolve"),
    Step("11-23 15:20", "enterprise", "give_info", {"text": "账号如下。"},
         "in_progress", "working", "promise resolve"),
    Step("11-23 16:00", "handler", "submit", RESULT, "in_review", "submitted", "promise review", "resolve"),
    Step("11-24 09:00", "desk_lead", "send_back", REASON, "in_progress", "working", "promise resolve"),
    Step("11-24 10:00", "handler", "submit", RESULT, "in_review", "submitted", "promise review", "resolve"),
    Step("11-24 11:00", "officer", "pass_review", {}, "in_callback", "done", "callback"),
    Step("11-24 15:00", "enterprise", "judge", HAPPY, "closed", "done", ""),
]  # fmt: skip
STAYING = {"contact", "progress", "ask", "give_info"}


def test_every_step_leaves_matter_share_and_clocks_where_they_belong(cast: Cast) -> None:
    ticket = submitted(cast.enterprise)
    assert live(ticket) == {"accept": "running"}
    version = ticket.version
    for now in LINE:
        act(cast, ticket, now.who, now.action, at(now.when), **now.given)
        share = share_of(ticket)
        assert (ticket.state, share.state if share else None) == (now.state, now.share), now.action
        expected = dict.fromkeys(now.running.split(), "running") | dict.fromkeys(now.paused.split(), "paused")
        assert live(ticket) == expected, now.action
        version += now.action not in STAYING
        assert ticket.version == version, now.action
    assert set(outcomes(ticket).values()) == {"met"}
    events = events_of(ticket)
    assert [event.action for event in events] == ["submit_ticket", *(now.action for now in LINE)]
    assert [event.at for event in events] == [NOW, *(at(now.when) for now in LINE)]
    assert (ticket.event_count, ticket.head_hash) == (len(events), events[-1].hash)
    assert all(a.hash == b.previous_hash for a, b in pairwise(events))


# clock: started, limit, stopped
REMAINS = {
    "accept": ("11-23 10:00", "11-23 12:00", "11-23 10:30"),
    "dispatch": ("11-23 10:30", "11-23 14:30", "11-23 11:00"),
    "promise": ("11-23 10:30", "11-30 17:30", "11-24 11:00"),
    "sign": ("11-23 11:00", "11-23 17:00", "11-23 11:30"),
    "contact": ("11-23 11:00", "11-24 10:00", "11-23 14:30"),
    # Two hours of review are given back, rounded to close of business; it ends at the last submission.
    "resolve": ("11-23 11:00", "12-01 17:30", "11-24 10:00"),
    "callback": ("11-24 11:00", "11-27 17:30", "11-24 15:00"),
}


def walked(cast: Cast) -> Any:
    ticket = submitted(cast.enterprise)
    for now in LINE:
        act(cast, ticket, now.who, now.action, at(now.when), **now.given)
    return ticket


def test_what_remains_of_the_clocks_is_what_happened(cast: Cast) -> None:
    ticket = walked(cast)
    for kind, (started, due, stopped) in REMAINS.items():
        clock = clock_of(ticket, kind)
        assert (clock.started_at, clock.due_at, clock.stopped_at) == (at(started), at(due), at(stopped)), kind
        assert (clock.counted_at, clock.next_at, clock.breached_at) == (at(stopped), None, None), kind
    resolve = clock_of(ticket, "resolve")
    assert [[datetime.fromisoformat(moment) for moment in pause] for pause in resolve.pauses] == [
        [at("11-23 16:00"), at("11-24 09:00")]
    ]
    assert resolve.original_due_at == at("11-30 17:30")


def test_clocks_measure_whoever_holds_the_share_and_the_promise_its_lead(cast: Cast) -> None:
    ticket = walked(cast)
    lead = cast.handler.department_id
    measured = {kind: clock_of(ticket, kind).department_id for kind in REMAINS}
    assert measured == {
        "accept": None, "dispatch": None, "promise": lead, "sign": lead, "contact": lead, "resolve": lead,
        "callback": None,
    }  # fmt: skip


def test_the_moments_of_the_matter_are_kept(cast: Cast) -> None:
    ticket, share = walked(cast), None
    share = share_of(ticket)
    assert share is not None
    assert (ticket.accepted_at, ticket.dispatched_at) == (at("11-23 10:30"), at("11-23 11:00"))
    assert (ticket.reached_at, ticket.closed_at) == (at("11-24 11:00"), at("11-24 15:00"))
    assert (share.signed_at, share.contacted_at) == (at("11-23 11:30"), at("11-23 14:30"))
    assert (share.submitted_at, share.handler_id) == (at("11-24 10:00"), cast.handler.id)
    assert share.dispatched_by_id == cast.officer2.id
    assert share.routing_id is not None
    assert ticket.officer_id == cast.officer.id


def test_only_the_result_that_passed_reaches_the_enterprise(cast: Cast) -> None:
    first, second = results_of(walked(cast))
    assert first.reached_at is None
    assert second.reached_at == at("11-24 11:00")
    assert (second.text, second.spoken_to) == (RESULT["measures"], RESULT["spoken_to"])
    assert (second.solved, str(second.solved_when)) == (True, RESULT["solved_when"])


def test_the_enterprise_sees_what_is_meant_for_it(cast: Cast) -> None:
    hidden = [event.action for event in events_of(walked(cast)) if not event.visible]
    assert hidden == ["progress", "submit", "send_back", "submit"]


def test_a_limit_that_is_missed_stays_breached(cast: Cast) -> None:
    ticket = submitted(cast.enterprise)
    act(cast, ticket, "officer", "accept", at("11-23 14:00"))
    accept = clock_of(ticket, "accept")
    assert (accept.state, accept.breached_at) == ("missed", at("11-23 12:00"))
    assert accept.counted_at == at("11-23 12:00")


def test_the_last_second_keeps_the_limit(cast: Cast) -> None:
    ticket = submitted(cast.enterprise)
    act(cast, ticket, "officer", "accept", at("11-23 12:00"))
    assert (clock_of(ticket, "accept").state, clock_of(ticket, "accept").breached_at) == ("met", None)


def test_time_in_review_is_not_the_departments(cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", "submit", at("11-30 17:00"), **RESULT)
    act(cast, ticket, "officer", "pass_review", at("12-08 17:00"))
    assert {kind: outcomes(ticket)[kind] for kind in ("resolve", "review", "promise")} == {
        "resolve": "met", "review": "missed", "promise": "missed"
    }  # fmt: skip


def test_what_was_late_when_it_was_submitted_stays_late_in_review(cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", "submit", at("12-01 09:00"), **RESULT)
    assert clock_of(ticket, "resolve").breached_at == at("11-30 17:30")
    act(cast, ticket, "officer", "send_back", at("12-01 10:00"), **REASON)
    act(cast, ticket, "handler", "submit", at("12-01 11:00"), **RESULT)
    act(cast, ticket, "officer", "pass_review", at("12-01 11:10"))
    assert outcomes(ticket)["resolve"] == "missed"


@pytest.mark.parametrize(
    ("stage", "told_of", "people"),
    [
        ("submitted", "submit_ticket", {"officer", "officer2"}),
        ("accepted", "accept", {"enterprise"}),
        ("to_sign", "dispatch", {"handler", "department_head"}),
        ("in_review", "submit", {"officer"}),
        ("in_callback", "pass_review", {"enterprise"}),
        ("closed", "judge", {"officer"}),
    ],
)
def test_those_whom_a_step_concerns_are_told(cast: Cast, stage: str, told_of: str, people: set[str]) -> None:
    assert told(cast.ticket(stage), told_of) == people


def test_a_lead_that_the_table_did_not_propose_is_no_row_of_it(cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    step(cast.officer, ticket, "dispatch", lead="rsj")
    assert assignment_of(ticket).routing_id is None


def test_another_department_neither_sees_nor_signs(cast: Cast) -> None:
    ticket = cast.ticket("to_sign")
    with pytest.raises(NotFound):
        share_step(cast.handler2, ticket, "sign")
    with pytest.raises(NotYours):
        share_step(cast.officer, ticket, "sign")
    with pytest.raises(NotYours):
        share_step(cast.leader, ticket, "sign")


@pytest.mark.parametrize(
    ("stage", "action", "given"),
    [
        ("submitted", "dispatch", {"lead": "jfj"}),
        ("accepted", "accept", {}),
        ("in_review", "close", REASON),
        ("closed", "redo", REASON),
        ("withdrawn", "reopen", REASON),
    ],
)
def test_a_step_that_the_state_does_not_allow_changes_nothing(
    cast: Cast, stage: str, action: str, given: dict[str, Any]
) -> None:
    ticket = cast.ticket(stage)
    before = (ticket.state, ticket.version, ticket.event_count, outcomes(ticket))
    with pytest.raises(NotNow) as refused:
        step(cast.officer, ticket, action, **given)
    assert action not in refused.value.actions
    assert (ticket.state, ticket.version, ticket.event_count, outcomes(ticket)) == before


def test_an_unhappy_enterprise_leaves_the_decision_to_an_officer(cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    act(cast, ticket, "enterprise", "judge", at("11-23 11:00"), **UNHAPPY)
    assert (ticket.state, outcomes(ticket)["callback"], ticket.closed_at) == ("in_callback", "met", None)
    act(cast, ticket, "officer", "close", at("11-23 11:30"), **REASON)
    assert (ticket.state, ticket.closed_at) == ("closed", at("11-23 11:30"))


def test_queues_know_the_limit_that_counts_now(cast: Cast) -> None:
    dues = {}
    for stage in ("submitted", "accepted", "to_sign", "working", "in_review", "in_callback", "closed"):
        ticket = cast.ticket(stage)
        share = share_of(ticket)
        dues[stage] = (ticket.next_due_at, share.next_due_at if share else None)
    none = at("11-23 10:00").replace(year=9999, month=12, day=31, hour=0)
    five_days, noon = at("11-30 17:30"), at("11-23 12:00")
    assert dues == {
        "submitted": (noon, None),
        "accepted": (noon, None),
        "to_sign": (five_days, at("11-23 16:00")),
        "working": (five_days, at("11-24 09:00")),
        "in_review": (at("11-24 17:30"), none),
        "in_callback": (at("11-26 17:30"), none),
        "closed": (none, none),
    }
