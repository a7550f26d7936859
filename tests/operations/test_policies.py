"""New versions of policies: from when they hold, what they may not leave open, what stands on record."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from servicedesk.extensions import db
from servicedesk.models import Person, PolicyVersion
from servicedesk.operations.policies import store_version
from servicedesk.queries.limits import limits
from servicedesk.queries.policies import newest_version
from servicedesk.rules.policy import Case, applicable, ruling
from servicedesk.rules.policy_spec import write_policy
from servicedesk.rules.refusals import Invalid, NotYours
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import NOW, last_administration

LATER = NOW + timedelta(days=8)
OUTAGE = {
    "name_zh": "停电",
    "name_en": "Power outage",
    "kinds": ["request", "service"],
    "categories": ["0501"],
}

Made = Callable[..., PolicyVersion]


@pytest.fixture
def made(cast: Cast) -> Made:
    """The administrator makes a version: of a policy as it is, with changes."""

    def make(
        code: str, since: datetime | None = None, *, like: str = "", now: datetime = NOW, **changes: Any
    ) -> PolicyVersion:
        in_force = limits(now)
        spec = {**write_policy(in_force.policies[like or code]), **changes}
        return store_version(cast.admin, now, code, spec, since, newest_version(code))

    return make


def errors_of(make: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        make()
    return {field: " ".join(map(str, sentences)) for field, sentences in refused.value.errors.items()}


def test_a_new_version_holds_from_its_moment_on(made: Made) -> None:
    row = made("standard", LATER, review=False)
    assert (row.version, row.effective_from) == (2, LATER)
    assert limits(LATER - timedelta(seconds=1)).policies["standard"].review
    assert not limits(LATER).policies["standard"].review
    assert limits(LATER).policies["standard"].version == 2


def test_without_a_moment_it_holds_from_now_on(made: Made) -> None:
    assert made("standard", review=False).effective_from == NOW
    assert not limits(NOW).policies["standard"].review


def test_what_changes_is_on_record_old_and_new(cast: Cast, made: Made) -> None:
    made("standard", LATER, review=False, name_en="Usual matters")
    event = last_administration()
    assert (event.action, event.actor_id) == ("policy_changed", cast.admin.id)
    assert event.payload["effective_from"] == LATER.isoformat()
    assert event.payload["changes"] == {
        "name_en": ["Requests, services and suggestions", "Usual matters"],
        "review": [True, False],
    }


def test_a_policy_for_some_categories_is_made_and_taken_out_of_force(made: Made) -> None:
    made("outage", like="urgent", **OUTAGE)
    assert last_administration().action == "policy_made"
    assert limits(NOW).policies["outage"].categories == {"0501"}
    made("outage", now=LATER, active=False)
    assert last_administration().action == "policy_ended"
    assert "outage" in limits(LATER - timedelta(seconds=1)).policies
    assert "outage" not in limits(LATER).policies


def test_only_administrators_change_policies(cast: Cast) -> None:
    spec = write_policy(limits(NOW).policies["standard"])
    for person in (cast.leader, cast.desk_lead, cast.officer):
        with pytest.raises(NotYours):
            store_version(person, NOW, "standard", {**spec, "review": False}, None, 1)
    assert newest_version("standard") == 1


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("standard", {"since": NOW - timedelta(minutes=1)}, "effective_from", "in the past"),
    ("standard", {"since": NOW + timedelta(days=2000)}, "effective_from", "too far"),
    ("standard", {}, "version", "Nothing differs"),
    ("standard", {"active": False}, "active", "left for this kind: Request."),
    ("standard", {"kinds": ["request", "service"]}, "kinds", "left for this kind: Suggestion."),
    ("standard", {"categories": ["05"]}, "categories", "left for this kind: Request."),
    ("standard", {"categories": ["0599"]}, "categories", "0599 is not a category."),
    ("consultation", {"kinds": ["consultation", "praise"], "budgets": {}}, "budgets", "at least one limit"),
    ("consultation", {"kinds": ["praise"]}, "kinds", "Praise (praise) speaks"),
    ("standard", {"case": "complex"}, "case", "stays the same"),
    ("standard", {"budgets": {}}, "budgets", "at least one limit"),
    ("outage", {"like": "urgent"}, "kinds", "Urgent matters (urgent) speaks"),
    ("Outage", {"like": "urgent", **OUTAGE}, "code", "small letters"),
]


@pytest.mark.parametrize(("code", "given", "field", "words"), REFUSED, ids=lambda value: str(value)[:50])
def test_what_cannot_be_is_refused_and_nothing_changes(
    made: Made, code: str, given: dict[str, Any], field: str, words: str
) -> None:
    before = db.session.query(PolicyVersion).count()
    errors = errors_of(lambda: made(code, **given))
    assert words in errors[field]
    assert db.session.query(PolicyVersion).count() == before


def test_what_is_still_to_come_is_looked_at_too(made: Made) -> None:
    made("thanks", LATER, like="standard", kinds=["praise", "suggestion"])
    made("standard", LATER, kinds=["request", "service"])
    # Now and until then standard alone speaks of suggestions; from then on nothing else would.
    gone = errors_of(lambda: made("thanks", LATER, active=False, now=LATER))
    assert "left for this kind: Suggestion." in gone["active"]


def test_a_kind_can_get_a_policy_of_its_own(made: Made) -> None:
    made("ideas", like="standard", kinds=["suggestion"])
    made("standard", kinds=["request", "service"])
    assert ruling(limits(NOW).policies, Case("suggestion")).code == "ideas"


def test_two_policies_that_are_equally_close_are_refused(made: Made) -> None:
    made("outage", like="urgent", **OUTAGE)
    errors = errors_of(lambda: made("energy", like="urgent", **{**OUTAGE, "categories": ["0501", "0502"]}))
    assert "Power outage (outage) speaks about the same matters" in errors["categories"]
    made("energy", like="urgent", **{**OUTAGE, "categories": ["05"]})
    found = applicable(limits(NOW).policies, Case("request", urgent=True, category="0501"))
    assert [policy.code for policy in found] == ["outage", "energy", "urgent", "standard"]


def test_who_was_slower_is_told(cast: Cast, made: Made) -> None:
    spec = {**write_policy(limits(NOW).policies["standard"]), "review": False}
    made("standard", LATER, callback=False)
    slower = errors_of(lambda: store_version(cast.admin, NOW, "standard", spec, None, 1))
    assert "Somebody has made a newer version" in slower["version"]
    taken = errors_of(lambda: store_version(cast.admin, NOW, "standard", spec, None, 0))
    assert "is there already" in taken["code"]


def test_a_coming_version_is_taken_back_by_one_for_the_same_moment(made: Made) -> None:
    made("standard", LATER, review=False)
    made("standard", LATER)
    assert limits(LATER).policies["standard"].review
    assert limits(LATER).policies["standard"].version == 3


def test_of_two_at_the_same_moment_one_is_told(app: Flask, cast: Cast) -> None:
    spec, admin = write_policy(limits(NOW).policies["standard"]), cast.admin.id

    def change(**changes: Any) -> Callable[[], int]:
        def work() -> int:
            by = db.session.get_one(Person, admin)
            return store_version(by, NOW, "standard", {**spec, **changes}, None, 1).version

        return work

    results = at_once(app, change(review=False), change(callback=False), change(name_en="Usual"))
    assert results.count(2) == 1
    assert sum(isinstance(result, Invalid) and "version" in result.errors for result in results) == 2
    db.session.rollback()
    assert newest_version("standard") == 2


def test_two_that_are_right_alone_and_wrong_together_are_not_both_made(app: Flask, cast: Cast) -> None:
    spec, admin = write_policy(limits(NOW).policies["urgent"]), cast.admin.id

    def make(code: str) -> Callable[[], str]:
        def work() -> str:
            by = db.session.get_one(Person, admin)
            return store_version(by, NOW, code, {**spec, **OUTAGE}, None, 0).code

        return work

    results = at_once(app, make("outage"), make("power"))
    assert sum(isinstance(result, str) for result in results) == 1
    (refused,) = [result for result in results if isinstance(result, Invalid)]
    assert set(refused.errors) == {"categories"}
