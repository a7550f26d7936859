"""Policies as JSON: every mistake is named with its field, and what is taken can be counted with."""

from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicedesk import reference
from servicedesk.rules import running
from servicedesk.rules.clock_record import budget_of, facts_of
from servicedesk.rules.clocks import ladder
from servicedesk.rules.policy import CASES, STEPS, UNITS, Case, Policy
from servicedesk.rules.policy_spec import POLICY_CLOCKS, differences, read_policy, write_policy
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.workflow import KINDS
from tests.rules.facts import CALENDAR, POLICIES, Record, at, limits_of

CATEGORIES = frozenset(category.code for category in reference.categories())
SPECS = {p.code: dict(p.spec) for p in reference.policies()}


def spec_of(code: str, **changes: Any) -> dict[str, Any]:
    """A shipped policy with changes; a name with dots leads inwards, `None` there takes the part away."""
    spec: dict[str, Any] = deepcopy(SPECS[code])
    for path, value in changes.items():
        *way, last = path.split("__")
        part: Any = spec
        for name in way:
            part = part[int(name) if isinstance(part, list) else name]
        if isinstance(part, list):
            part[int(last)] = value
        else:
            part[last] = value
    return spec


def errors_of(spec: dict[str, Any], code: str = "standard") -> dict[str, list[str]]:
    try:
        read_policy(code, 2, spec, CATEGORIES)
    except Invalid as wrong:
        return {field: [str(sentence) for sentence in sentences] for field, sentences in wrong.errors.items()}
    return {}


@pytest.mark.parametrize("code", SPECS)
def test_every_shipped_policy_is_right_and_is_written_back(code: str) -> None:
    policy = read_policy(code, 1, SPECS[code], CATEGORIES)
    assert policy == POLICIES[code]
    assert Policy.from_spec(code, 1, write_policy(policy)) == policy


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"name_zh": " "}, "name_zh", "Please fill this in."),
    ({"name_en": "x" * 61}, "name_en", "too long"),
    ({"case": "sometimes"}, "case", "Please choose"),
    ({"kinds": []}, "kinds", "at least one"),
    ({"kinds": ["wish"]}, "kinds", "wish is not a kind"),
    ({"categories": ["0599"]}, "categories", "0599 is not a category."),
    ({"categories": "05"}, "categories", "list"),
    ({"review": None}, "review", "yes or no"),
    ({"active": "yes"}, "active", "yes or no"),
    ({"deadline": 3}, "deadline", "no such part"),
    ({"budgets": {}}, "budgets", "at least one limit"),
    ({"budgets": {"accept": {"unit": "working_days", "amount": 1}}}, "budgets.resolve.amount", "every step"),
    ({"budgets__lunch": {"unit": "working_days", "amount": 1}}, "budgets.lunch", "lunch is not a limit"),
    ({"budgets__sign": 4}, "budgets.sign.amount", "amount and a unit"),
    ({"budgets__sign__amount": 0}, "budgets.sign.amount", "more than nothing"),
    ({"budgets__sign__amount": -5}, "budgets.sign.amount", "more than nothing"),
    ({"budgets__sign__amount": True}, "budgets.sign.amount", "whole number"),
    ({"budgets__sign__amount": 1.5}, "budgets.sign.amount", "whole number"),
    ({"budgets__sign__amount": 10**9}, "budgets.sign.amount", "longer than a year"),
    ({"budgets__resolve__amount": 251}, "budgets.resolve.amount", "longer than a year"),
    ({"budgets__sign__unit": "moons"}, "budgets.sign.unit", "unit"),
    ({"budgets__sign__unit": "moment"}, "budgets.sign.at", "hour such as 12:00"),
    ({"budgets__sign": {"unit": "moment", "amount": 1, "at": "24:00"}}, "budgets.sign.at", "hour such as"),
    ({"budgets__sign__at": "12:00"}, "budgets.sign.at", "Only a fixed moment"),
    ({"extension": 3}, "extension", "somebody who decides"),
    ({"extension__max_times": 0}, "extension.max_times", "from 1 to 5"),
    ({"extension__max_days": 61}, "extension.max_days", "from 1 to 60"),
    ({"extension__max_days": "5"}, "extension.max_days", "whole number"),
    ({"extension__decided_by": "handler"}, "extension.decided_by", "Please choose"),
    ({"ladder": None}, "ladder", "list"),
    ({"ladder__0__step": "green"}, "ladder.0.step", "Please choose"),
    ({"ladder__0__to": []}, "ladder.0.to", "who is told"),
    ({"ladder__0__to": ["enterprise"]}, "ladder.0.to", "Please choose"),
    ({"ladder__0__to": ["decider"]}, "ladder.0.to", "Please choose"),
    ({"ladder__0__at_share": 0}, "ladder.0.amount", "more than 0"),
    ({"ladder__0__at_share": 1.1}, "ladder.0.amount", "more than 0"),
    ({"ladder__0__at_share": None}, "ladder.0.unit", "Please say when"),
    ({"ladder__0__after": {"unit": "working_days", "amount": 1}}, "ladder.0.unit", "Please say when"),
    ({"ladder__3__after__unit": "moment"}, "ladder.3.unit", "unit"),
    ({"ladder__3__after__amount": 0}, "ladder.3.amount", "more than nothing"),
    ({"ladder__0__at_share": 0.8}, "ladder.1.amount", "later than the one before"),
    ({"ladder__0__at_share": 0.9}, "ladder.1.amount", "later than the one before"),
    ({"ladder__1__step": "reminder"}, "ladder.1.step", "already"),
    ({"ladder__0__step": "blue", "ladder__1__step": "reminder"}, "ladder.1.step", "milder"),
    ({"ladder__1__at_share": 1.0}, "ladder.1.step", "before the limit"),
    ({"ladder__2__at_share": 0.9}, "ladder.2.step", "cannot come before"),
    (
        {"ladder__2": {"step": "yellow", "after": {"unit": "working_minutes", "amount": 60}, "to": ["head"]}},
        "ladder.3.unit",
        "same unit",
    ),
    (
        {"ladder__2": {"step": "yellow", "after": {"unit": "working_days", "amount": 1}, "to": ["head"]}},
        "ladder.3.amount",
        "later than the one before",
    ),
]


@pytest.mark.parametrize(("changes", "field", "words"), WRONG, ids=lambda value: str(value)[:60])
def test_each_mistake_is_named_with_its_field(changes: dict[str, Any], field: str, words: str) -> None:
    errors = errors_of(spec_of("standard", **changes))
    assert any(words in sentence for sentence in errors.get(field, [])), errors


def test_all_mistakes_are_named_at_once() -> None:
    wrong = spec_of("standard", kinds=[], budgets__sign__amount=0, ladder__0__to=[])
    assert set(errors_of(wrong)) == {"kinds", "budgets.sign.amount", "ladder.0.to"}


@pytest.mark.parametrize("code", ["Power", "1st", "p", "", "a" * 21, "power cut", "停电"])
def test_a_code_is_short_and_plain(code: str) -> None:
    assert "code" in errors_of(SPECS["standard"], code)


def test_what_is_narrowed_or_stronger_may_leave_limits_to_others() -> None:
    only = {"resolve": {"unit": "working_days", "amount": 2}}
    assert errors_of(spec_of("standard", budgets=only, categories=["05"])) == {}
    assert errors_of(spec_of("redo", budgets=only)) == {}
    assert "budgets.accept.amount" in errors_of(spec_of("standard", budgets=only))


def test_what_differs_is_said_field_by_field() -> None:
    old, new = POLICIES["standard"], spec_of("standard", budgets__contact__amount=240, review=False)
    assert differences(old, read_policy("standard", 2, new, CATEGORIES)) == {
        "budgets.contact": (
            {"unit": "working_minutes", "amount": 360},
            {"unit": "working_minutes", "amount": 240},
        ),
        "review": (True, False),
    }
    assert differences(old, old) == {}
    assert differences(None, old)["budgets.accept"] == (None, {"unit": "working_minutes", "amount": 120})


# Whatever is given ------------------------------------------------------------------------------

AMOUNTS = st.one_of(st.integers(-2, 300), st.integers(), st.none(), st.text(max_size=3), st.booleans())
HOURS = st.sampled_from([None, None, "", "00:00", "12:00", "23:59", "24:00", "noon"])
BUDGETS = st.fixed_dictionaries(
    {"unit": st.sampled_from([*UNITS, "moons"]), "amount": AMOUNTS}, optional={"at": HOURS}
)
TO = st.lists(st.sampled_from(["handler", "head", "officer", "leader", "supervisor", "nobody"]), max_size=3)
SHARES = st.one_of(st.floats(-0.5, 1.5), st.sampled_from([0.5, 0.8, 1, 1.0]), st.none())
RUNGS = st.fixed_dictionaries(
    {"step": st.sampled_from(STEPS), "to": TO}, optional={"at_share": SHARES, "after": st.none() | BUDGETS}
)
EXTENSIONS = st.none() | st.fixed_dictionaries(
    {"max_times": AMOUNTS, "max_days": AMOUNTS, "decided_by": st.sampled_from(["desk_lead", "leader", "me"])}
)
WHATEVER = st.fixed_dictionaries(
    {
        "name_zh": st.sampled_from(["停电", "", "停" * 50]),
        "name_en": st.sampled_from(["Outage", ""]),
        "case": st.sampled_from(CASES),
        "kinds": st.lists(st.sampled_from(KINDS), max_size=7),
        "categories": st.lists(st.sampled_from(["05", "0501", "9999"]), max_size=2),
        "budgets": st.dictionaries(st.sampled_from([*POLICY_CLOCKS, "lunch"]), BUDGETS, max_size=9),
        "extension": EXTENSIONS,
        "review": st.booleans(),
        "callback": st.booleans(),
        "ladder": st.lists(RUNGS, max_size=5),
        "active": st.booleans(),
    }
)
SOUND_BUDGETS = st.builds(
    lambda unit, amount, hour: (
        {"unit": unit, "amount": amount} | ({"at": f"{hour:02}:30"} if unit == "moment" else {})
    ),
    st.sampled_from(UNITS), st.integers(1, 250), st.integers(0, 23),
)  # fmt: skip
SOUND_LADDERS = st.builds(
    lambda first, second, unit, days: [
        {"step": "reminder", "at_share": min(first, second) / 100, "to": ["handler"]},
        {"step": "blue", "at_share": max(first, second) / 100, "to": ["head"]},
        {"step": "yellow", "after": {"unit": unit, "amount": days}, "to": ["supervisor"]},
        {"step": "red", "after": {"unit": unit, "amount": days + 1}, "to": ["leader"]},
    ],
    st.integers(1, 49), st.integers(50, 99),
    st.sampled_from(["working_minutes", "natural_minutes", "working_days", "calendar_days"]),
    st.integers(1, 200),
)  # fmt: skip
SOUND = st.fixed_dictionaries(
    {
        "name_zh": st.just("停电"),
        "name_en": st.just("Outage"),
        "case": st.sampled_from(CASES),
        "kinds": st.lists(st.sampled_from(KINDS), min_size=1, max_size=7),
        "budgets": st.fixed_dictionaries(dict.fromkeys(POLICY_CLOCKS, SOUND_BUDGETS)),
        "review": st.booleans(),
        "callback": st.booleans(),
        "ladder": SOUND_LADDERS,
    }
)
MOMENTS = st.integers(0, 300 * 24 * 60).map(lambda minutes: at("01-02 00:00") + timedelta(minutes=minutes))


@given(spec=WHATEVER | SOUND, since=MOMENTS)
def test_whatever_is_given_is_refused_with_its_field_or_can_be_counted_with(
    spec: dict[str, Any], since: datetime
) -> None:
    errors = errors_of(spec, "a_rule")
    assert {field.split(".")[0] for field in errors} <= spec.keys()
    if not errors:
        runs(read_policy("a_rule", 1, spec, CATEGORIES), since)


@given(spec=SOUND)
def test_what_is_sound_is_never_refused(spec: dict[str, Any]) -> None:
    assert read_policy("a_rule", 1, spec, CATEGORIES).code == "a_rule"


def runs(policy: Policy, since: datetime) -> None:
    """Each of its clocks starts with the time that it gives, and the ladder rises."""
    others = {c: other for c, other in POLICIES.items() if policy.categories or other.case != policy.case}
    limits = limits_of(CALENDAR, {**others, policy.code: policy})
    stronger = {name: policy.case == name for name in ("urgent", "complex", "redo")}
    for kind in policy.kinds:
        case = Case(kind, category="0501", **stronger)
        for clock, budget in policy.budgets.items():
            record = Record()
            if not running.start(record, clock, case, limits, since):
                assert kind == "praise"
                continue
            assert budget_of(record) == budget
            assert record.started_at < record.due_at
            rings = [ring.at for ring in ladder(CALENDAR, facts_of(record), record.due_at, policy.ladder)]
            assert rings == sorted(rings)
