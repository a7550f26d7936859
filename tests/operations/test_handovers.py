"""Handing a shift over: what was open is on record, and somebody else takes over, once."""

import pytest

from servicedesk.extensions import db
from servicedesk.models import Message, Person
from servicedesk.operations.handovers import hand_shift_over, take_shift_over
from servicedesk.operations.ringing import ring_on
from servicedesk.operations.roster import add_turn
from servicedesk.operations.whistles import blow
from servicedesk.queries.handovers import open_now
from servicedesk.rules.refusals import Invalid, NotFound, NotNow, NotYours
from tests.cast import Cast
from tests.factories import NOW, last_administration
from tests.operations.matters import MORE_TIME, act, at

NOTE = {"note": "供电公司抢修中，请每小时问一次进度。"}


def told(kind: str) -> set[str]:
    found = db.session.query(Person.username).join(Message, Message.person_id == Person.id)
    return {username for (username,) in found.filter(Message.kind == kind)}


def test_what_is_open_goes_on_record_and_the_incoming_confirm(cast: Cast) -> None:
    span = {"starts_at": "2026-11-23T08:00+08:00", "ends_at": "2026-11-23T20:00+08:00"}
    add_turn(cast.desk_lead, NOW, "qyfw", {"person": "officer2", "place": 1, **span})
    urgent = cast.ticket("submitted", urgent=True)
    ring_on(NOW)
    asked, working = cast.ticket("awaiting_info"), cast.ticket("working")
    act(cast, working, "handler", "request_extension", NOW, **MORE_TIME)
    given = {"kind": "daily", "reason": "请到场", "tickets": [working.number], "departments": ["rsj"]}
    whistle = blow(cast.officer, NOW, given).whistle.number
    record = hand_shift_over(cast.officer, NOW, NOTE)
    facts = record.facts
    assert (facts["urgent"], facts["asked"], facts["rings"]) == (
        [urgent.number], [asked.number], [urgent.number]
    )  # fmt: skip
    assert facts["requests"] == [[working.number, "extension", "desk_lead"]]
    assert [one[:2] for one in facts["calls"]] == [[whistle, "rsj"]]
    assert [number for number, _ in facts["promised"]] == [urgent.number]
    assert last_administration().texts == NOTE
    assert told("shift_handed_over") == {"officer2"}
    for stranger, why in ((cast.handler, NotFound), (cast.supervisor, NotFound), (cast.officer, NotYours)):
        with pytest.raises(why):
            take_shift_over(stranger, NOW, record.id)
    take_shift_over(cast.officer2, NOW, record.id)
    assert told("shift_taken_over") == {"officer"}
    with pytest.raises(NotNow, match=cast.officer2.name):
        take_shift_over(cast.desk_lead, NOW, record.id)


def test_only_the_desk_hands_over_and_says_something(cast: Cast) -> None:
    with pytest.raises(NotYours):
        hand_shift_over(cast.handler, NOW, NOTE)
    with pytest.raises(Invalid):
        hand_shift_over(cast.officer, NOW, {"note": " "})


def test_what_is_about_the_desk_is_not_listed_to_it(cast: Cast) -> None:
    cast.ticket("submitted", urgent=True, kind="complaint", about_department="qyfw")
    found = open_now(cast.officer.actor(), cast.officer.department_id, NOW, at("11-30 10:00"))
    assert found.on_record() == {name: [] for name in found.on_record()}
