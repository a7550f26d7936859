"""The tables of the shipped limits for docs/workflow.md."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from servicedesk import reference
from servicedesk.rules.clocks import CLOCK_KINDS, KIND_OF
from servicedesk.rules.policy import Budget, Policy

UNITS = {
    "working_minutes": ("working minutes", "working hours"),
    "natural_minutes": ("min", "h"),
    "working_days": ("working days", ""),
    "calendar_days": ("calendar days", ""),
}


def table_of(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return lines + [f"| {' | '.join(cells)} |" for cells in rows]


def limits() -> list[str]:
    """The budgets of the policies, a row a policy."""
    policies = [Policy.from_spec(p.code, 1, p.spec) for p in reference.policies()]
    clocks = [kind for kind in (*CLOCK_KINDS, *KIND_OF) if any(kind in policy.budgets for policy in policies)]
    head = ("Policy", *clocks, "Result is reviewed")
    return table_of(
        head,
        (
            (
                f"`{policy.code}`",
                *(amount(policy.budgets[kind]) if kind in policy.budgets else "" for kind in clocks),
                "yes" if policy.review else "no",
            )
            for policy in policies
        ),
    )


def amount(budget: Budget) -> str:
    """A budget as people say it."""
    if budget.at is not None:
        return f"{budget.at:%H:%M} on working day {budget.amount}"
    one, sixty = UNITS[budget.unit]
    if sixty and budget.amount % 60 == 0:
        one, count = sixty, budget.amount // 60
    else:
        count = budget.amount
    return f"{count} {one.removesuffix('s') if count == 1 else one}"


def rungs() -> list[str]:
    """The ladder, which the shipped policies share."""
    policies = [Policy.from_spec(p.code, 1, p.spec) for p in reference.policies()]
    shared = {policy.ladder for policy in policies}
    if len(shared) != 1:
        return ["Each policy has a ladder of its own; see the file."]
    rows = []
    for step in policies[0].ladder:
        when = f"at {step.at_share:.0%} of the budget" if step.at_share is not None else ""
        after = f"{amount(step.after)} after the limit" if step.after else ""
        rows.append((step.name, when or after, ", ".join(step.to)))
    return [
        "All of them share one ladder. Whom a word means for the desk's own clocks and for the promise, says",
        "`servicedesk/rules/notices.py`.",
        "",
        *table_of(("Step", "When", "Who is told"), rows),
    ]
