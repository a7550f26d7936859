"""A pause with an end: time stands still, and what was left is given back exactly."""

from datetime import datetime
from typing import Any

import pytest

from servicedesk.extensions import db
from servicedesk.jobs.timetable import take_due_steps
from servicedesk.models import Ticket
from servicedesk.operations.steps import act_on_request
from servicedesk.operations.suspensions import resume_ended
from servicedesk.operations.sweep import sweep
from servicedesk.rules.refusals import Invalid, NotNow
from tests.cast import Cast
from tests.factories import NOW, RESULT, events_of
from tests.operations.matters import (
    HEARING,
    MORE_TIME,
    act,
    at,
    clock_of,
    decide,
    live,
    request_of,
    share_of,
    told,
)
from tests.statements import counted

END = at("12-04 10:00")


def suspended(cast: Cast, when: datetime = NOW, **changes: Any) -> Ticket:
    """A matter whose work stands still until END."""
    ticket = cast.ticket("working", **changes)
    act(cast, ticket, "handler", "request_suspension", when, **HEARING)
    return decide(cast, ticket, "desk_lead", "approve", when)


def state_of(ticket: Ticket) -> str:
    share = share_of(ticket)
    assert share is not None
    return share.state


def test_what_is_asked_for_waits(cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", "request_suspension", NOW, **HEARING)
    assert (request_of(ticket).kind, request_of(ticket).decider) == ("suspension", "desk_lead")
    assert request_of(ticket).params == {"code": "hearing", "until": END.isoformat()}
    assert told(ticket, "request_suspension") == {"desk_lead"}
    assert state_of(ticket) == "working"
    with pytest.raises(NotNow):
        act(cast, ticket, "handler", "request_suspension", NOW, **HEARING)


def test_promise_contact_and_result_stand_still(cast: Cast) -> None:
    ticket = suspended(cast)
    assert state_of(ticket) == "suspended"
    assert live(ticket) == {"promise": "paused", "contact": "paused", "resolve": "paused"}
    assert told(ticket, "approve_suspension") == {"handler", "enterprise"}
    event = events_of(ticket)[-1]
    assert event.visible
    assert (event.payload["code"], event.payload["until"]) == ("hearing", END.isoformat())
    assert sweep(at("12-03 17:00")).fired == 0


def test_it_goes_on_by_itself_at_its_end_with_the_time_that_was_left(cast: Cast) -> None:
    ticket = suspended(cast)
    assert resume_ended(at("12-04 09:59")) == 0
    # However late it is noticed, the end counts.
    assert resume_ended(at("12-07 09:00")) == 1
    assert state_of(ticket) == "working"
    # 10:00 to the close of the fifth day after it were left: the fifth day after the end, to its close.
    assert clock_of(ticket, "resolve").due_at == at("12-11 17:30")
    assert clock_of(ticket, "contact").due_at == at("12-07 09:00")
    assert events_of(ticket)[-1].at == END
    assert told(ticket, "resume") == {"handler", "enterprise"}


def test_minutes_are_given_back_to_the_second(cast: Cast) -> None:
    ticket = suspended(cast, at("11-23 10:20"))
    act(cast, ticket, "handler", "resume", at("11-24 15:05"))
    # 360 minutes from 10:00 on: 20 had gone.
    assert clock_of(ticket, "contact").due_at == at("11-25 11:45")


def test_the_department_may_go_on_earlier(cast: Cast) -> None:
    ticket = suspended(cast)
    act(cast, ticket, "handler", "resume", at("11-25 09:00"))
    assert state_of(ticket) == "working"
    assert live(ticket) == {"promise": "running", "contact": "running", "resolve": "running"}
    assert resume_ended(at("12-07 09:00")) == 0
    assert told(ticket, "resume") == {"enterprise"}


def test_who_goes_on_after_the_end_gains_no_time(cast: Cast) -> None:
    ticket = suspended(cast)
    act(cast, ticket, "handler", "resume", at("12-07 16:00"))
    assert clock_of(ticket, "resolve").due_at == at("12-11 17:30")


def test_any_step_after_the_end_finds_the_matter_going_on(cast: Cast) -> None:
    ticket = suspended(cast)
    act(cast, ticket, "handler", "submit", at("12-04 11:00"), **RESULT)
    actions = [event.action for event in events_of(ticket)]
    assert actions[-2:] == ["resume", "submit"]
    assert ticket.state == "in_review"


def test_the_work_cannot_be_ended_while_it_stands_still(cast: Cast) -> None:
    ticket = suspended(cast)
    for action in ("submit", "finish"):
        with pytest.raises(NotNow):
            act(cast, ticket, "handler", action, NOW, **RESULT)
    act(cast, ticket, "handler", "progress", NOW, text="听证材料已备齐。")


def test_withdrawing_ends_a_suspended_matter(cast: Cast) -> None:
    ticket = suspended(cast)
    act(cast, ticket, "enterprise", "withdraw", at("11-25 10:00"), reason="已解决。")
    assert (ticket.state, state_of(ticket), live(ticket)) == ("withdrawn", "cancelled", {})
    assert resume_ended(at("12-07 09:00")) == 0


def test_time_asked_for_before_can_be_granted_during_it(cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", "request_extension", NOW, **MORE_TIME)
    extension = request_of(ticket)
    act(cast, ticket, "handler", "request_suspension", NOW, **HEARING)
    decide(cast, ticket, "desk_lead", "approve", NOW)
    # The limit as it was would have passed by now, had it not stood still.
    act_on_request(cast.desk_lead, at("12-02 10:00"), extension.id, "approve")
    resume_ended(END)
    assert clock_of(ticket, "resolve").due_at == at("12-16 17:30")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"until": "2026-11-23T10:00+08:00"}, "until"),
        ({"until": "2126-12-04T10:00+08:00"}, "until"),
        ({"until": "2026-12-04"}, "until"),
        ({"code": "holiday"}, "code"),
        ({"reason": " "}, "reason"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(cast: Cast, changes: dict[str, Any], field: str) -> None:
    ticket = cast.ticket("working")
    with pytest.raises(Invalid) as refused:
        act(cast, ticket, "handler", "request_suspension", NOW, **(HEARING | changes))
    assert set(refused.value.errors) == {field}


def test_an_end_that_has_passed_is_not_approved_and_days_are_not_granted(cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", "request_suspension", NOW, **HEARING)
    with pytest.raises(Invalid):
        decide(cast, ticket, "desk_lead", "approve", NOW, days=3)
    with pytest.raises(NotNow):
        decide(cast, ticket, "desk_lead", "approve", END)


def test_what_was_missed_while_nothing_ran_comes_after_its_end(cast: Cast) -> None:
    ticket = suspended(cast)
    db.session.commit()
    assert take_due_steps(at("12-20 10:00")).fired > 4
    events = events_of(ticket)
    (resumed,) = [event for event in events if event.action == "resume"]
    missed = [event for event in events if event.action == "clock_step"]
    assert all(event.seq > resumed.seq and event.at > END for event in missed)
    assert [event.at for event in missed if event.payload["step"] == "yellow"] == [
        at("12-07 09:00"), at("12-11 17:30"), at("12-11 17:30"),
    ]  # fmt: skip


def test_looking_for_ended_ones_is_one_probe_of_their_index(cast: Cast) -> None:
    suspended(cast)
    db.session.remove()
    with counted(db) as statements:
        assert resume_ended(at("12-01 10:00")) == 0
    (asked,) = statements
    assert "assignment.state = 'suspended'" in asked
