"""Deputies and absences: who may name and enter them, and what goes to whom meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Message, Person
from servicedesk.operations.absences import end_absence, enter_absence, name_deputy
from servicedesk.operations.sweep import sweep
from servicedesk.queries.absences import StandIns
from servicedesk.queries.shares import share_counts, share_queue
from servicedesk.rules.refusals import Invalid, NotFound, NotNow, NotYours
from tests.cast import Cast
from tests.factories import NOW, assignment_of, events_of, last_administration, make_person
from tests.operations.matters import TEXT, act, at, clock_of, told

AWAY = {"starts_at": "2026-11-23T08:00+08:00", "ends_at": "2026-11-27T18:00+08:00", "reason": "休假"}


@pytest.fixture
def deputy(cast: Cast) -> Person:
    """Of `handler`, who is away the whole week."""
    found = make_person("handler", username="deputy", name="王敏", department="jfj")
    name_deputy(cast.department_head, NOW, cast.handler.id, "deputy")
    enter_absence(cast.handler, NOW, AWAY)
    return found


def last_to(person: Person) -> Message:
    newest = select(Message).where(Message.person_id == person.id).order_by(Message.id.desc())
    return db.session.scalars(newest.limit(1)).one()


def test_what_is_meant_for_somebody_away_goes_to_the_deputy(cast: Cast, deputy: Person) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "enterprise", "give_info", NOW, **TEXT)
    assert told(ticket, "give_info") == {"officer", "deputy"}
    params = last_to(deputy).params
    assert params["for"] == "李强"
    assert params["away_until"] == at("11-27 18:00").isoformat()
    assert [one.absent.name for one in StandIns(NOW).for_whom(deputy.id, NOW) if one.absent] == ["李强"]


def test_rings_go_to_the_deputy_too_and_to_the_head_when_that_one_is_away(cast: Cast, deputy: Person) -> None:
    ticket = cast.ticket("working")
    due = clock_of(ticket, "contact").next_at
    assert due is not None
    sweep(due + timedelta(seconds=1))
    assert told(ticket, "ring_reminder") == {"deputy"}
    assert last_to(deputy).params["for"] == "李强"
    enter_absence(deputy, NOW, AWAY)
    act(cast, ticket, "officer", "urge", NOW, **TEXT)
    assert told(ticket, "urge") == {"department_head"}


def test_a_ring_said_after_the_return_is_said_to_the_person(cast: Cast, deputy: Person) -> None:
    absence = enter_absence(cast.handler, NOW, AWAY | {"starts_at": "2026-11-30T08:00+08:00",
                                                       "ends_at": "2026-11-30T18:00+08:00"})  # fmt: skip
    assert StandIns(NOW).reached(cast.handler.id, at("11-28 10:00")).id == cast.handler.id
    assert StandIns(NOW).reached(cast.handler.id, absence.starts_at).id == deputy.id


def test_the_deputys_own_list_holds_what_they_stand_in_for(cast: Cast, deputy: Person) -> None:
    ticket = cast.ticket("working")
    assert share_counts(deputy.actor(), NOW)["mine"] == 0
    assert share_counts(deputy.actor(), NOW, [cast.handler.id])["mine"] == 1
    (row,) = share_queue(deputy.actor(), "mine", NOW, stands_in_for=[cast.handler.id]).items
    assert row.assignment.ticket_id == ticket.id


def test_an_absence_is_told_and_ends(cast: Cast, deputy: Person) -> None:
    absence = enter_absence(cast.department_head, NOW, AWAY | {"person": "handler"})
    assert last_to(cast.handler).kind == "away_entered"
    assert last_to(deputy).kind == "absence_entered"
    assert last_administration().texts == {"reason": "休假"}
    for one in (absence.id, absence.id - 1):
        end_absence(cast.department_head, NOW, one)
    assert last_to(deputy).kind == "absence_ended"
    assert StandIns(NOW).reached(cast.handler.id, NOW).id == cast.handler.id
    with pytest.raises(NotNow):
        end_absence(cast.handler, NOW, absence.id)


def test_only_the_own_office_is_looked_after(cast: Cast, deputy: Person) -> None:
    absence = enter_absence(cast.handler, NOW, AWAY)
    for stranger in (cast.handler2, cast.desk_lead, deputy):
        with pytest.raises(NotFound):
            end_absence(stranger, NOW, absence.id)
    with pytest.raises(NotYours):
        enter_absence(deputy, NOW, AWAY | {"person": "handler"})
    with pytest.raises(NotYours):
        name_deputy(cast.handler, NOW, cast.handler.id, "deputy")
    with pytest.raises(NotFound):
        name_deputy(cast.desk_lead, NOW, cast.handler.id, "deputy")
    with pytest.raises(Invalid):
        name_deputy(cast.department_head, NOW, cast.handler.id, "handler2")


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_at": "2026-11-23T07:00+08:00"},
        {"starts_at": "2026-11-20T07:00+08:00", "ends_at": "2026-11-21T07:00+08:00"},
        {"ends_at": "2028-11-27T18:00+08:00"},
        {"reason": ""},
    ],
)
def test_what_is_no_absence_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        enter_absence(cast.handler, NOW, AWAY | wrong)


def test_a_share_is_handed_to_a_colleague(cast: Cast) -> None:
    colleague = make_person("handler", username="colleague", name="王敏", department="jfj")
    ticket = cast.ticket("working")
    act(cast, ticket, "department_head", "hand_over", NOW, person="colleague")
    share = assignment_of(ticket)
    assert share.handler_id == colleague.id
    assert (told(ticket, "hand_over"), told(ticket, "handed_on")) == ({"colleague"}, {"handler"})
    event = events_of(ticket)[-1]
    assert (event.payload["handler"], event.texts) == (
        [cast.handler.id, colleague.id],
        {"person": "王敏"},
    )
    assert not event.visible
    for person in ("colleague", "handler2", "nobody"):
        with pytest.raises(Invalid):
            act(cast, ticket, "department_head", "hand_over", NOW, person=person)
    enter_absence(cast.handler, NOW, AWAY)
    with pytest.raises(Invalid):
        act(cast, ticket, "department_head", "hand_over", NOW, person="handler")
    with pytest.raises(NotFound):
        act(cast, ticket, "handler2", "hand_over", NOW, person="handler2")
