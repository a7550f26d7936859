"""A matter's page holds what its reader may know, and no more."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event

from servicedesk.queries.people import person_by_id
from servicedesk.queries.ticket_page import TOLD_CLOCKS, ticket_page
from servicedesk.rules.refusals import NotFound
from tests.cast import Cast
from tests.factories import NOW, RESULT, share_step, step
from tests.operations.matters import REASON, UNHAPPY, clocks_of


def test_the_enterprise_gets_what_is_meant_for_it(cast: Cast) -> None:
    page = ticket_page(cast.ticket("in_callback").number, cast.enterprise, NOW)
    assert page.from_outside
    assert {event.action for event in page.events} == {
        "submit_ticket", "accept", "dispatch", "sign", "pass_review"
    }  # fmt: skip
    assert {clock.kind for clock in page.clocks} == TOLD_CLOCKS - {"feedback"}
    assert [result.text for result in page.results] == [RESULT["measures"]]
    assert page.proposal is None


def test_a_result_in_review_is_not_the_enterprises_yet(cast: Cast) -> None:
    number = cast.ticket("in_review").number
    assert not ticket_page(number, cast.enterprise, NOW).results
    assert len(ticket_page(number, cast.officer, NOW).results) == 1


@pytest.mark.parametrize("who", ["officer", "handler", "leader", "supervisor"])
def test_staff_get_the_whole_of_it(cast: Cast, who: str) -> None:
    ticket = cast.ticket("in_callback")
    page = ticket_page(ticket.number, getattr(cast, who), NOW)
    assert not page.from_outside
    assert [event.seq for event in page.events] == list(range(1, ticket.event_count + 1))
    assert list(page.clocks) == list(clocks_of(ticket))


@pytest.mark.parametrize(
    ("stage", "who", "proposed"),
    [
        ("submitted", "officer", "jfj"),
        ("awaiting_info", "officer", "jfj"),
        ("accepted", "desk_lead", "jfj"),
        ("to_sign", "officer", None),
        ("accepted", "leader", None),
        ("accepted", "enterprise", None),
    ],
)
def test_the_desk_is_proposed_a_lead_until_there_is_one(
    cast: Cast, stage: str, who: str, proposed: str | None
) -> None:
    page = ticket_page(cast.ticket(stage).number, getattr(cast, who), NOW)
    assert (page.proposal.lead if page.proposal else None) == proposed


DESKS = {"give_info", "note", "urge"}
CHANGES = {"recategorise", "set_urgent", "join"}


@pytest.mark.parametrize(
    ("stage", "who", "actions"),
    [
        ("submitted", "officer", DESKS | {"accept", "refuse", "ask_info", "answer"} | CHANGES),
        ("submitted", "enterprise", {"give_info", "withdraw", "urge"}),
        ("accepted", "officer", DESKS | {"answer", "dispatch"} | CHANGES),
        ("accepted", "desk_lead", DESKS | {"answer", "dispatch", "supervise"} | CHANGES),
        ("working", "handler", {"request_exclusion", "request_tracking"}),
        ("in_review", "officer", DESKS | {"pass_review", "send_back"} | CHANGES),
        ("in_callback", "enterprise", {"give_info", "judge", "withdraw", "urge"}),
        ("in_callback", "officer", DESKS | {"callback", "redo"}),
        ("closed", "enterprise", {"ask_reopen"}),
        ("closed", "officer", {"reopen", "note"}),
        ("in_review", "leader", {"instruct", "supervise", "urge"}),
        ("in_review", "supervisor", {"supervise", "urge"}),
        ("closed", "leader", {"instruct"}),
    ],
)
def test_the_page_offers_what_may_be_done_now(cast: Cast, stage: str, who: str, actions: set[str]) -> None:
    page = ticket_page(cast.ticket(stage).number, getattr(cast, who), NOW)
    assert set(page.stand.ticket_actions()) == actions


def test_a_departments_people_are_offered_the_steps_of_their_share(cast: Cast) -> None:
    page = ticket_page(cast.ticket("working").number, cast.handler, NOW)
    assert page.stand.lead is not None
    assert set(page.stand.assignment_actions(page.stand.lead)) == {
        "contact", "progress", "ask", "submit", "finish", "request_extension", "request_suspension",
        "hand_over",
    }  # fmt: skip
    officers = ticket_page(page.ticket.number, cast.officer, NOW).stand
    assert officers.lead is not None
    assert officers.assignment_actions(officers.lead) == ()


def test_the_clock_of_the_present_cycle_is_shown(cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    step(cast.enterprise, ticket, "judge", **UNHAPPY)
    step(cast.officer, ticket, "redo", **REASON)
    page = ticket_page(ticket.number, cast.officer, NOW)
    promise = page.clock("promise")
    assert promise is not None
    assert (promise.cycle, promise.state) == (2, "running")
    assert page.clock("feedback", "accept") == page.clock("accept")
    assert page.clock("feedback") is None
    share_step(cast.handler, ticket, "sign")


def test_what_is_not_the_readers_does_not_exist(cast: Cast) -> None:
    ticket = cast.ticket("submitted", kind="complaint", about_department="qyfw")
    for person in (cast.officer, cast.desk_lead, cast.inspector, cast.handler, cast.enterprise2, cast.admin):
        with pytest.raises(NotFound):
            ticket_page(ticket.number, person, NOW)
    assert ticket_page(ticket.number, cast.supervisor, NOW).ticket == ticket


@contextmanager
def counting(db: SQLAlchemy) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("who", ["enterprise", "officer", "handler"])
def test_a_page_asks_the_same_few_questions_however_long_the_story(
    cast: Cast, db: SQLAlchemy, who: str
) -> None:
    ticket = cast.ticket("in_callback")
    for place in range(10):
        step(cast.officer, ticket, "note", text=f"第{place}次电话。", visible=True)
    number, reader_id = ticket.number, getattr(cast, who).id
    db.session.expunge_all()
    reader = person_by_id(reader_id)
    assert reader is not None
    with counting(db) as asked:
        page = ticket_page(number, reader, NOW)
        assert {entry.actor.name for entry in page.events if entry.actor}
        assert page.ticket.enterprise.name
    assert len([statement for statement in asked if statement.startswith("SELECT")]) <= 11
