"""The figures' definitions: what each one counts, in which cohort, with what outcome, and its words.

A period's figure is about the things of its cohort, and the numerator is how many of them had the outcome, so
no rate exceeds 100 %.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from servicedesk.rules.text import Text, text

LEVELS = ("5", "4", "3", "2", "1")
"""Of satisfaction, and of a whistle's grades."""
SATISFIED_FROM = 3


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure's name, what it counts, and its words.

    `source` names what is counted (`queries.sources`): limits of a kind, `results`, `dispatches`, `closings`,
    `firsts` (matters whose first result came), `sent`, `cycles` (of leads), `whistles`. Of these, those that
    fulfil `base` are the cohort, and those of it that fulfil `good` had the outcome.
    """

    name: str
    label: Text
    cohort: Text
    outcome: Text
    source: str
    good: str
    base: str = "base"
    parts: Sequence[str] = ()
    """Further counts of the cohort."""
    excludes: str = ""
    """Which conditions are named as excluded: `cancelled`, or those `out` of the figures too."""
    value: str = "rate"
    """What it is worth: a `rate` from 0 to 1, a `count`, a `mean` of grades, so many `per_100`, seconds as
    `mean_time`, `median_time` or `p90_time`, or `points` up to 100."""

    @property
    def of_whistles(self) -> bool:
        """Whether it is about whistles and calls, and not about the matters themselves."""
        return self.source in ("whistles", "report_in")

    @property
    def is_time(self) -> bool:
        """Whether it is worth a time, in seconds."""
        return self.value.endswith("_time")


_DUE_RESULTS = text("results that were due or given in this period")
_ANSWERED = text("results that reached the enterprise in this period and were validly answered")
_CYCLES = text("results of leads, given in this period, that reached the enterprise")
_CALLS = text("calls whose limit or report-in fell in this period")

DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        "promise_kept_rate",
        text("Promises kept"),
        text("answers that were promised for this period"),
        text("given by the promised moment"),
        "promise",
        "met",
        excludes="out",
    ),
    Definition(
        "response_rate",
        text("Contacted in time"),
        text("first contacts that were due or made in this period"),
        text("made within the limit"),
        "contact",
        "met",
        excludes="cancelled",
    ),
    Definition(
        "sign_on_time",
        text("Signed in time"),
        text("dispatches whose signature was due or given in this period"),
        text("signed within the limit"),
        "sign",
        "met",
        excludes="cancelled",
    ),
    Definition(
        "resolved_on_time",
        text("Resolved in time"),
        _DUE_RESULTS,
        text("given within the limit as approved"),
        "resolve",
        "met",
        excludes="out",
    ),
    Definition(
        "resolved_on_time_strict",
        text("Resolved within the original limit"),
        _DUE_RESULTS,
        text("given within the original limit"),
        "resolve",
        "strict",
        excludes="out",
    ),
    Definition(
        "closing_rate",
        text("Closing rate"),
        text("matters first dispatched or answered directly in this period"),
        text("closed since"),
        "closings",
        "closed",
    ),
    Definition(
        "resolution_rate",
        text("Resolved, says the enterprise"),
        _ANSWERED,
        text("the enterprise says the matter is solved"),
        "results",
        "solved",
        base="answered",
        parts=("partly",),
        excludes="out",
    ),
    Definition(
        "satisfaction_rate",
        text("Satisfaction rate"),
        _ANSWERED,
        text("fairly satisfied or better (levels 3 to 5 of 5)"),
        "results",
        "satisfied",
        base="answered",
        parts=LEVELS,
        excludes="out",
    ),
    Definition(
        "callback_rate",
        text("Callback rate"),
        text("results that reached the enterprise in this period"),
        text("the enterprise was called, or has judged by itself"),
        "results",
        "asked",
    ),
    Definition(
        "valid_callback_rate",
        text("Valid callbacks"),
        text("results of this period about which the enterprise was called or has judged"),
        text("it said both whether it is solved and how satisfied it is"),
        "results",
        "valid",
        base="asked",
    ),
    Definition(
        "return_rate",
        text("Return rate"),
        text("dispatches to a lead in this period; doing a matter again is none"),
        text("returned by the department, and rightly"),
        "dispatches",
        "returned",
        parts=("refused",),
    ),
    Definition(
        "redo_rate",
        text("Redo rate"),
        text("matters whose first result reached the enterprise in this period"),
        text("done again, or reopened, at least once since"),
        "firsts",
        "redone",
    ),
    Definition(
        "repeat_rate",
        text("Repeated matters"),
        text("matters sent in this period by an enterprise that is known"),
        text("joined to an earlier one, or the same category and enterprise as one of the 90 days before"),
        "sent",
        "repeated",
        base="known",
    ),
    Definition(
        "handling_seconds_mean",
        text("Handling time, mean"),
        _CYCLES,
        text("working time from dispatch to the last submission, without suspension and review, together"),
        "cycles",
        "base",
        value="mean_time",
    ),
    Definition(
        "handling_seconds_median",
        text("Handling time, median"),
        _CYCLES,
        text("half of them took at most so long, in working time"),
        "cycles",
        "base",
        value="median_time",
    ),
    Definition(
        "handling_seconds_p90",
        text("Handling time, 90th percentile"),
        _CYCLES,
        text("nine in ten took at most so long, in working time"),
        "cycles",
        "base",
        value="p90_time",
    ),
    Definition(
        "composite",
        text("Composite score"),
        _ANSWERED,
        text("response, resolution and satisfaction by their weights; only where it is turned on"),
        "results",
        "answered",
        base="answered",
        value="points",
    ),
    Definition(
        "whistles",
        text("Whistles blown"),
        text("whistles that were blown in this period"),
        text("blown; how many of each kind stands beside"),
        "whistles",
        "base",
        value="count",
    ),
    Definition(
        "whistle_report_in_rate",
        text("Report-in rate"),
        _CALLS,
        text("the department reported in, in time or late"),
        "report_in",
        "reported",
        excludes="cancelled",
    ),
    Definition(
        "whistle_on_time_rate",
        text("Reported in in time"),
        _CALLS,
        text("the department reported in within the limit"),
        "report_in",
        "met",
        excludes="cancelled",
    ),
    Definition(
        "whistle_grade_mean",
        text("Mean grade"),
        text("calls whose limit or report-in fell in this period, and that have a grade"),
        text("the sum of the grades, from 1 to 5"),
        "report_in",
        "graded",
        base="graded",
        parts=LEVELS,
        value="mean",
    ),
    Definition(
        "whistles_per_100",
        text("Whistles per 100 matters"),
        text("matters that were sent in this period"),
        text("whistles that were blown in this period"),
        "whistles",
        "base",
        value="per_100",
    ),
)
OF_MATTERS = tuple(one for one in DEFINITIONS if not one.of_whistles)
OF_WHISTLES = tuple(one for one in DEFINITIONS if one.of_whistles)
BY_NAME = {definition.name: definition for definition in DEFINITIONS}
