"""The figures: by what they are grouped, what stands behind them, and what one is worth.

Nothing due: the figure is empty, not 0 % or 100 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from servicedesk.rules.figure_definitions import BY_NAME

GROUPINGS = ("department", "category", "strand", "kind", "enterprise", "park", "channel")
NO_GROUP = "none"
"""The group of what has none: no lead yet, no park known."""
PARTS = ("denominator", "numerator", "missed", "excluded")
"""Of the things behind a figure: all, those with the outcome, those without it, and those left out."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure for one group (None: everything), with its base and what was left out."""

    name: str
    group: str | None
    numerator: int
    denominator: int
    parts: Sequence[tuple[str, int]] = ()
    """Further counts of the cohort, by name: `partly`, the levels `5` to `1`, or returns `refused`."""
    excluded: Sequence[tuple[str, int]] = ()
    """What stands in no base, by reason."""
    reckoned: float | None = None
    """What it is worth, where that does not follow from numerator and denominator."""

    @property
    def value(self) -> float | None:
        """What it is worth, as its definition says; None where nothing was due."""
        if not self.denominator:
            return None
        match BY_NAME[self.name].value:
            case "count":
                return float(self.numerator)
            case "per_100":
                return 100 * self.numerator / self.denominator
            case "median_time" | "p90_time" | "points":
                return self.reckoned
        return self.numerator / self.denominator
