"""Which limits hold for a matter: the policies in force, and the budget of each clock under them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

UNITS = ("working_minutes", "natural_minutes", "working_days", "calendar_days", "moment")
STEPS = ("reminder", "blue", "yellow", "red")


@dataclass(frozen=True, slots=True)
class Budget:
    """How much time a clock has. For the unit `moment`: `amount` working days later at `at` o'clock."""

    unit: str
    amount: int
    at: time | None = None

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


@dataclass(frozen=True, slots=True)
class Step:
    """A rung of the ladder: at a share of the budget, or `after` the limit; and who is told."""

    name: str
    at_share: float | None
    after: Budget | None
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of one policy."""

    code: str
    version: int
    kinds: frozenset[str]
    budgets: Mapping[str, Budget]
    review: bool
    callback: bool
    ladder: tuple[Step, ...]

    @classmethod
    def from_spec(cls, code: str, version: int, spec: Mapping[str, Any]) -> "Policy":
        """From the stored JSON: `{"kinds", "budgets", "review", "callback", "ladder"}`."""
        return cls(
            code=code,
            version=version,
            kinds=frozenset(spec["kinds"]),
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


@dataclass(frozen=True, slots=True)
class Case:
    """What the choice of a policy depends on."""

    kind: str
    urgent: bool = False
    complex: bool = False
    redo: bool = False


Policies = Mapping[str, Policy]


def applicable(policies: Policies, case: Case) -> list[Policy]:
    """The policies that speak about the case, the stronger first: urgent, redo, complex, kind.

    A policy that only knows some kinds (complex: services, requests, suggestions) is left out for others.
    """
    special = [
        code
        for code, holds in (("urgent", case.urgent), ("redo", case.redo), ("complex", case.complex))
        if holds
    ]
    found = [policies[code] for code in special if code in policies and case.kind in policies[code].kinds]
    return [*found, policy_of_kind(policies, case.kind)]


def policy_of_kind(policies: Policies, kind: str) -> Policy:
    """The ordinary policy of a kind; raises LookupError when no policy knows it."""
    for policy in policies.values():
        if policy.code not in ("urgent", "redo", "complex") and kind in policy.kinds:
            return policy
    raise LookupError(f"no policy for kind {kind!r}")


def ruling(policies: Policies, case: Case) -> Policy:
    """The policy that decides on review and callback: the strongest that speaks about the case."""
    return applicable(policies, case)[0]


def budget(policies: Policies, case: Case, clock: str) -> tuple[Policy, Budget] | None:
    """The budget of a clock and the policy that gives it; None when the kind has no such clock.

    A policy that is silent about a clock (redo about accepting) leaves it to the next one; but a kind
    without a clock (praise has no answer to promise) never gets it from a stronger policy.
    """
    order = applicable(policies, case)
    if clock not in order[-1].budgets:
        return None
    return next((policy, policy.budgets[clock]) for policy in order if clock in policy.budgets)
