"""Urging and supervising by hand, and the third redo, which is a leader's."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Message, Person, Ticket
from servicedesk.operations.checking import check
from servicedesk.operations.steps import act_on_ticket
from servicedesk.operations.sweep import sweep
from servicedesk.queries.supervision import under_supervision
from servicedesk.rules.refusals import NotFound, NotNow, NotYours
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import NOW, RESULT, events_of, share_step
from tests.operations.matters import HAPPY, REASON, UNHAPPY, act, at, decide, returned, told

SAID = {"text": "企业已两次来电,请抓紧办理。"}


def nothing_differs() -> bool:
    return check(now=NOW).differences == []


@pytest.mark.parametrize(
    ("stage", "who", "reminded"),
    [
        ("working", "officer", {"handler"}),
        ("working", "leader", {"handler"}),
        ("working", "enterprise", {"handler"}),
        # Not signed yet: whoever may sign.
        ("to_sign", "supervisor", {"handler", "department_head"}),
        ("in_review", "leader", {"officer"}),
        ("accepted", "enterprise", {"officer"}),
        # Nobody has taken it: every officer but who urges.
        ("submitted", "officer", {"officer2"}),
    ],
)
def test_whoever_is_in_charge_is_reminded(cast: Cast, stage: str, who: str, reminded: set[str]) -> None:
    ticket = cast.ticket(stage)
    act(cast, ticket, who, "urge", NOW, **SAID)
    assert told(ticket, "urge") == reminded
    (params,) = set(
        map(str, db.session.scalars(select(Message.params["reason"]).where(Message.kind == "urge")))
    )
    assert SAID["text"] in params
    event = events_of(ticket)[-1]
    assert (event.action, event.visible, event.texts["text"]) == ("urge", who == "enterprise", SAID["text"])
    assert nothing_differs()


def test_the_same_person_urges_once_an_hour(cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "officer", "urge", at("11-23 10:00"), **SAID)
    with pytest.raises(NotNow, match="already"):
        act(cast, ticket, "officer", "urge", at("11-23 10:59"), **SAID)
    act(cast, ticket, "leader", "urge", at("11-23 10:59"), **SAID)
    act(cast, ticket, "officer", "urge", at("11-23 11:00"), **SAID)


def test_the_enterprise_urges_once_a_working_day(cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "enterprise", "urge", at("11-23 10:00"), **SAID)
    with pytest.raises(NotNow):
        act(cast, ticket, "enterprise", "urge", at("11-23 17:00"), **SAID)
    act(cast, ticket, "enterprise", "urge", at("11-24 08:30"), **SAID)


def test_two_urges_at_once_remind_once(app: Flask, cast: Cast) -> None:
    ticket = cast.ticket("working")
    number, who = ticket.number, cast.officer.id
    db.session.commit()

    def urge() -> str:
        return act_on_ticket(db.session.get_one(Person, who), NOW, number, "urge", SAID).number

    results = at_once(app, urge, urge)
    assert sum(isinstance(one, NotNow) for one in results) == 1
    db.session.rollback()
    assert told(ticket, "urge") == {"handler"}


@pytest.mark.parametrize("stage", ["closed", "refused", "withdrawn"])
def test_nobody_urges_or_supervises_what_has_ended(cast: Cast, stage: str) -> None:
    ticket = cast.ticket(stage)
    with pytest.raises(NotNow):
        act(cast, ticket, "officer", "urge", NOW, **SAID)
    with pytest.raises(NotNow):
        act(cast, ticket, "supervisor", "supervise", NOW, card="red", **SAID)


@pytest.mark.parametrize(
    ("card", "people"),
    [
        ("blue", {"handler", "department_head"}),
        ("yellow", {"handler", "department_head", "desk_lead"}),
        ("red", {"handler", "department_head", "desk_lead", "leader"}),
    ],
)
def test_a_card_is_told_by_its_weight(cast: Cast, card: str, people: set[str]) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "supervisor", "supervise", NOW, card=card, **SAID)
    assert told(ticket, f"supervise_{card}") == people
    assert (ticket.card, ticket.card_at) == (card, NOW)
    assert not events_of(ticket)[-1].visible
    assert nothing_differs()


@pytest.mark.parametrize("who", ["officer", "handler", "enterprise"])
def test_only_those_who_may_supervise(cast: Cast, who: str) -> None:
    with pytest.raises(NotYours):
        act(cast, cast.ticket("working"), who, "supervise", NOW, card="blue", **SAID)


def test_what_is_kept_at_the_desk_is_supervised_by_its_lead_only(cast: Cast) -> None:
    ticket = cast.ticket("accepted", confidential=True)
    for who in ("supervisor", "leader"):
        with pytest.raises(NotFound):
            act(cast, ticket, who, "supervise", NOW, card="red", **SAID)
    act(cast, ticket, "desk_lead", "supervise", NOW, card="red", **SAID)
    # Leaders do not see it, so they hear nothing of it.
    assert told(ticket, "supervise_red") == {"officer"}


def test_the_highest_card_stands_until_the_matter_ends(cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    act(cast, ticket, "supervisor", "supervise", at("11-23 10:00"), card="yellow", **SAID)
    act(cast, ticket, "desk_lead", "supervise", at("11-23 11:00"), card="blue", **SAID)
    assert (ticket.card, ticket.card_at) == ("yellow", at("11-23 10:00"))
    act(cast, ticket, "enterprise", "judge", at("11-23 12:00"), **HAPPY)
    assert (ticket.state, ticket.card, ticket.card_at) == ("closed", None, None)
    assert nothing_differs()


def redo(cast: Cast, ticket: Ticket, when: Any) -> None:
    act(cast, ticket, "enterprise", "judge", when, **UNHAPPY)
    act(cast, ticket, "officer", "redo", when, **REASON)


def again(cast: Cast, ticket: Ticket, when: Any) -> None:
    share_step(cast.handler, ticket, "finish", when, **RESULT)
    act(cast, ticket, "officer", "pass_review", when)


def test_the_third_redo_is_supervised_by_a_leader(cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    for day in ("11-24", "11-25"):
        redo(cast, ticket, at(f"{day} 10:00"))
        again(cast, ticket, at(f"{day} 11:00"))
    assert ticket.card is None
    redo(cast, ticket, at("11-26 10:00"))
    assert (ticket.cycle, ticket.card, ticket.card_at) == (4, "red", at("11-26 10:00"))
    step, raised = events_of(ticket)[-2:]
    assert (step.action, raised.action, raised.actor_id) == ("redo", "supervise", None)
    assert (raised.payload["card"], raised.payload["why"], raised.visible) == ("red", "redone", False)
    assert told(ticket, "supervision_raised") == {"leader", "supervisor", "department_head", "desk_lead"}
    # The head is named as responsible with every redo.
    assert "department_head" in told(ticket, "redo")
    # Once is enough: it stands under a red card already.
    again(cast, ticket, at("11-27 10:00"))
    redo(cast, ticket, at("11-27 11:00"))
    actions = [event.action for event in events_of(ticket)]
    assert actions.count("supervise") == 1
    assert nothing_differs()


def test_what_is_under_supervision_stands_in_one_list_the_worst_first(cast: Cast) -> None:
    late = cast.ticket("working")
    by_hand = cast.ticket("accepted")
    act(cast, by_hand, "supervisor", "supervise", at("11-23 11:00"), card="yellow", **SAID)
    sweep(at("11-24 10:00"))

    def listed(who: str, **options: Any) -> list[tuple[str, str | None, str]]:
        page = under_supervision(getattr(cast, who).actor(), **options)
        return [(one.ticket.number, one.clock and one.clock.kind, one.colour) for one in page.items]

    everything = listed("leader")
    colours = [colour for _, _, colour in everything]
    assert colours == sorted(colours, key=["red", "yellow", "blue"].index)
    assert (late.number, "contact", "yellow") in everything
    assert (by_hand.number, None, "yellow") in everything
    assert listed("officer") == everything
    own = listed("handler", department="jfj")
    assert own
    assert {number for number, _, _ in own} == {late.number}
    assert listed("handler2") == []
    # A limit that has ended shows no card any more.
    act(cast, late, "handler", "contact", at("11-24 10:00"), how="phone", person="陈静", text="已了解。")
    assert (late.number, "contact", "yellow") not in listed("leader")


def test_long_lists_go_on_where_they_ended(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("servicedesk.queries.supervision.PAGE", 2)
    numbers = []
    for minute, card in enumerate(("blue", "red", "yellow", "red", "blue")):
        ticket = cast.ticket("accepted")
        act(cast, ticket, "supervisor", "supervise", at(f"11-23 11:0{minute}"), card=card, **SAID)
        numbers.append(ticket.number)
    found, cursor = [], None
    while True:
        page = under_supervision(cast.leader.actor(), cursor=cursor)
        found += [one.ticket.number for one in page.items]
        if (cursor := page.next) is None:
            break
    assert found == [numbers[n] for n in (1, 3, 2, 0, 4)]


def test_the_third_return_is_supervised_by_a_leader(cast: Cast) -> None:
    ticket = decide(
        cast, returned(cast, cast.ticket("to_sign"), NOW), "desk_lead", "approve", NOW, lead="rsj"
    )
    returned(cast, ticket, NOW, "handler2")
    decide(cast, ticket, "desk_lead", "approve", NOW, lead="jsj")
    assert ticket.card is None
    returned(cast, ticket, NOW, "handler3", proposed="jfj")
    decide(cast, ticket, "desk_lead", "approve", NOW)
    assert (ticket.state, ticket.card, ticket.card_at) == ("accepted", "red", NOW)
    raised = events_of(ticket)[-1]
    assert (raised.action, raised.payload["why"], raised.actor_id) == ("supervise", "returned", None)
    # Whoever returned it is not concerned any more.
    assert told(ticket, "supervision_raised") == {"leader", "supervisor", "desk_lead"}
    assert nothing_differs()
