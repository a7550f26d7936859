"""Whistles that a leader approves, refuses or ratifies on paper, recorded by the desk lead."""

from typing import Any

import pytest

from servicedesk.models import Ticket
from servicedesk.operations.checking import check
from servicedesk.operations.seals import audit
from servicedesk.queries.waiting import waiting_for
from servicedesk.queries.whistle_decisions import deciders_of, whistles_to_decide
from servicedesk.queries.whistle_standing import WhistleStanding, find_whistle
from servicedesk.rules.refusals import Invalid, NotNow, NotYours
from tests.cast import Cast
from tests.factories import NOW
from tests.operations.matters import at
from tests.operations.test_paper import scan
from tests.operations.whistles import blown, call_of, reported, whistle_step

LATER = at("11-23 15:30")


def asked(cast: Cast) -> tuple[WhistleStanding, Ticket]:
    """A key whistle that the desk lead asks for."""
    ticket = cast.ticket("working")
    return blown(cast, "desk_lead", "key", [ticket]), ticket


def record(cast: Cast, stand: WhistleStanding, ticket: Ticket, action: str, **given: Any) -> WhistleStanding:
    """What the leader decided at 11 is recorded at half past three."""
    paper = {"decided_by": "leader", "decided_at": "2026-11-23T11:00+08:00", "paper": scan(cast, ticket).id}
    who = given.pop("who", "desk_lead")
    return whistle_step(cast, who, stand, action, LATER, **(paper | given))


def test_an_approval_on_paper_holds_from_its_moment_and_calls_when_it_is_recorded(cast: Cast) -> None:
    stand, ticket = asked(cast)
    whistle = record(cast, stand, ticket, "approve").whistle
    assert (whistle.state, whistle.decided_by_id, whistle.blown_at) == ("blown", cast.leader.id, LATER)
    assert (whistle.decided_at, whistle.recorded_by_id) == (at("11-23 11:00"), cast.desk_lead.id)
    stand = reported(cast, "handler2", stand, "rsj", at("11-23 16:00"))
    decide, call = stand.clock("decide"), stand.clock_of(call_of(stand, "rsj"))
    assert decide is not None
    assert call is not None
    assert (decide.state, decide.stopped_at) == ("met", at("11-23 11:00"))
    assert (call.started_at, call.due_at, call.state) == (LATER, at("11-24 12:00"), "met")
    assert check(now=at("11-23 17:00")).differences == []
    assert list(audit()) == []


def test_a_ratification_and_a_refusal_on_paper(cast: Cast) -> None:
    ticket = cast.ticket("working")
    stand = record(cast, blown(cast, "officer", tickets=[ticket]), ticket, "ratify")
    assert (stand.whistle.ratified_by_id, stand.whistle.ratified_at) == (cast.leader.id, at("11-23 11:00"))
    stand, ticket = asked(cast)
    refused = record(cast, stand, ticket, "refuse", reason="由主办部门先行协调。")
    assert (refused.whistle.state, refused.whistle.decision) == ("refused", "由主办部门先行协调。")
    assert check(now=LATER).differences == []


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"decided_by": "officer"}, "decided_by"),
        ({"decided_by": "desk_lead"}, "decided_by"),
        ({"decided_by": ""}, "decided_by"),
        ({"decided_at": "2026-11-23T09:00+08:00"}, "decided_at"),
        ({"decided_at": "2026-11-23T16:00+08:00"}, "decided_at"),
        ({"paper": 987654}, "paper"),
    ],
)
def test_who_when_and_the_scan_are_checked(cast: Cast, told: dict[str, Any], field: str) -> None:
    stand, ticket = asked(cast)
    with pytest.raises(Invalid) as refused:
        record(cast, stand, ticket, "approve", **told)
    assert list(refused.value.errors) == [field]
    assert stand.whistle.state == "asked"


def test_only_the_desk_lead_records_and_only_once(cast: Cast) -> None:
    stand, ticket = asked(cast)
    for other in ("officer", "leader"):
        with pytest.raises(NotYours):
            record(cast, stand, ticket, "approve", who=other)
    record(cast, stand, ticket, "approve")
    with pytest.raises(NotNow):
        record(cast, stand, ticket, "approve")


def test_what_waits_stands_in_the_one_inbox(cast: Cast) -> None:
    stand, _ = asked(cast)
    emergency = blown(cast, "officer", place="兴业路12号")
    mine = [one.whistle.id for one in whistles_to_decide(cast.leader.actor())]
    assert mine == [stand.whistle.id, emergency.whistle.id]
    assert all(one.decide for one in whistles_to_decide(cast.leader.actor()))
    assert waiting_for(cast.leader).decisions == 2
    assert whistles_to_decide(cast.desk_lead.actor()) == []
    others = [one.whistle.id for one in whistles_to_decide(cast.desk_lead.actor(), by_others=True)]
    assert others == mine
    found = find_whistle(stand.whistle.number, cast.desk_lead, NOW)
    assert [person.username for person in deciders_of(found)] == ["leader"]
    whistle_step(cast, "leader", stand, "approve", NOW)
    whistle_step(cast, "leader", emergency, "ratify", NOW)
    assert whistles_to_decide(cast.leader.actor()) == []
    assert waiting_for(cast.leader).decisions == 0
