"""Which limits hold for a matter: the policies in force, and the budget of each clock under them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

CASES = ("urgent", "redo", "complex", "ordinary")
"""What makes a policy speak about a matter, the stronger first."""
UNITS = ("working_minutes", "natural_minutes", "working_days", "calendar_days", "moment")
STEPS = ("reminder", "blue", "yellow", "red")


@dataclass(frozen=True, slots=True)
class Budget:
    """How much time a clock has. For the unit `moment`: `amount` working days later at `at` o'clock.

    A moment without an hour is the very moment that somebody agreed on, which caps the clock.
    """

    unit: str
    amount: int
    at: time | None = None

    @property
    def is_agreed(self) -> bool:
        """Whether it lasts until a moment that somebody agreed on."""
        return self.unit == "moment" and self.at is None

    @classmethod
    def from_spec(cls, spec: Mapping[str, Any]) -> "Budget":
        """From `{"unit", "amount"[, "at": "12:00"]}`; raises ValueError for an unknown unit or amount."""
        unit, amount = spec["unit"], spec["amount"]
        if unit not in UNITS or isinstance(amount, bool) or not isinstance(amount, int) or amount < 0:
            raise ValueError(f"not a budget: {dict(spec)!r}")
        at = time.fromisoformat(spec["at"]) if spec.get("at") else None
        if (unit == "moment") != (at is not None):
            raise ValueError(f"a moment, and only a moment, has an hour: {dict(spec)!r}")
        return cls(unit, amount, at)


OF_DECISIONS = {"decide": Budget("working_minutes", 240), "ruling": Budget("working_days", 1)}
"""The time for a decision, and for a leader's ruling, where the policies are silent."""


@dataclass(frozen=True, slots=True)
class Step:
    """A rung of the ladder: at a share of the budget, or `after` the limit; and who is told."""

    name: str
    at_share: float | None
    after: Budget | None
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extension:
    """How a limit may be extended: by how many working days each time, and who decides the first ones.

    After `max_times` of these a leader may decide on one more (rule 4).
    """

    max_times: int
    max_days: int
    decided_by: str


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of one policy."""

    code: str
    version: int
    name_zh: str
    name_en: str
    case: str
    """One of CASES."""
    kinds: frozenset[str]
    categories: frozenset[str]
    """Codes of either level to which it is narrowed; empty: all."""
    budgets: Mapping[str, Budget]
    extension: Extension | None
    review: bool
    callback: bool
    ladder: tuple[Step, ...]
    active: bool = True
    """A version that is not active takes its policy out of force."""

    @classmethod
    def from_spec(cls, code: str, version: int, spec: Mapping[str, Any]) -> "Policy":
        """From the JSON that was stored, which `rules.policy_spec` has checked.

        It holds `name_zh`, `name_en`, `case`, `kinds`, `budgets`, `extension`, `review`, `callback` and
        `ladder`, and may hold `categories` and `active`.
        """
        extension = spec.get("extension")
        return cls(
            code=code,
            version=version,
            name_zh=spec["name_zh"],
            name_en=spec["name_en"],
            case=spec["case"],
            kinds=frozenset(spec["kinds"]),
            categories=frozenset(spec.get("categories", ())),
            extension=Extension(**extension) if extension else None,
            active=spec.get("active", True),
            budgets={clock: Budget.from_spec(budget) for clock, budget in spec["budgets"].items()},
            review=spec["review"],
            callback=spec["callback"],
            ladder=tuple(
                Step(
                    step["step"],
                    step.get("at_share"),
                    Budget.from_spec(step["after"]) if step.get("after") else None,
                    tuple(step["to"]),
                )
                for step in spec["ladder"]
            ),
        )

    def speaks_of(self, case: "Case") -> bool:
        """Whether the matter is of its kinds and categories, and what makes it speak holds."""
        holds = {"urgent": case.urgent, "redo": case.redo, "complex": case.complex, "ordinary": True}
        if case.kind not in self.kinds or not holds[self.case]:
            return False
        return not self.categories or self.closeness(case) > 0

    def closeness(self, case: "Case") -> int:
        """How closely it is narrowed to the matter's category: to its group 2, to itself 4, not at all 0."""
        return max((len(code) for code in self.categories if case.category.startswith(code)), default=0)


@dataclass(frozen=True, slots=True)
class Case:
    """What the choice of a policy depends on."""

    kind: str
    urgent: bool = False
    complex: bool = False
    redo: bool = False
    category: str = ""
    """Code of the category, of which those of the first level are the beginning."""


Policies = Mapping[str, Policy]


def applicable(policies: Policies, case: Case) -> list[Policy]:
    """The policies that speak about the case, the stronger first: urgent, redo, complex, kind.

    Among equals, one that is narrowed to the category beats one for all of them, and one for fewer kinds one
    for more (`policy_cover` refuses what would still be equal). Raises LookupError when no policy knows the
    kind.
    """
    found = [policy for policy in policies.values() if policy.speaks_of(case)]
    found.sort(key=lambda p: (CASES.index(p.case), -p.closeness(case), len(p.kinds), p.code))
    if not found or found[-1].case != "ordinary":
        raise LookupError(f"no policy for kind {case.kind!r}")
    return found


def ruling(policies: Policies, case: Case) -> Policy:
    """The policy that decides on review and callback: the strongest that speaks about the case."""
    return applicable(policies, case)[0]


def budget(policies: Policies, case: Case, clock: str) -> tuple[Policy, Budget] | None:
    """The budget of a clock and the policy that gives it; None when the kind has no such clock."""
    return given_by(applicable(policies, case), clock)


def given_by(order: Sequence[Policy], clock: str) -> tuple[Policy, Budget] | None:
    """The budget of a clock under `applicable` policies, and the one that gives it; None when none does.

    A policy that is silent about a clock (redo about accepting) leaves it to the next one; but a kind
    without a clock (praise has no answer to promise) never gets it from a stronger policy. Decisions have a
    limit whatever the policies say: versions from before there were rulings are silent about these.
    """
    if clock not in order[-1].budgets and clock not in OF_DECISIONS:
        return None
    spoken = ((policy, policy.budgets[clock]) for policy in order if clock in policy.budgets)
    return next(spoken, None) or (order[-1], OF_DECISIONS[clock])


def offered(policies: Policies, case: Case) -> list[Policy]:
    """Which limits can be chosen for a matter when it is dispatched: its kind's, or those of complex matters.

    Of each the strongest, for the others would not rule.
    """
    found = applicable(policies, replace(case, complex=True))
    return [
        next(policy for policy in found if policy.case == wanted)
        for wanted in ("ordinary", "complex")
        if any(policy.case == wanted for policy in found)
    ]


def reach(policies: Policies, cases: Mapping[Case, int], code: str) -> int:
    """How many of these matters the policy rules, or ruled before they were redone."""
    return sum(
        number
        for case, number in cases.items()
        if code in {ruling(policies, one).code for one in (case, replace(case, redo=False))}
    )
