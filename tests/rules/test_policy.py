"""Which limits hold: the shipped policies, and which of them beats which."""

from typing import Any

import pytest

from servicedesk.rules.policy import UNITS, Budget, Case, Policy, budget, ruling
from tests.rules.facts import POLICIES

WH = 60
# case: accept, dispatch, sign, contact (working minutes), resolve = promise (working days), review
LIMITS = [
    (Case("consultation"), (2 * WH, 2 * WH, 2 * WH, 4 * WH, 1), False),
    (Case("request"), (2 * WH, 2 * WH, 4 * WH, 6 * WH, 5), True),
    (Case("service"), (2 * WH, 2 * WH, 4 * WH, 6 * WH, 5), True),
    (Case("suggestion"), (2 * WH, 2 * WH, 4 * WH, 6 * WH, 5), True),
    (Case("complaint"), (2 * WH, 2 * WH, 4 * WH, 6 * WH, 5), True),
    (Case("report"), (2 * WH, 2 * WH, 4 * WH, 6 * WH, 5), True),
    (Case("request", complex=True), (2 * WH, 4 * WH, 4 * WH, 6 * WH, 15), True),
    (Case("complaint", complex=True), (2 * WH, 2 * WH, 4 * WH, 6 * WH, 5), True),
    # A redo is silent about accepting and dispatching; the weaker policies say it.
    (Case("request", redo=True), (2 * WH, 2 * WH, 2 * WH, 4 * WH, 3), True),
    (Case("request", complex=True, redo=True), (2 * WH, 4 * WH, 2 * WH, 4 * WH, 3), True),
    (Case("consultation", redo=True), (2 * WH, 2 * WH, 2 * WH, 4 * WH, 3), True),
    (Case("praise"), (2 * WH, 2 * WH, None, None, None), False),
]


def amount(case: Case, clock: str) -> int | None:
    found = budget(POLICIES, case, clock)
    return found[1].amount if found else None


@pytest.mark.parametrize(("case", "amounts", "reviewed"), LIMITS, ids=lambda value: str(value)[:60])
def test_each_kind_has_its_limits(case: Case, amounts: tuple[int | None, ...], reviewed: bool) -> None:
    clocks = ("accept", "dispatch", "sign", "contact", "resolve")
    assert tuple(amount(case, clock) for clock in clocks) == amounts
    assert amount(case, "promise") == amount(case, "resolve")
    assert ruling(POLICIES, case).review == reviewed


@pytest.mark.parametrize("kind", ["consultation", "request", "service", "complaint", "report", "suggestion"])
def test_urgent_beats_everything_and_runs_day_and_night(kind: str) -> None:
    case = Case(kind, urgent=True, complex=True, redo=True)
    limits = {"accept": 10, "dispatch": 10, "sign": 10, "contact": 30, "resolve": 1440, "promise": 1440}
    for clock, minutes in (limits | {"review": 60, "decide": 30}).items():
        found = budget(POLICIES, case, clock)
        assert found is not None
        assert (found[0].code, found[1]) == ("urgent", Budget("natural_minutes", minutes)), clock
    assert ruling(POLICIES, case).review


@pytest.mark.parametrize("case", [case for case, *_ in LIMITS if case.kind != "praise"], ids=str)
def test_review_callback_and_decision_are_the_same_for_all(case: Case) -> None:
    found = {clock: budget(POLICIES, case, clock) for clock in ("review", "callback", "decide")}
    assert {clock: (b[1].unit, b[1].amount) for clock, b in found.items() if b} == {
        "review": ("working_days", 1),
        "callback": ("working_days", 3),
        "decide": ("working_minutes", 240),
    }


@pytest.mark.parametrize("stronger", [{"urgent": True}, {"redo": True}, {"complex": True}], ids=str)
def test_praise_gets_no_limit_from_a_stronger_policy_that_its_kind_has_not(stronger: dict[str, bool]) -> None:
    case = Case("praise", **stronger)
    assert [
        clock for clock in ("sign", "contact", "resolve", "promise", "callback") if amount(case, clock)
    ] == []


def test_an_urgent_thank_you_is_still_accepted_at_once() -> None:
    assert amount(Case("praise", urgent=True), "accept") == 10


def test_a_kind_that_no_policy_knows_is_an_error() -> None:
    with pytest.raises(LookupError):
        budget(POLICIES, Case("wish"), "accept")


@pytest.mark.parametrize("policy", POLICIES.values(), ids=lambda policy: policy.code)
def test_every_ladder_reminds_warns_and_ends_with_a_red_card(policy: Policy) -> None:
    assert [(step.name, step.at_share, step.to) for step in policy.ladder] == [
        ("reminder", 0.5, ("handler",)),
        ("blue", 0.8, ("handler", "head")),
        ("yellow", 1.0, ("head", "desk_lead")),
        ("red", None, ("leader",)),
    ]
    assert policy.ladder[-1].after == Budget("working_days", 1)


WRONG: list[dict[str, Any]] = [
    {"unit": "moons", "amount": 1},
    {"unit": "working_days", "amount": -1},
    {"unit": "working_days", "amount": 1.5},
    {"unit": "working_days", "amount": True},
    {"unit": "working_days", "amount": "1"},
    {"unit": "working_days", "amount": 1, "at": "12:00"},
    {"unit": "moment", "amount": 1},
    {"unit": "moment", "amount": 1, "at": "noon"},
]


@pytest.mark.parametrize("spec", WRONG, ids=str)
def test_what_is_no_budget_is_refused(spec: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        Budget.from_spec(spec)


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_makes_a_budget(unit: str) -> None:
    spec = {"unit": unit, "amount": 1} | ({"at": "12:00"} if unit == "moment" else {})
    assert Budget.from_spec(spec).unit == unit
