"""How figures developed over the last months: a table, and the same numbers for the picture."""

from collections.abc import Mapping, Sequence
from typing import Any

from servicedesk.languages import month_in_words, say
from servicedesk.rules.figure_definitions import BY_NAME
from servicedesk.rules.figure_question import Asked
from servicedesk.rules.figures import Figure
from servicedesk.rules.periods import Period
from servicedesk.web.board.figures import Line, cell
from servicedesk.web.board.periods import month_in_short

SHOWN = ("response_rate", "resolved_on_time", "satisfaction_rate")
MONTHS = 6


def trend(
    found: Mapping[str, Mapping[str, Figure]],
    drawn: Mapping[str, Mapping[str, Figure]],
    months: Sequence[Period],
    asked: Asked,
) -> dict[str, Any]:
    """`names` of the figures, `lines` of the months, and the `picture` of those that are drawn."""
    by_month = [(month, [found[month.name][name] for name in SHOWN]) for month in months]
    names = [say(BY_NAME[name].label) for name in SHOWN]
    return {
        "names": names,
        "lines": [
            Line(month_in_words(month), [cell(figure, month, asked) for figure in shown])
            for month, shown in by_month
        ],
        "picture": {
            "labels": [month_in_short(month) for month in months],
            "series": [
                {
                    "name": name,
                    "values": [_points(drawn[month.name][SHOWN[place]]) for month, _ in by_month],
                    "bases": [
                        f"{shown[place].numerator} / {shown[place].denominator}" for _, shown in by_month
                    ],
                }
                for place, name in enumerate(names)
            ],
        },
    }


def _points(figure: Figure) -> float | None:
    return None if figure.value is None else round(figure.value * 100, 1)
