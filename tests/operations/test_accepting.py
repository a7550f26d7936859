"""What the officer accepts decides the limits: kind, urgency, complexity, and somebody else's limit."""

from typing import Any

import pytest

from servicedesk.rules.refusals import NotNow
from tests.cast import Cast
from tests.factories import NOW, submitted
from tests.operations.matters import act, at, clock_of

# as submitted, what the officer says, and the limits of promise, resolve and sign that follow
POLICIES: list[tuple[dict[str, Any], dict[str, Any], str, str]] = [
    ({}, {}, "11-30 17:30", "11-23 16:00"),
    ({"kind": "consultation"}, {}, "11-24 17:30", "11-23 12:00"),
    ({"kind": "complaint"}, {}, "11-30 17:30", "11-23 16:00"),
    ({}, {"complex": True}, "12-14 17:30", "11-23 16:00"),
    ({"kind": "suggestion"}, {"complex": True}, "12-14 17:30", "11-23 16:00"),
    # Complaints and consultations have no longer limits.
    ({"kind": "complaint"}, {"complex": True}, "11-30 17:30", "11-23 16:00"),
    ({}, {"urgent": True}, "11-24 10:00", "11-23 10:10"),
    ({}, {"urgent": True, "complex": True}, "11-24 10:00", "11-23 10:10"),
    ({"urgent": True}, {}, "11-24 10:00", "11-23 10:10"),
    ({"urgent": True}, {"urgent": False}, "11-30 17:30", "11-23 16:00"),
    ({}, {"kind": "consultation"}, "11-24 17:30", "11-23 12:00"),
]


@pytest.mark.parametrize(("changes", "given", "promise", "sign"), POLICIES)
def test_limits_are_those_of_what_the_officer_accepts(
    cast: Cast, changes: dict[str, Any], given: dict[str, Any], promise: str, sign: str
) -> None:
    ticket = cast.ticket("submitted", **changes)
    # What the enterprise proposes as urgent is accepted as such, or not.
    assert clock_of(ticket, "accept").due_at == at("11-23 10:10" if changes.get("urgent") else "11-23 12:00")
    act(cast, ticket, "officer", "accept", NOW, **given)
    act(cast, ticket, "officer", "dispatch", NOW, lead="jfj")
    assert clock_of(ticket, "promise").due_at == clock_of(ticket, "resolve").due_at == at(promise)
    assert clock_of(ticket, "sign").due_at == at(sign)


@pytest.mark.parametrize(("category", "is_complex"), [("0401", True), ("0103", False)])
def test_some_categories_are_complex_by_themselves(cast: Cast, category: str, is_complex: bool) -> None:
    assert cast.ticket("accepted", category=category).complex == is_complex
    ticket = cast.ticket("submitted", category=category)
    act(cast, ticket, "officer", "accept", NOW, complex=not is_complex)
    assert ticket.complex != is_complex


@pytest.mark.parametrize(
    ("external_due", "due"),
    [("2026-11-25T12:00:00+08:00", "11-25 12:00"), ("2026-12-25T12:00:00+08:00", "11-30 17:30")],
)
def test_a_hotlines_own_limit_caps_promise_and_resolve_and_nothing_else(
    cast: Cast, external_due: str, due: str
) -> None:
    firm = cast.enterprise.enterprise
    assert firm is not None
    ticket = submitted(
        cast.officer,
        enterprise={"credit_code": firm.credit_code, "name": firm.name},
        channel="hotline",
        external_due=external_due,
    )
    act(cast, ticket, "officer", "accept", NOW)
    act(cast, ticket, "officer", "dispatch", NOW, lead="jfj")
    assert clock_of(ticket, "promise").due_at == clock_of(ticket, "resolve").due_at == at(due)
    assert clock_of(ticket, "contact").cap is None


def test_a_limit_in_a_year_without_a_notice_is_provisional(cast: Cast) -> None:
    near = cast.ticket("accepted", at("11-23 10:00"))
    far = cast.ticket("accepted", at("12-30 10:00"))
    assert not clock_of(near, "promise").provisional
    assert clock_of(far, "promise").provisional
    assert not clock_of(far, "accept").provisional


@pytest.mark.parametrize("given", [{"kind": "report"}, {"category": "1406"}], ids=str)
def test_a_matter_that_turns_out_to_be_a_clue_of_misconduct_is_kept_at_the_desk(
    cast: Cast, given: dict[str, str]
) -> None:
    ticket = cast.ticket("submitted")
    act(cast, ticket, "officer", "accept", NOW, **given)
    assert ticket.sensitive
    with pytest.raises(NotNow):
        act(cast, ticket, "officer", "dispatch", NOW, lead="jfj")
