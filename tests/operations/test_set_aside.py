"""Clocks that cannot be judged: set aside and reported, without stopping any other; and tried again."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from servicedesk.extensions import db
from servicedesk.models import Clock, ClockStep, Message, Ticket
from servicedesk.operations import sweep as sweeping
from servicedesk.operations.calendars import add_version
from servicedesk.operations.inbox import read_all
from servicedesk.operations.seals import audit
from servicedesk.operations.set_aside import try_again
from servicedesk.operations.sweep import sweep
from servicedesk.rules.refusals import NotYours
from tests.cast import Cast
from tests.factories import events_of, last_administration
from tests.operations.matters import act, at, clock_of

FRIDAY = at("11-27 10:00")
POISON: dict[str, Any] = {"pauses": [["once upon a time", None]]}


def change(ticket: Ticket, kind: str = "accept", **columns: Any) -> None:
    db.session.execute(
        update(Clock).where(Clock.ticket_id == ticket.id, Clock.kind == kind).values(**columns)
    )
    db.session.commit()


def steps_taken(*tickets: Ticket, kind: str = "accept") -> list[int]:
    db.session.expire_all()
    return [
        len(db.session.scalars(select(ClockStep).where(ClockStep.clock_id == clock_of(one, kind).id)).all())
        for one in tickets
    ]


def reports() -> list[Message]:
    return list(db.session.scalars(select(Message).where(Message.kind == "clock_aside")))


def test_a_clock_that_cannot_be_judged_is_set_aside_and_stops_nobody_else(cast: Cast) -> None:
    healthy, poisoned, also = (cast.ticket() for _ in range(3))
    change(poisoned, **POISON)
    swept = sweep(FRIDAY)
    assert (swept.judged, swept.fired) == (2, 8)
    assert steps_taken(healthy, poisoned, also) == [4, 0, 4]
    clock = clock_of(poisoned, "accept")
    assert (clock.aside_at, clock.state) == (FRIDAY, "running")
    assert clock.aside_reason == "ValueError: Invalid isoformat string: 'once upon a time'"
    assert sweep(FRIDAY).judged == 0


def test_the_administrators_are_told_once(cast: Cast) -> None:
    one, another = cast.ticket(), cast.ticket()
    change(one, **POISON)
    sweep(FRIDAY)
    (message,) = reports()
    assert (message.person_id, message.ticket_id) == (cast.admin.id, None)
    assert message.params == {"number": one.number, "clock": "accept"}
    assert last_administration().payload["clocks"][0]["number"] == one.number
    change(another, aside_at=None, steps_taken=0, next_at=FRIDAY.replace(day=1), **POISON)
    sweep(FRIDAY)
    assert len(reports()) == 1
    assert clock_of(another, "accept").aside_at == FRIDAY


def test_who_has_read_it_is_told_of_the_next(cast: Cast) -> None:
    one, another = cast.ticket(), cast.ticket("submitted", at("11-25 10:00"))
    change(one, **POISON)
    change(another, **POISON)
    sweep(at("11-24 10:00"))
    db.session.execute(update(Message).values(delivered_at=FRIDAY))
    db.session.commit()
    read_all(cast.admin, FRIDAY)
    sweep(FRIDAY)
    assert len(reports()) == 2


def test_a_calendar_that_never_opens_is_such_a_case(cast: Cast) -> None:
    ticket, healthy = cast.ticket(), cast.ticket()
    never = add_version("never", 1, {"timezone": "Asia/Shanghai", "weekly": {}}, FRIDAY)
    db.session.flush()
    change(ticket, calendar_id=never.id)
    sweep(FRIDAY)
    assert clock_of(ticket, "accept").aside_reason == "The week has no open time."
    assert steps_taken(ticket, healthy) == [0, 4]


def test_it_is_judged_again_when_an_administrator_says_so(cast: Cast) -> None:
    ticket = cast.ticket()
    change(ticket, **POISON)
    sweep(FRIDAY)
    change(ticket, pauses=[])
    assert try_again(cast.admin, FRIDAY, clock_of(ticket, "accept").id) == 1
    event = last_administration()
    assert (event.action, event.actor_id) == ("clocks_tried_again", cast.admin.id)
    assert sweep(FRIDAY).fired == 4
    assert clock_of(ticket, "accept").aside_at is None
    assert try_again(cast.admin, FRIDAY) == 0


def test_all_are_tried_again_at_once(cast: Cast) -> None:
    tickets = [cast.ticket() for _ in range(3)]
    for ticket in tickets:
        change(ticket, **POISON)
    sweep(FRIDAY)
    assert try_again(cast.admin, FRIDAY) == 3
    # Still poisoned: found and set aside again, and told only once.
    sweep(FRIDAY)
    assert {clock_of(ticket, "accept").aside_at for ticket in tickets} == {FRIDAY}
    assert len(reports()) == 1


@pytest.mark.parametrize("username", sorted({*Cast.__dataclass_fields__} - {"admin"}))
def test_nobody_else_tries_again(cast: Cast, username: str) -> None:
    with pytest.raises(NotYours):
        try_again(getattr(cast, username), FRIDAY)


def test_a_broken_chain_sets_the_clocks_of_its_ticket_aside(cast: Cast) -> None:
    tickets = [cast.ticket("working") for _ in range(5)]
    broken = tickets[2]
    db.session.execute(update(Ticket).where(Ticket.id == broken.id).values(event_count=1))
    db.session.commit()
    healthy = [ticket for ticket in tickets if ticket is not broken]
    sweep(FRIDAY)
    assert steps_taken(*healthy, kind="contact") == [4] * 4
    assert steps_taken(broken, kind="contact") == [0]
    asides = [clock.aside_reason for kind in ("contact", "promise") for clock in [clock_of(broken, kind)]]
    assert all("chain" in str(reason) for reason in asides)
    assert "title" not in str(asides)


def test_the_desk_can_work_on_a_matter_whose_clock_is_set_aside(cast: Cast) -> None:
    healthy, poisoned = (cast.ticket() for _ in range(2))
    change(poisoned, at_time="noon")
    assert sweep(FRIDAY).fired == 4
    act(cast, poisoned, "officer", "accept", FRIDAY)
    assert clock_of(poisoned, "accept").state == "missed"
    assert not list(audit())
    assert steps_taken(healthy, poisoned) == [4, 0]


def test_an_error_of_the_moment_blames_no_clock(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = cast.ticket()
    real = sweeping.take_due

    def out_of_reach(*given: Any) -> Any:
        real(*given)
        raise OperationalError("", None, Exception("the server has gone away"))

    monkeypatch.setattr(sweeping, "take_due", out_of_reach)
    with pytest.raises(OperationalError):
        sweep(FRIDAY)
    monkeypatch.undo()
    assert steps_taken(ticket) == [0]
    assert sweep(FRIDAY).fired == 4
    assert [one.seq for one in events_of(ticket)] == list(range(1, 6))


def test_without_policies_no_clock_is_to_blame(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = cast.ticket()

    def lost(now: datetime) -> Any:
        raise LookupError("there is no policy")

    monkeypatch.setattr(sweeping, "limits", lost)
    with pytest.raises(LookupError):
        sweep(FRIDAY)
    assert clock_of(ticket, "accept").aside_at is None
