"""What figures count: limits, results with their answers, dispatches, matters, leads' cycles, whistles."""

from collections.abc import Sequence

from servicedesk.queries.counted import Question, Source
from servicedesk.queries.sources import clocks, dispatches, matters, results, whistles
from servicedesk.rules.facts import INTAKE
from servicedesk.rules.figure_definitions import Definition

WORK = ("promise", "contact", "sign", "resolve")


def all_sources(asked: Question) -> Sequence[Source]:
    """Everything that figures count, each thing in one of them; by INTAKE only what came in."""
    if asked.by == INTAKE:
        return (matters.repeats(asked), matters.of_categories(asked))
    return (
        clocks.limits(asked, WORK),
        clocks.calls(asked),
        results.results(asked),
        results.cycles(asked),
        dispatches.dispatches(asked),
        matters.closings(asked),
        matters.firsts(asked),
        matters.sent(asked),
        whistles.whistles(asked),
    )


def sources_of(definition: Definition, asked: Question) -> Sequence[Source]:
    """Everything that one figure is reckoned from."""
    if definition.value == "points":
        return clocks.limits(asked, ("contact",)), results.results(asked)
    own = source_of(definition, asked)
    return (own, matters.sent(asked)) if definition.value == "per_100" else (own,)


def source_of(definition: Definition, asked: Question, *, base: bool = False) -> Source:
    """What stands behind a figure; `base`: its cohort, where that are other things than it counts."""
    if definition.value == "per_100" and base:
        return matters.sent(asked)
    if definition.source in WORK:
        return clocks.limits(asked, (definition.source,))
    match definition.source:
        case "report_in":
            return clocks.calls(asked)
        case "results":
            return results.results(asked)
        case "cycles":
            return results.cycles(asked)
        case "dispatches":
            return dispatches.dispatches(asked)
        case "whistles":
            return whistles.whistles(asked)
    of_matters = {"closings": matters.closings, "firsts": matters.firsts, "sent": matters.sent}
    return of_matters[definition.source](asked)
