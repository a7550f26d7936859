"""What came in: by the five strands, the hottest categories, and enterprises that came again."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext

from servicedesk import reference
from servicedesk.languages import name_of, reads_chinese
from servicedesk.queries.board import NO_COUNTS, BoardCounts, BoardNames
from servicedesk.rules.counts import figures_from
from servicedesk.rules.figure_question import Asked
from servicedesk.rules.figure_settings import FigureSettings
from servicedesk.rules.periods import Period
from servicedesk.web.board.figures import Cell, cell, written

SENT, SENT_FIGURE = "sent.base", "whistles_per_100"
"""What is counted when a matter is sent, and the figure of which that is the base."""
OF_STRANDS = ("promise_kept_rate", "satisfaction_rate")
HOT = 5
GROWING_FROM = 3
"""A category grows from so many matters on; one instead of none is no trend."""


@dataclass(frozen=True, slots=True)
class Group:
    """So many matters of a group, how many before, and how long its bar is."""

    name: str
    count: int
    url: str
    share: float
    """Of the longest bar, in percent."""
    before: int = 0
    cells: Sequence[Cell] = ()

    @property
    def change(self) -> str:
        """Such as +12."""
        return f"{self.count - self.before:+d}" if self.count != self.before else "0"


def strands(found: BoardCounts, asked: Asked, earlier: Period, settings: FigureSettings) -> list[Group]:
    """The five strands in their order, each with its figures."""
    now, before = found.parts[asked.period.name], found.parts[earlier.name]
    most = max([counts.get(SENT) for counts in now.values()], default=0)
    groups = []
    for strand in reference.strands():
        counts = now.get(strand.code, NO_COUNTS)
        figures = {one.name: one for one in figures_from(counts, strand.code, settings.score)}
        by_strand = Asked(asked.period, "strand", asked.as_of, asked.live)
        groups.append(
            Group(
                strand.zh if reads_chinese() else strand.en,
                counts.get(SENT),
                _sent("strand", strand.code, asked),
                _share(counts.get(SENT), most),
                before.get(strand.code, NO_COUNTS).get(SENT),
                [cell(figures[name], asked.period, by_strand) for name in OF_STRANDS],
            )
        )
    return groups


def hot(
    found: BoardCounts, names: BoardNames, asked: Asked, earlier: Period
) -> tuple[list[Group], list[Group]]:
    """The categories with the most matters, and those that have grown most on the period before."""
    now, before = found.sent[asked.period.name], found.sent[earlier.name]
    most = max(now.values(), default=0)
    groups = {
        code: Group(
            _category(code, names),
            count,
            _sent("category", code, asked),
            _share(count, most),
            before.get(code, 0),
        )
        for code, count in now.items()
    }
    frequent = sorted(groups, key=lambda code: (-groups[code].count, code))
    growth = {code: one.count - one.before for code, one in groups.items()}
    growing = [code for code in groups if growth[code] > 0 and groups[code].count >= GROWING_FROM]
    growing.sort(key=lambda code: (-growth[code], code))
    return [groups[code] for code in frequent[:HOT]], [groups[code] for code in growing[:HOT]]


def repeating(found: BoardCounts, names: BoardNames, asked: Asked) -> list[Group]:
    """The enterprises with the most repeated matters."""
    most = max((count for _, count in found.repeats), default=0)
    return [
        Group(
            names.enterprises.get(code, code),
            count,
            url_for(
                "board.behind",
                figure="repeat_rate",
                period=asked.period.name,
                by="enterprise",
                group=code,
                part="numerator",
                as_of=written(asked.as_of),
            ),
            _share(count, most),
        )
        for code, count in found.repeats
    ]


def _category(code: str, names: BoardNames) -> str:
    return name_of(names.categories[code]) if code in names.categories else gettext("Not known")


def _share(count: int, most: int) -> float:
    return round(100 * count / most, 1) if most else 0


def _sent(by: str, code: str, asked: Asked) -> str:
    return url_for(
        "board.behind",
        figure=SENT_FIGURE,
        period=asked.period.name,
        by=by,
        group=code,
        as_of=written(asked.as_of),
    )
