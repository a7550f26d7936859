"""Another category, another urgency: running limits are reckoned anew from their own start (rule 18)."""

import pytest

from servicedesk.extensions import db
from servicedesk.models import Category
from servicedesk.operations.suspensions import resume_ended
from servicedesk.rules.refusals import Invalid, NotNow
from tests.cast import Cast
from tests.factories import NOW, events_of
from tests.operations.matters import HEARING, MORE_TIME, act, at, clock_of, decide, told

LIMIT = at("11-30 17:30")
WHY = {"reason": "核实后调整。"}


def complex_category() -> str:
    """A category whose matters are complex by default."""
    found = db.session.query(Category).filter(Category.complex, Category.parent_id.is_not(None))
    return str(found.order_by(Category.code).first().code)


def test_a_complex_category_gives_longer_limits_from_their_own_start(cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "officer", "recategorise", at("11-25 10:00"), category=complex_category(), **WHY)
    for kind in ("resolve", "promise"):
        clock = clock_of(ticket, kind)
        assert (clock.due_at, clock.original_due_at) == (at("12-14 17:30"), LIMIT)
    assert ticket.complex
    assert told(ticket, "recategorise") == {"enterprise", "handler"}
    act(cast, ticket, "officer", "recategorise", at("11-25 10:00"), category="0103", **WHY)
    assert clock_of(ticket, "resolve").due_at == LIMIT


def test_urgent_limits_run_day_and_night_and_never_end_before_the_change(cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "officer", "set_urgent", at("11-23 16:00"), urgent=True, **WHY)
    assert clock_of(ticket, "resolve").due_at == at("11-24 10:00")
    # Thirty minutes from 10:00 on would have passed.
    assert clock_of(ticket, "contact").due_at == at("11-23 16:00")
    assert told(ticket, "set_urgent") == {"enterprise", "handler", "department_head"}
    act(cast, ticket, "officer", "set_urgent", at("11-23 17:00"), urgent=False, **WHY)
    assert clock_of(ticket, "resolve").due_at == LIMIT


def test_a_breach_stays_when_the_limit_moves_on(cast: Cast) -> None:
    ticket = cast.ticket("submitted")
    late = at("11-23 16:30")
    act(cast, ticket, "officer", "set_urgent", late, urgent=True, **WHY)
    accept = clock_of(ticket, "accept")
    assert (accept.due_at, accept.breached_at) == (late, at("11-23 12:00"))


def test_extensions_and_pauses_are_kept(cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", "request_extension", NOW, **MORE_TIME)
    decide(cast, ticket, "desk_lead", "approve", NOW)
    act(cast, ticket, "handler", "request_suspension", NOW, **HEARING)
    decide(cast, ticket, "desk_lead", "approve", NOW)
    act(cast, ticket, "officer", "recategorise", at("11-25 10:00"), category=complex_category(), **WHY)
    resume_ended(at("12-04 10:00"))
    # Fifteen working days and three more from 23 November on, and the nine that it stood still.
    assert clock_of(ticket, "resolve").due_at == at("12-30 17:30")


def test_what_the_enterprise_reads(cast: Cast) -> None:
    ticket = cast.ticket("working")
    act(cast, ticket, "officer", "set_urgent", NOW, urgent=True, **WHY)
    event = events_of(ticket)[-1]
    assert (event.visible, event.payload["urgent"], event.texts) == (True, True, WHY)


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("set_urgent", {"urgent": False}),
        ("recategorise", {"category": "0103"}),
        ("recategorise", {"category": "nothing"}),
        ("recategorise", {"category": "1406"}),
    ],
    ids=["the same urgency", "the same category", "an unknown one", "a clue of misconduct, dispatched"],
)
def test_what_changes_nothing_or_cannot_be_is_refused(
    cast: Cast, action: str, given: dict[str, object]
) -> None:
    ticket = cast.ticket("working")
    before = len(events_of(ticket))
    with pytest.raises(Invalid) as refused:
        act(cast, ticket, "officer", action, NOW, **given, **WHY)
    assert set(refused.value.errors) == set(given)
    assert len(events_of(ticket)) == before


def test_what_has_reached_the_enterprise_is_not_changed(cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    with pytest.raises(NotNow):
        act(cast, ticket, "officer", "set_urgent", NOW, urgent=True, **WHY)
