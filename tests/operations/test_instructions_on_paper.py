"""Instructions that a leader writes on paper, recorded by the desk lead with who, when, and the scan."""

from typing import Any

import pytest

from servicedesk.models import Instruction, Ticket
from servicedesk.operations.checking import check
from servicedesk.rules.refusals import Invalid, NotYours
from tests.cast import Cast
from tests.factories import NOW, events_of
from tests.operations.matters import act, at, told
from tests.operations.test_paper import scan

LATER = at("11-24 09:00")
WORDS = {"text": "请建设局三日内提出意见。", "due_on": "2026-11-27", "departments": ["jsj"]}


def record(cast: Cast, ticket: Ticket, who: str = "desk_lead", **changes: Any) -> Ticket:
    paper = {"decided_by": "leader", "decided_at": "2026-11-23T16:00+08:00", "paper": scan(cast, ticket).id}
    return act(cast, ticket, who, "instruct", LATER, **(WORDS | paper | changes))


def test_it_is_the_leaders_word_from_its_moment(cast: Cast, db: Any) -> None:
    ticket = record(cast, cast.ticket("working", NOW))
    one = db.session.query(Instruction).one()
    assert (one.by_id, one.at, one.due_on.isoformat()) == (cast.leader.id, at("11-23 16:00"), "2026-11-27")
    assert (one.recorded_by_id, one.recorded_at) == (cast.desk_lead.id, LATER)
    event = events_of(ticket)[-1]
    assert (event.action, event.texts["decider"]) == ("instruct", cast.leader.name)
    assert told(ticket, "instructed") == {"handler3"}
    act(cast, ticket, "handler3", "report_back", at("11-25 10:00"), text="已提出意见。")
    assert told(ticket, "report_back") >= {"leader"}
    assert check(now=at("11-25 11:00")).differences == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"decided_by": "supervisor"}, "decided_by"),
        ({"decided_at": "2026-11-25T16:00+08:00"}, "decided_at"),
        ({"decided_at": "2026-11-20T16:00+08:00"}, "decided_at"),
        ({"paper": 987654}, "paper"),
        ({"due_on": "2026-11-23"}, "due_on"),
    ],
)
def test_who_when_the_scan_and_the_date_are_checked(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        record(cast, cast.ticket("working", NOW), **changes)
    assert list(refused.value.errors) == [field]


def test_only_the_desk_lead_records_and_nobody_else_instructs(cast: Cast) -> None:
    ticket = cast.ticket("working", NOW)
    for other in ("officer", "supervisor", "handler"):
        with pytest.raises(NotYours):
            record(cast, ticket, other)
    with pytest.raises(NotYours):
        act(cast, ticket, "desk_lead", "instruct", LATER, **WORDS)
