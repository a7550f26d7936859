"""Kinds of whistles are data in versions: what is refused, what holds when, what keeps its own."""

from typing import Any

import pytest

from servicedesk.models import Event, WhistleKind
from servicedesk.operations.whistle_kinds import change_kind
from servicedesk.queries.whistle_kinds import kind_in_force
from servicedesk.queries.whistle_standing import find_whistle
from servicedesk.rules.refusals import Invalid, NotYours
from servicedesk.rules.whistle_spec import read_kind, write_kind
from servicedesk.rules.whistles import WHISTLE_KINDS, Kind
from tests.cast import Cast
from tests.factories import NOW
from tests.operations.matters import at
from tests.operations.whistles import blown, call_of

HOUR = {"unit": "working_minutes", "amount": 60}


def spec_of(code: str, **changes: Any) -> dict[str, Any]:
    """A kind as it is shipped, with changes; `report_in` is its limit."""
    spec = write_kind(Kind.from_spec(code, kind_in_force(code, NOW).spec))
    if "report_in" in changes:
        spec["budgets"] = spec["budgets"] | {"report_in": changes.pop("report_in")}
    return spec | changes


def test_what_is_shipped_can_be_read_and_written_again(cast: Cast) -> None:
    for code in WHISTLE_KINDS:
        assert write_kind(read_kind(code, spec_of(code))) == kind_in_force(code, NOW).spec


def test_a_new_version_holds_from_its_moment_and_what_was_blown_keeps_its_own(cast: Cast, db: Any) -> None:
    before = blown(cast, "officer", "daily", [cast.ticket("working")], ("rsj",))
    later = at("11-24 08:30")
    change_kind(cast.admin, NOW, "daily", spec_of("daily", report_in=HOUR), later, 1)
    assert (
        blown(cast, "officer", "daily", [cast.ticket("working")], ("rsj",)).whistle.kind_version.version == 1
    )
    after = blown(cast, "officer", "daily", [cast.ticket("working")], ("rsj",), at("11-24 09:00"))
    clock = after.clock_of(call_of(after, "rsj"))
    assert clock is not None
    assert (after.whistle.kind_version.version, clock.due_at) == (2, at("11-24 10:00"))
    kept = find_whistle(before.whistle.number, cast.officer, later)
    assert kept.whistle.kind_version.version == 1
    journal = db.session.query(Event).filter_by(action="whistle_kind_changed").one()
    assert list(journal.payload["changes"]) == ["budgets.report_in"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name_zh": ""}, "name_zh"),
        ({"blowers": []}, "blowers"),
        ({"blowers": ["admin"]}, "blowers"),
        ({"approved_by": "officer"}, "approval"),
        ({"approved_by": "leader", "ratified_by": "leader"}, "approval"),
        ({"emergency": "yes"}, "emergency"),
        ({"report_in": {"unit": "working_minutes", "amount": 0}}, "budgets.report_in.amount"),
        ({"budgets": {}}, "budgets.report_in.amount"),
        ({}, "version"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        change_kind(cast.admin, NOW, "key", spec_of("key", **changes), None, 1)
    assert field in refused.value.errors


def test_only_administrators_change_them_and_not_over_each_other(cast: Cast, db: Any) -> None:
    spec = spec_of("daily", report_in=HOUR)
    with pytest.raises(NotYours):
        change_kind(cast.leader, NOW, "daily", spec, None, 1)
    with pytest.raises(Invalid):
        change_kind(cast.admin, NOW, "daily", spec, at("11-20 09:00"), 1)
    change_kind(cast.admin, NOW, "daily", spec, None, 1)
    with pytest.raises(Invalid) as refused:
        change_kind(cast.admin, NOW, "daily", spec_of("daily", emergency=True), None, 1)
    assert list(refused.value.errors) == ["version"]
    assert db.session.query(WhistleKind).filter_by(code="daily").count() == 2
