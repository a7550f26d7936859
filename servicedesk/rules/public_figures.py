"""What the public reads of the figures: totals and rates in whole percent, and nothing that is small.

A number below LEAST could tell of a single enterprise: it is called "fewer than 10", and no rate stands on
it. Rates are rounded down, so that 100 % is said of nothing that was missed once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from servicedesk.rules.figures import Figure

LEAST = 10
TOTALS = {"sent": "whistles_per_100", "answered": "callback_rate"}
"""By what is counted, the figure of which it is the base: matters sent, results that reached enterprises."""
RATES = ("promise_kept_rate", "response_rate", "resolution_rate", "satisfaction_rate")


@dataclass(frozen=True, slots=True)
class PublicNumber:
    """A number of things, and of a rate how many in a hundred had the outcome."""

    name: str
    base: int | None
    """None: fewer than LEAST, or none."""
    percent: int | None = None


def public_numbers(figures: Mapping[str, Figure]) -> list[PublicNumber]:
    """The totals, then the rates, of one period."""
    totals = [PublicNumber(name, _shown(figures[of].denominator)) for name, of in TOTALS.items()]
    return totals + [_rate(figures[name]) for name in RATES]


def _rate(figure: Figure) -> PublicNumber:
    base = _shown(figure.denominator)
    if base is None:
        return PublicNumber(figure.name, None)
    return PublicNumber(figure.name, base, 100 * figure.numerator // base)


def _shown(number: int) -> int | None:
    return number if number >= LEAST else None
