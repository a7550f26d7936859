"""A leader instructs, departments report back, each within its own limit."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Clock, Department, Instruction, Message, Person, Ticket
from servicedesk.operations.checking import check
from servicedesk.operations.steps import act_on_ticket
from servicedesk.operations.sweep import sweep
from servicedesk.queries.finding import find_ticket
from servicedesk.rules.refusals import Invalid, NotFound, NotNow, NotYours
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import NOW, events_of, standing_of
from tests.operations.matters import HAPPY, REASON, UNHAPPY, act, at, clocks_of, told

WORD = {"text": "请两部门会商,周三前书面报告。", "due_on": "2026-11-25"}
REPORT = {"text": "已会商,拟于周五前解决。"}


def instructed(cast: Cast, *departments: str, stage: str = "working", **changes: Any) -> Ticket:
    given = WORD | {"departments": list(departments or ("jfj", "rsj"))} | changes
    return act(cast, cast.ticket(stage), "leader", "instruct", NOW, **given)


def instructions_of(ticket: Ticket) -> dict[str, Instruction]:
    """By code of the department."""
    found = select(Department.code, Instruction).join(Instruction.department)
    rows = db.session.execute(found.where(Instruction.ticket_id == ticket.id)).all()
    return dict(rows)


def by_date() -> dict[int, Instruction]:
    """All there are, by the day of the month."""
    return {one.due_on.day: one for one in db.session.scalars(select(Instruction))}


def limits_of(ticket: Ticket) -> list[Clock]:
    return [clock for clock in clocks_of(ticket) if clock.kind == "instruction"]


def states(ticket: Ticket) -> dict[str, str]:
    return {code: one.state for code, one in instructions_of(ticket).items()}


def nothing_differs() -> bool:
    return check(now=NOW).differences == []


def test_each_department_has_an_instruction_with_a_limit_of_its_own(cast: Cast) -> None:
    ticket = instructed(cast)
    found = instructions_of(ticket)
    assert {code: (one.state, one.text, one.by_id) for code, one in found.items()} == dict.fromkeys(
        ("jfj", "rsj"), ("open", WORD["text"], cast.leader.id)
    )
    limits = {clock.instruction_id: clock for clock in limits_of(ticket)}
    for one in found.values():
        clock = limits[one.id]
        assert (clock.due_at, clock.department_id, clock.state) == (
            at("11-25 17:30"), one.department_id, "running"
        )  # fmt: skip
    assert nothing_differs()


def test_it_stands_on_record_inside(cast: Cast) -> None:
    ticket = instructed(cast)
    event = events_of(ticket)[-1]
    assert (event.action, event.visible, event.texts["text"]) == ("instruct", False, WORD["text"])
    assert event.payload["due_on"] == "2026-11-25"
    assert event.payload["departments"] == ["jfj", "rsj"]
    # Nobody's open form is made wrong by it.
    assert ticket.version == cast.ticket("working").version


def test_those_whom_it_concerns_are_told(cast: Cast) -> None:
    ticket = instructed(cast)
    # Who signed handles it for jfj; in rsj everybody who may.
    assert told(ticket, "instructed") == {"handler", "department_head", "handler2"}
    assert told(ticket, "instruct") == {"officer"}


def test_whom_it_names_sees_the_matter_from_then_on(cast: Cast) -> None:
    ticket = cast.ticket("working")
    with pytest.raises(NotFound):
        find_ticket(ticket.number, cast.handler2.actor())
    act(cast, ticket, "leader", "instruct", NOW, **WORD, departments=["rsj"])
    assert find_ticket(ticket.number, cast.handler2.actor()) == ticket
    assert standing_of(ticket, cast.handler2).ticket_actions() == ("report_back",)
    with pytest.raises(NotFound):
        find_ticket(ticket.number, cast.handler3.actor())


def test_a_department_reports_for_itself(cast: Cast) -> None:
    ticket = instructed(cast)
    act(cast, ticket, "handler2", "report_back", at("11-24 10:00"), **REPORT)
    assert states(ticket) == {"jfj": "open", "rsj": "reported"}
    one = instructions_of(ticket)["rsj"]
    assert (one.report, one.reported_at, one.reported_by_id) == (
        REPORT["text"], at("11-24 10:00"), cast.handler2.id
    )  # fmt: skip
    assert {clock.instruction_id == one.id: clock.state for clock in limits_of(ticket)} == {
        True: "met", False: "running"
    }  # fmt: skip
    assert told(ticket, "report_back") == {"leader", "officer"}
    with pytest.raises(NotNow):
        act(cast, ticket, "handler2", "report_back", at("11-24 11:00"), **REPORT)
    assert not events_of(ticket)[-1].visible
    assert nothing_differs()


def test_a_late_report_is_late(cast: Cast) -> None:
    ticket = instructed(cast, "jfj")
    act(cast, ticket, "handler", "report_back", at("11-26 09:00"), **REPORT)
    assert [clock.state for clock in limits_of(ticket)] == ["missed"]
    assert nothing_differs()


def test_the_one_due_first_is_reported_first_unless_another_is_named(cast: Cast) -> None:
    ticket = instructed(cast, "jfj", due_on="2026-11-30")
    act(cast, ticket, "leader", "instruct", NOW, **WORD, departments=["jfj"])
    act(cast, ticket, "leader", "instruct", NOW, **WORD | {"due_on": "2026-12-01"}, departments=["jfj"])
    act(cast, ticket, "handler", "report_back", NOW, **REPORT)
    assert {day: one.state for day, one in by_date().items()} == {30: "open", 25: "reported", 1: "open"}
    act(cast, ticket, "handler", "report_back", NOW, **REPORT, instruction=by_date()[1].id)
    assert by_date()[1].state == "reported"
    with pytest.raises(Invalid):
        act(cast, ticket, "handler", "report_back", NOW, **REPORT, instruction=by_date()[25].id)
    assert nothing_differs()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"due_on": "2026-11-22"}, "due_on"),
        ({"due_on": "2028-11-22"}, "due_on"),
        ({"due_on": "soon"}, "due_on"),
        ({"departments": []}, "departments"),
        ({"departments": ["nowhere"]}, "departments"),
        ({"departments": "jfj"}, "departments"),
        ({"text": " "}, "text"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(cast: Cast, changes: dict[str, Any], field: str) -> None:
    ticket = cast.ticket("working")
    given: dict[str, Any] = WORD | {"departments": ["jfj"]} | changes
    with pytest.raises(Invalid) as refused:
        act(cast, ticket, "leader", "instruct", NOW, **given)
    assert list(refused.value.errors) == [field]
    assert not limits_of(ticket)


@pytest.mark.parametrize("who", ["officer", "desk_lead", "supervisor", "handler", "enterprise"])
def test_only_leaders_instruct(cast: Cast, who: str) -> None:
    with pytest.raises(NotYours):
        act(cast, cast.ticket("working"), who, "instruct", NOW, **WORD, departments=["jfj"])


def test_nobody_is_instructed_on_what_is_kept_at_the_desk(cast: Cast) -> None:
    ticket = cast.ticket("accepted", confidential=True)
    with pytest.raises(NotFound):
        act(cast, ticket, "leader", "instruct", NOW, **WORD, departments=["jfj"])


def test_it_survives_a_redo_and_the_end_of_the_matter(cast: Cast) -> None:
    ticket = instructed(cast, "rsj", stage="in_callback")
    act(cast, ticket, "enterprise", "judge", NOW, **UNHAPPY)
    act(cast, ticket, "officer", "redo", NOW, **REASON)
    assert states(ticket) == {"rsj": "open"}
    closed = instructed(cast, "rsj", stage="in_callback")
    act(cast, closed, "enterprise", "judge", NOW, **HAPPY)
    assert (closed.state, states(closed)) == ("closed", {"rsj": "open"})
    act(cast, closed, "handler2", "report_back", at("11-24 10:00"), **REPORT)
    assert states(closed) == {"rsj": "reported"}
    assert nothing_differs()


def test_a_withdrawn_matter_asks_for_no_report(cast: Cast) -> None:
    ticket = instructed(cast)
    act(cast, ticket, "handler2", "report_back", NOW, **REPORT)
    act(cast, ticket, "enterprise", "withdraw", NOW, **REASON)
    assert states(ticket) == {"jfj": "cancelled", "rsj": "reported"}
    assert sorted(clock.state for clock in limits_of(ticket)) == ["cancelled", "met"]
    assert nothing_differs()


def test_what_becomes_kept_at_the_desk_asks_for_no_report(cast: Cast) -> None:
    ticket = instructed(cast, "rsj", stage="submitted")
    act(cast, ticket, "officer", "accept", NOW, kind="report")
    assert states(ticket) == {"rsj": "cancelled"}
    with pytest.raises(NotFound):
        find_ticket(ticket.number, cast.handler2.actor())
    assert nothing_differs()


def test_the_ladder_speaks_to_the_department_the_desk_lead_and_the_leader(cast: Cast) -> None:
    ticket = instructed(cast, "rsj")
    db.session.query(Message).delete()
    db.session.commit()

    def heard(step: str) -> set[str]:
        found = select(Person.username, Message.params).join(Message, Message.person_id == Person.id)
        rows = db.session.execute(found.where(Message.kind == f"ring_{step}", Message.ticket_id == ticket.id))
        return {name for name, params in rows if params["clock"] == "instruction"}

    sweep(at("11-25 14:00"))
    assert heard("blue") == {"handler2"}
    sweep(at("11-26 09:00"))
    assert heard("yellow") == {"desk_lead"}
    sweep(at("11-27 09:00"))
    assert heard("red") == {"leader"}
    assert nothing_differs()


def test_two_reports_at_once_make_one(app: Flask, cast: Cast) -> None:
    ticket = instructed(cast, "rsj")
    number, who = ticket.number, cast.handler2.id
    db.session.commit()

    def report() -> str:
        by = db.session.get_one(Person, who)
        return act_on_ticket(by, NOW, number, "report_back", REPORT).number

    results = at_once(app, report, report)
    assert sum(isinstance(one, NotNow) for one in results) == 1
    assert results.count(number) == 1
    db.session.rollback()
    assert [event.action for event in events_of(ticket)].count("report_back") == 1
    assert nothing_differs()
