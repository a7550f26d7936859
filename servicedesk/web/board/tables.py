"""All figures by group: in tables of a width that a page holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l

from servicedesk.languages import say
from servicedesk.rules.figure_definitions import BY_NAME, OF_WHISTLES
from servicedesk.rules.figure_question import Asked
from servicedesk.rules.figures import Figure
from servicedesk.rules.text import Named
from servicedesk.web.board.figures import Cell, Line, cell, lines

TABLES = (
    (_l("Limits"), (
        "promise_kept_rate", "response_rate", "sign_on_time", "resolved_on_time", "resolved_on_time_strict",
        "closing_rate",
    )),
    (_l("Results"), (
        "resolution_rate", "satisfaction_rate", "callback_rate", "valid_callback_rate", "return_rate",
        "redo_rate", "repeat_rate",
    )),
    (_l("Handling times in working hours"), (
        "handling_seconds_mean", "handling_seconds_median", "handling_seconds_p90", "composite",
    )),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a line for each group, and one for everything."""

    name: str
    heads: Sequence[str]
    lines: Sequence[Line]
    whole: Sequence[Cell]


def tables(
    groups: Sequence[Figure],
    whole: Mapping[str, Figure],
    names: Mapping[str, Named | str],
    asked: Asked,
    *,
    with_score: bool,
) -> list[Table]:
    """Limits, results, times (and the composite score where it is on), whistles where there were any."""
    everything = replace(asked, by=None)
    found = []
    for name, figures in (*TABLES, (_l("Whistles"), tuple(one.name for one in OF_WHISTLES))):
        shown = [BY_NAME[figure] for figure in figures if figure != "composite" or with_score]
        of_groups = lines(groups, names, asked, shown)
        if shown[0].of_whistles:
            # Not those groups that only sent matters: nobody was called to them.
            of_groups = [line for line in of_groups if any(one.url for one in line.cells[:-1])]
        total = [cell(whole[one.name], asked.period, everything) for one in shown]
        if of_groups:
            found.append(Table(str(name), [say(one.label) for one in shown], of_groups, total))
    return found
