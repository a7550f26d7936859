"""Whoever changes the past is found out: chains, heads and daily seals."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import delete, select, update

from servicedesk.models import (
    Assignment,
    Clock,
    Event,
    Judgement,
    Message,
    Result,
    Seal,
    StaleTicket,
    Ticket,
)
from servicedesk.operations.seals import audit, seal_days
from servicedesk.rules.chain import link
from tests.cast import Cast
from tests.factories import NOW, events_of, step
from tests.operations.matters import at

MONDAY = date(2026, 11, 23)
NEXT_DAY = at("11-24 00:10")


@pytest.fixture
def travel() -> Iterator[time_machine.Traveller]:
    """The events are recorded on Monday at ten, until somebody travels on."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ticket(travel: time_machine.Traveller, cast: Cast, db: SQLAlchemy) -> Ticket:
    """A matter on record, with another beside it; what the set-up recorded is of other days."""
    found = cast.ticket("closed")
    cast.ticket("accepted")
    return found


def broken() -> list[str]:
    return [found.where for found in audit()]


def test_untouched_chains_and_seals_are_whole(ticket: Ticket) -> None:
    assert broken() == []
    assert seal_days(NEXT_DAY)
    assert broken() == []


def test_every_day_is_sealed_once_and_only_when_it_is_over(
    ticket: Ticket, db: SQLAlchemy, travel: time_machine.Traveller
) -> None:
    seal_days(at("11-23 23:59"))
    before = set(db.session.scalars(select(Seal.day)))
    assert MONDAY not in before
    made = seal_days(at("11-26 00:10"))
    assert [seal.day for seal in made] == [MONDAY + timedelta(days=n) for n in range(3)]
    assert made[0].cut_at == at("11-24 00:00")
    assert seal_days(at("11-26 12:00")) == []
    assert broken() == []


def test_each_seal_takes_in_the_one_before(ticket: Ticket) -> None:
    first, second = seal_days(at("11-25 00:10"))[-2:]
    assert second.previous_digest == first.digest != second.digest
    assert (second.chains, second.events) == (first.chains, first.events)


def test_a_seal_counts_what_was_recorded_before_the_days_end(
    ticket: Ticket, cast: Cast, travel: time_machine.Traveller
) -> None:
    travel.move_to(at("11-24 10:00"))
    step(cast.officer, ticket, "note", at("11-24 10:00"), text="事后补记。")
    monday, tuesday = seal_days(at("11-25 00:10"))[-2:]
    assert tuesday.events == monday.events + 1


def test_a_matter_that_goes_on_after_its_seal_breaks_nothing(
    ticket: Ticket, cast: Cast, travel: time_machine.Traveller
) -> None:
    seal_days(NEXT_DAY)
    travel.move_to(at("11-24 10:00"))
    step(cast.officer, ticket, "reopen", at("11-24 10:00"), reason="又出现了。")
    assert broken() == []


Crime = Callable[[SQLAlchemy, Ticket], None]


def change_a_payload(db: SQLAlchemy, ticket: Ticket) -> None:
    event = events_of(ticket)[2]
    event.payload = event.payload | {"lead": "rsj"}


def change_a_moment(db: SQLAlchemy, ticket: Ticket) -> None:
    events_of(ticket)[3].at -= timedelta(hours=1)


def change_who_did_it(db: SQLAlchemy, ticket: Ticket) -> None:
    events_of(ticket)[3].actor_id = events_of(ticket)[1].actor_id


def show_it_to_the_enterprise(db: SQLAlchemy, ticket: Ticket) -> None:
    events_of(ticket)[4].visible = True


def change_a_text(db: SQLAlchemy, ticket: Ticket) -> None:
    event = events_of(ticket)[0]
    event.texts = event.texts | {"description": "没有任何问题。"}


def add_a_text(db: SQLAlchemy, ticket: Ticket) -> None:
    event = events_of(ticket)[1]
    event.texts = event.texts | {"text": "企业表示满意。"}


def drop_an_event_in_the_middle(db: SQLAlchemy, ticket: Ticket) -> None:
    db.session.delete(events_of(ticket)[2])


def drop_the_first_event(db: SQLAlchemy, ticket: Ticket) -> None:
    db.session.delete(events_of(ticket)[0])


def drop_the_last_event(db: SQLAlchemy, ticket: Ticket) -> None:
    db.session.delete(events_of(ticket)[-1])


def drop_the_whole_chain(db: SQLAlchemy, ticket: Ticket) -> None:
    db.session.execute(delete(Event).where(Event.ticket_id == ticket.id))


def swap_two_events(db: SQLAlchemy, ticket: Ticket) -> None:
    one, two = (event.id for event in events_of(ticket)[2:4])
    for id_, seq in ((one, 99), (two, 3), (one, 4)):
        db.session.execute(update(Event).where(Event.id == id_).values(seq=seq))


def rewrite_the_last_event_with_its_hash(db: SQLAlchemy, ticket: Ticket) -> None:
    event = events_of(ticket)[-1]
    event.payload = event.payload | {"satisfaction": 1}
    event.hash = hash_anew(event)


def append_an_event(db: SQLAlchemy, ticket: Ticket) -> None:
    last = events_of(ticket)[-1]
    forged = Event(
        chain=last.chain, seq=last.seq + 1, ticket_id=ticket.id, actor_id=last.actor_id, action="note",
        payload={}, texts={}, visible=False, at=last.at, recorded_at=last.recorded_at,
        previous_hash=last.hash, hash="",
    )  # fmt: skip
    forged.hash = hash_anew(forged)
    db.session.add(forged)


def hash_anew(event: Event) -> str:
    return link(
        event.previous_hash, chain=event.chain, seq=event.seq, actor_id=event.actor_id, action=event.action,
        payload=event.payload, visible=event.visible, at=event.at, recorded_at=event.recorded_at,
    )  # fmt: skip


CRIMES: list[Crime] = [
    change_a_payload, change_a_moment, change_who_did_it, show_it_to_the_enterprise, change_a_text,
    add_a_text, drop_an_event_in_the_middle, drop_the_first_event, drop_the_last_event,
    drop_the_whole_chain,    swap_two_events, rewrite_the_last_event_with_its_hash, append_an_event,
]  # fmt: skip


@pytest.mark.parametrize("crime", CRIMES, ids=lambda crime: crime.__name__)
def test_it_is_found_before_any_seal(ticket: Ticket, db: SQLAlchemy, crime: Crime) -> None:
    number = ticket.number
    crime(db, ticket)
    db.session.commit()
    assert set(broken()) == {number}


def bury(db: SQLAlchemy, ticket: Ticket) -> None:
    """Delete a matter and all that hangs on it."""
    for model in (StaleTicket, Event, Clock, Message, Judgement, Result, Assignment):
        db.session.execute(delete(model).where(model.ticket_id == ticket.id))
    db.session.execute(delete(Ticket).where(Ticket.id == ticket.id))


def rewrite_history(db: SQLAlchemy, ticket: Ticket) -> None:
    """Change an event and reckon the rest of the chain and the matter's head anew."""
    events = events_of(ticket)
    events[1].payload = events[1].payload | {"urgent": True}
    head = ""
    for event in events:
        event.previous_hash, event.hash = head, ""
        event.hash = head = hash_anew(event)
    ticket.head_hash = head


def cut_the_tail(db: SQLAlchemy, ticket: Ticket) -> None:
    *_, before, last = events_of(ticket)
    ticket.event_count, ticket.head_hash = before.seq, before.hash
    db.session.delete(last)


@pytest.mark.parametrize("crime", [bury, rewrite_history, cut_the_tail], ids=lambda crime: crime.__name__)
def test_what_leaves_the_chains_whole_breaks_the_seal(ticket: Ticket, db: SQLAlchemy, crime: Crime) -> None:
    seal_days(NEXT_DAY)
    crime(db, ticket)
    db.session.commit()
    assert broken() == [MONDAY.isoformat()]


def rewrite_the_seal(first: Seal, second: Seal) -> None:
    first.digest = "0" * 64


def count_other_events(first: Seal, second: Seal) -> None:
    first.events -= 1


def count_other_chains(first: Seal, second: Seal) -> None:
    first.chains += 1


def cut_elsewhere(first: Seal, second: Seal) -> None:
    first.cut_at = at("11-22 00:00")


def unlink(first: Seal, second: Seal) -> None:
    second.previous_digest = ""


@pytest.mark.parametrize(
    "forge",
    [rewrite_the_seal, count_other_events, count_other_chains, cut_elsewhere, unlink],
    ids=lambda forge: forge.__name__,
)
def test_a_forged_seal_is_found(ticket: Ticket, db: SQLAlchemy, forge: Callable[[Seal, Seal], None]) -> None:
    first, second = seal_days(at("11-25 00:10"))[-2:]
    forge(first, second)
    db.session.commit()
    assert set(broken()) & {"2026-11-23", "2026-11-24"}


def test_a_missing_seal_is_found(ticket: Ticket, db: SQLAlchemy) -> None:
    *_, second, _ = seal_days(at("11-26 00:10"))
    db.session.delete(second)
    db.session.commit()
    assert broken() == ["2026-11-25"]


def test_an_erased_text_leaves_chain_and_seal_whole(ticket: Ticket, db: SQLAlchemy) -> None:
    seal_days(NEXT_DAY)
    for event in events_of(ticket):
        event.texts = {}
    db.session.commit()
    assert broken() == []


def test_the_administrations_chain_is_audited_as_well(ticket: Ticket, db: SQLAlchemy) -> None:
    event = db.session.scalars(select(Event).where(Event.chain == "administration")).first()
    assert event is not None
    event.payload = event.payload | {"roles": ["admin"]}
    db.session.commit()
    assert broken() == ["administration"]
