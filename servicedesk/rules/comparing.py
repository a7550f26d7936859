"""Whether figures stand on enough to be compared, and in which order they stand then.

Of few things, as on the first days of a month, one more moves a share by many points: nothing is said of such
a change, and no line is drawn to it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from servicedesk.rules.figures import Figure
from servicedesk.rules.periods import Period


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a figure since the period before."""

    points: float | None
    """Of a hundred, to one place; None: it cannot be told."""
    too_few: bool = False
    """Whether it cannot because either of them stands on too little."""


def change_since(earlier: Figure, figure: Figure, least: int) -> Change:
    """How a share has changed, unless one that is not empty stands on fewer than `least` things."""
    bases = (figure.denominator, earlier.denominator)
    if any(0 < base < least for base in bases):
        return Change(None, too_few=True)
    if figure.value is None or earlier.value is None:
        return Change(None)
    return Change(round((figure.value - earlier.value) * 100, 1))


def as_drawn(figures: Mapping[str, Figure], period: Period, today: date, least: int) -> Mapping[str, Figure]:
    """A period's figures as lines show them: while it goes on, empty where fewer than `least` count."""
    if period.last < today:
        return figures
    return {
        name: figure if figure.denominator >= least else replace(figure, numerator=0, denominator=0)
        for name, figure in figures.items()
    }


def is_drawn(figures: Iterable[Figure], period: Period, today: date, least: int) -> bool:
    """Whether lines go on to this period: it is over, or enough of each of these figures counts already."""
    return period.last < today or all(figure.denominator >= least for figure in figures)


def ranked(figures: Mapping[str, Figure], least: int) -> list[tuple[str, int]]:
    """Who stands at which place by the same figure, from 1, the best first; equal ones share a place.

    Of whom fewer than `least` things were due, or nothing is told, is not among them.
    """
    worth = {
        code: figure.value
        for code, figure in figures.items()
        if figure.value is not None and figure.denominator >= least
    }
    order = sorted(worth, key=lambda code: (-worth[code], code))
    return [(code, 1 + sum(other > worth[code] for other in worth.values())) for code in order]
