"""The figures: what each one counts, in which cohort, and with what outcome.

A period's figure is about the things of its cohort, and the numerator is how many of them had the outcome, so
no rate exceeds 100 %. Nothing due: the figure is empty, not 0 % or 100 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from servicedesk.rules.text import Text, text

GROUPINGS = ("department", "category", "strand", "kind", "enterprise", "park", "channel")
NO_GROUP = "none"
"""The group of what has none: no lead yet, no park known."""
PARTS = ("denominator", "numerator", "missed", "excluded")
"""Of the things behind a figure: all, those with the outcome, those without it, and those left out."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure's name, what it is about, and its words.

    It is about clocks of a kind, about `dispatches` to a lead, or else about what enterprises say of results.
    """

    name: str
    label: Text
    cohort: Text
    outcome: Text
    clock: str | None = None
    strict: bool = False
    """By the original limit instead of the one as approved."""
    dispatches: bool = False
    of_whistles: bool = False
    """Whether it is about whistles and calls, and not about the matters themselves."""
    reported: bool = False
    """Of calls: whether anybody came at all, in time or late."""
    value: str = "rate"
    """What it is worth: a `rate` from 0 to 1, a `count`, a `mean`, or so many `per_100`."""


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "promise_kept_rate",
        text("Promises kept"),
        text("answers that were promised for this period"),
        text("given by the promised moment"),
        clock="promise",
    ),
    Definition(
        "response_rate",
        text("Contacted in time"),
        text("first contacts that were due or made in this period"),
        text("made within the limit"),
        clock="contact",
    ),
    Definition(
        "sign_on_time",
        text("Signed in time"),
        text("dispatches whose signature was due or given in this period"),
        text("signed within the limit"),
        clock="sign",
    ),
    Definition(
        "resolved_on_time",
        text("Resolved in time"),
        text("results that were due or given in this period"),
        text("given within the limit as approved"),
        clock="resolve",
    ),
    Definition(
        "resolved_on_time_strict",
        text("Resolved within the original limit"),
        text("results that were due or given in this period"),
        text("given within the original limit"),
        clock="resolve",
        strict=True,
    ),
    Definition(
        "resolution_rate",
        text("Resolved, says the enterprise"),
        text("results that reached the enterprise in this period and were validly answered"),
        text("the enterprise says the matter is solved"),
    ),
    Definition(
        "satisfaction_rate",
        text("Satisfaction rate"),
        text("results that reached the enterprise in this period and were validly answered"),
        text("fairly satisfied or better (levels 3 to 5 of 5)"),
    ),
    Definition(
        "return_rate",
        text("Return rate"),
        text("dispatches to a lead in this period; doing a matter again is none"),
        text("returned by the department, and rightly"),
        dispatches=True,
    ),
    Definition(
        "whistles",
        text("Whistles blown"),
        text("whistles that were blown in this period"),
        text("blown; how many of each kind stands beside"),
        of_whistles=True,
        value="count",
    ),
    Definition(
        "whistle_report_in_rate",
        text("Report-in rate"),
        text("calls whose limit or report-in fell in this period"),
        text("the department reported in, in time or late"),
        clock="report_in",
        of_whistles=True,
        reported=True,
    ),
    Definition(
        "whistle_on_time_rate",
        text("Reported in in time"),
        text("calls whose limit or report-in fell in this period"),
        text("the department reported in within the limit"),
        clock="report_in",
        of_whistles=True,
    ),
    Definition(
        "whistle_grade_mean",
        text("Mean grade"),
        text("calls whose limit or report-in fell in this period, and that have a grade"),
        text("the sum of the grades, from 1 to 5"),
        clock="report_in",
        of_whistles=True,
        value="mean",
    ),
    Definition(
        "whistles_per_100",
        text("Whistles per 100 matters"),
        text("matters that were sent in this period"),
        text("whistles that were blown in this period"),
        of_whistles=True,
        value="per_100",
    ),
)
OF_MATTERS = tuple(one for one in DEFINITIONS if not one.of_whistles)
OF_WHISTLES = tuple(one for one in DEFINITIONS if one.of_whistles)
BY_NAME = {definition.name: definition for definition in DEFINITIONS}
SATISFIED_FROM = 3


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
        return self.numerator / self.denominator
