"""Lead and assists: one department answers for the whole, others give it their part."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import Assignment, Request, Ticket
from servicedesk.operations.checking import check
from servicedesk.operations.steps import act_on_assignment, act_on_request
from servicedesk.queries.finding import find_ticket
from servicedesk.rules.refusals import Invalid, NotFound, NotYours
from tests.cast import Cast
from tests.factories import NOW, RESULT, events_of, submitted
from tests.operations.matters import CONTACT, HEARING, REASON, act, at, clocks_of, told

PART = {"measures": "已核实社保缴纳情况。"}


def shared(cast: Cast, *assists: str, **changes: Any) -> Ticket:
    """A matter that jfj leads, with the departments that help."""
    ticket = cast.ticket("accepted", **changes)
    return act(cast, ticket, "officer", "dispatch", NOW, lead="jfj", assists=list(assists or ("rsj", "jsj")))


def share(ticket: Ticket, code: str) -> Assignment:
    """A department's share."""
    (found,) = [one for one in shares(ticket) if one.department.code == code]
    return found


def shares(ticket: Ticket) -> list[Assignment]:
    found = select(Assignment).where(Assignment.ticket_id == ticket.id).order_by(Assignment.id)
    return list(db.session.scalars(found.options(joinedload(Assignment.department))))


def states(ticket: Ticket) -> dict[str, str]:
    return {one.department.code: one.state for one in shares(ticket)}


def on_share(
    cast: Cast, who: str, one: Assignment, action: str, when: datetime = NOW, **given: Any
) -> Ticket:
    return act_on_assignment(getattr(cast, who), when, one.id, action, given)


def limits_of(one: Assignment) -> dict[str, tuple[str, datetime]]:
    ticket_clocks = clocks_of(Ticket(id=one.ticket_id))
    return {c.kind: (c.state, c.due_at) for c in ticket_clocks if c.assignment_id == one.id}


def give_part(cast: Cast, who: str, one: Assignment, when: datetime = NOW) -> None:
    on_share(cast, who, one, "sign", when)
    on_share(cast, who, one, "submit", when, **PART)


def to_the_result(cast: Cast, ticket: Ticket) -> None:
    """The lead signs and speaks with the enterprise."""
    lead = share(ticket, "jfj")
    on_share(cast, "handler", lead, "sign")
    on_share(cast, "handler", lead, "contact", **CONTACT)


def test_each_department_has_its_own_share_and_limits(cast: Cast) -> None:
    ticket = shared(cast)
    assert [(one.department.code, one.role, one.state) for one in shares(ticket)] == [
        ("jfj", "lead", "to_sign"),
        ("rsj", "assist", "to_sign"),
        ("jsj", "assist", "to_sign"),
    ]
    assert set(limits_of(share(ticket, "jfj"))) == {"sign", "contact", "resolve"}
    assert limits_of(share(ticket, "rsj")) == {
        "sign": ("running", at("11-23 16:00")),
        "part": ("running", at("11-26 17:30")),
    }


def test_departments_that_help_make_a_matter_complex_and_move_its_promise(cast: Cast) -> None:
    ticket = shared(cast)
    assert ticket.complex
    assert told(ticket, "promise_moved") == {"enterprise"}


def test_a_part_is_given_by_the_leads_limit_at_the_latest(cast: Cast) -> None:
    ticket = shared(cast, kind="consultation")
    lead, part = limits_of(share(ticket, "jfj"))["resolve"], limits_of(share(ticket, "rsj"))["part"]
    assert part[1] == lead[1] == at("11-24 17:30")


def test_whoever_helps_signs_and_gives_its_part_to_the_lead(cast: Cast) -> None:
    ticket = shared(cast)
    give_part(cast, "handler2", share(ticket, "rsj"))
    one = share(ticket, "rsj")
    assert (one.state, one.part, one.handler_id) == ("submitted", PART["measures"], cast.handler2.id)
    assert {kind: state for kind, (state, _) in limits_of(one).items()} == {"sign": "met", "part": "met"}
    assert ticket.state == "in_progress"
    assert told(ticket, "submit_part") >= {"handler"}
    assert not events_of(ticket)[-1].visible


def test_only_its_own_people_work_on_a_share(cast: Cast) -> None:
    ticket = shared(cast)
    with pytest.raises(NotYours):
        on_share(cast, "handler2", share(ticket, "jfj"), "sign")
    with pytest.raises(NotYours):
        on_share(cast, "handler", share(ticket, "rsj"), "sign")


def test_only_the_lead_asks_for_more_time(cast: Cast) -> None:
    ticket = shared(cast)
    on_share(cast, "handler2", share(ticket, "rsj"), "sign")
    with pytest.raises(NotYours):
        on_share(cast, "handler2", share(ticket, "rsj"), "request_extension")


def test_the_lead_waits_for_the_parts_or_says_why_not(cast: Cast) -> None:
    ticket = shared(cast)
    to_the_result(cast, ticket)
    give_part(cast, "handler2", share(ticket, "rsj"))
    before = events_of(ticket)[-1].seq
    with pytest.raises(Invalid) as refused:
        on_share(cast, "handler", share(ticket, "jfj"), "submit", **RESULT)
    assert list(refused.value.errors) == ["without_assists"]
    assert events_of(ticket)[-1].seq == before
    on_share(cast, "handler", share(ticket, "jfj"), "submit", **RESULT, without_assists="建设局已口头答复。")
    assert ticket.state == "in_review"


def test_with_all_parts_in_the_lead_need_not_say_anything(cast: Cast) -> None:
    ticket = shared(cast)
    to_the_result(cast, ticket)
    give_part(cast, "handler2", share(ticket, "rsj"))
    give_part(cast, "handler3", share(ticket, "jsj"))
    on_share(cast, "handler", share(ticket, "jfj"), "submit", **RESULT)
    assert states(ticket) == {"jfj": "submitted", "rsj": "submitted", "jsj": "submitted"}


def test_when_the_result_reaches_the_enterprise_the_parts_end(cast: Cast) -> None:
    ticket = shared(cast)
    to_the_result(cast, ticket)
    give_part(cast, "handler2", share(ticket, "rsj"))
    on_share(cast, "handler", share(ticket, "jfj"), "submit", **RESULT, without_assists="不影响答复。")
    act(cast, ticket, "officer", "pass_review", NOW)
    assert states(ticket) == {"jfj": "done", "rsj": "done", "jsj": "cancelled"}
    assert {state for state, _ in limits_of(share(ticket, "jsj")).values()} == {"cancelled"}
    assert told(ticket, "assist_ended") >= {"handler3"}


def test_a_result_sent_back_leaves_the_parts_as_they_are(cast: Cast) -> None:
    ticket = shared(cast, "rsj")
    to_the_result(cast, ticket)
    give_part(cast, "handler2", share(ticket, "rsj"))
    on_share(cast, "handler", share(ticket, "jfj"), "submit", **RESULT)
    act(cast, ticket, "officer", "send_back", NOW, **REASON)
    assert states(ticket) == {"jfj": "working", "rsj": "submitted"}


def test_a_withdrawn_matter_ends_every_share_and_clock(cast: Cast) -> None:
    ticket = shared(cast)
    act(cast, ticket, "enterprise", "withdraw", NOW, **REASON)
    assert set(states(ticket).values()) == {"cancelled"}
    assert not [clock for clock in clocks_of(ticket) if clock.state in ("running", "paused")]


def test_a_part_that_is_suspended_holds_up_only_itself(cast: Cast) -> None:
    ticket = shared(cast, "rsj")
    on_share(cast, "handler2", share(ticket, "rsj"), "sign")
    on_share(cast, "handler2", share(ticket, "rsj"), "request_suspension", **HEARING)
    asked = db.session.scalars(select(Request.id).where(Request.ticket_id == ticket.id)).one()
    act_on_request(cast.desk_lead, NOW, asked, "approve", {})
    running = {c.kind: c.state for c in clocks_of(ticket)}
    assert (running["part"], running["promise"], running["resolve"]) == ("paused", "running", "running")
    on_share(cast, "handler2", share(ticket, "rsj"), "resume")
    assert limits_of(share(ticket, "rsj"))["part"][0] == "running"


def test_praise_goes_to_one_department(cast: Cast) -> None:
    ticket = cast.ticket("accepted", kind="praise")
    with pytest.raises(Invalid) as refused:
        act(cast, ticket, "officer", "dispatch", NOW, lead="jfj", assists=["rsj"])
    assert list(refused.value.errors) == ["assists"]


def test_the_department_complained_of_does_not_help(cast: Cast) -> None:
    ticket = submitted(cast.enterprise, kind="complaint", about_department="jsj")
    act(cast, ticket, "officer", "accept", NOW)
    for helps in ("jsj", "rsj"):
        with pytest.raises(Invalid):
            act(cast, ticket, "officer", "dispatch", NOW, lead="dcs", assists=[helps])


def test_whoever_helps_sees_the_matter_and_others_do_not(cast: Cast) -> None:
    ticket = shared(cast, "rsj")
    assert find_ticket(ticket.number, cast.handler2.actor()).id == ticket.id
    with pytest.raises(NotFound):
        find_ticket(ticket.number, cast.handler3.actor())


def test_shares_and_their_clocks_follow_from_the_events(cast: Cast) -> None:
    ticket = shared(cast)
    to_the_result(cast, ticket)
    give_part(cast, "handler2", share(ticket, "rsj"))
    act(cast, ticket, "officer", "set_urgent", at("11-23 14:00"), urgent=True, **REASON)
    on_share(
        cast, "handler", share(ticket, "jfj"), "submit", at("11-23 14:30"), **RESULT, without_assists="已够。"
    )
    act(cast, ticket, "officer", "pass_review", at("11-23 14:40"))
    assert check(now=at("11-23 15:00")).differences == []
