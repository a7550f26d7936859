"""Who is told: those whom a step concerns, once each, never who did it nor who may not see the matter."""

from typing import Any

import pytest
from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Message, Person, Ticket
from servicedesk.operations.messages import audience_ids
from servicedesk.queries.visible import visible
from tests.cast import REFUSAL, Cast
from tests.factories import NOW, RESULT, assignment_of, credit_code, make_person, submitted
from tests.operations.matters import HAPPY, REASON, TEXT, UNHAPPY, act, at, told

FIRM = {"credit_code": credit_code(5_000_000), "name": "样例南湾铸件有限公司"}

TOLD: list[tuple[str, str, str, dict[str, Any], set[str]]] = [
    ("submitted", "officer", "accept", {}, {"enterprise"}),
    ("submitted", "officer", "refuse", REFUSAL, {"enterprise"}),
    ("submitted", "officer", "ask_info", TEXT, {"enterprise"}),
    ("awaiting_info", "enterprise", "give_info", TEXT, {"officer"}),
    # The desk writes down what it was told by telephone: it need not be told again.
    ("awaiting_info", "officer", "give_info", TEXT, set()),
    ("working", "enterprise", "give_info", TEXT, {"officer", "handler"}),
    ("accepted", "officer2", "dispatch", {"lead": "jfj"}, {"handler", "department_head"}),
    ("working", "handler", "ask", TEXT, {"enterprise"}),
    ("working", "handler", "submit", RESULT, {"officer"}),
    ("to_sign", "handler", "finish", RESULT, {"officer"}),
    ("in_review", "officer", "send_back", REASON, {"handler"}),
    ("in_review", "officer", "pass_review", {}, {"enterprise"}),
    ("in_callback", "enterprise", "judge", UNHAPPY, {"officer"}),
    ("in_callback", "officer", "redo", REASON, {"enterprise", "handler", "department_head"}),
    ("closed", "officer", "reopen", REASON, {"enterprise", "handler", "department_head"}),
    ("closed", "enterprise", "ask_reopen", REASON, {"officer", "desk_lead"}),
    ("to_sign", "enterprise", "withdraw", REASON, {"officer", "handler", "department_head"}),
    ("accepted", "officer", "answer", TEXT, {"enterprise"}),
    # What stays inside tells nobody.
    ("to_sign", "handler", "sign", {}, set()),
    ("working", "handler", "progress", TEXT, set()),
    ("accepted", "officer", "note", TEXT, set()),
    ("in_callback", "officer", "callback", {"reached": False}, set()),
]


@pytest.mark.parametrize(("stage", "who", "action", "given", "people"), TOLD)
def test_a_step_is_told_to_those_whom_it_concerns(
    cast: Cast, stage: str, who: str, action: str, given: dict[str, Any], people: set[str]
) -> None:
    ticket = cast.ticket(stage)
    # Steps on the way to the stage may have told the same.
    before = set(db.session.scalars(select(Message.id)))
    act(cast, ticket, who, action, NOW, **given)
    new = db.session.scalars(
        select(Person.username)
        .join(Message, Message.person_id == Person.id)
        .where(Message.id.not_in(before), Message.ticket_id == ticket.id)
    ).all()
    assert sorted(new) == sorted(people)


def test_a_message_names_its_matter_and_waits_for_the_deliveries(cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    act(cast, ticket, "officer", "accept", at("11-23 10:30"))
    message = db.session.scalars(select(Message).where(Message.kind == "accept")).one()
    assert (message.params, message.ticket_id) == ({"number": ticket.number}, ticket.id)
    assert message.created_at == message.deliver_at == at("11-23 10:30")
    assert (message.delivered_at, message.read_at) == (None, None)


def test_what_the_desk_recorded_is_told_to_the_enterprises_verified_members(cast: Cast) -> None:
    ticket = submitted(cast.officer, enterprise=FIRM)
    act(cast, ticket, "officer", "accept", NOW)
    assert told(ticket, "accept") == set()
    firm = ticket.enterprise_id
    members = [
        make_person("enterprise", username="verified"),
        make_person("enterprise", username="unverified", verified=False),
        make_person("enterprise", username="left"),
    ]
    for member in members:
        member.enterprise_id = firm
        member.verified_at = None if member.username == "unverified" else NOW
        member.active = member.username != "left"
    db.session.commit()
    act(cast, ticket, "officer", "answer", NOW, **TEXT)
    assert told(ticket, "answer") == {"verified"}


def test_people_who_have_left_are_told_nothing(cast: Cast) -> None:
    cast.officer2.active = cast.department_head.active = False
    db.session.commit()
    ticket = cast.ticket("to_sign")
    assert told(ticket, "submit_ticket") == {"officer"}
    assert told(ticket, "dispatch") == {"handler"}


def test_a_matter_that_the_desk_leads_itself_is_told_to_its_own_people(cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    act(cast, ticket, "officer", "dispatch", NOW, lead="qyfw")
    assert told(ticket, "dispatch") == {"officer2", "desk_lead"}


AUDIENCES = ("enterprise", "desk", "officer", "desk_lead", "leader", "head", "handler", "department")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"confidential": True},
        {"kind": "report"},
        {"kind": "complaint", "about_leader": True},
        {"kind": "complaint", "about_department": "jfj"},
        {"kind": "complaint", "about_department": "qyfw"},
        {"kind": "complaint", "about_department": "dcs"},
    ],
)
def test_no_audience_holds_anybody_who_does_not_see_the_matter(cast: Cast, changes: dict[str, Any]) -> None:
    ticket = cast.ticket("submitted" if changes else "to_sign", **changes)
    share = None if changes else assignment_of(ticket)
    for audience in AUDIENCES:
        for person_id in audience_ids(audience, ticket, share):
            reader = db.session.get_one(Person, person_id)
            assert db.session.scalar(visible(reader.actor()).where(Ticket.id == ticket.id)), (
                audience,
                reader.username,
            )


def test_a_close_that_the_enterprise_tapped_itself_is_news_for_the_desk_alone(cast: Cast) -> None:
    ticket = act(cast, cast.ticket("in_callback"), "enterprise", "judge", NOW, **HAPPY)
    assert (told(ticket, "judge"), told(ticket, "close")) == ({"officer"}, set())
