"""Bands (分档): departments stand in groups by what they reached instead of in a ranking."""

from servicedesk.rules.report import Ratio
from servicedesk.rules.text import Text, text

# From which share on, in percent; the first that is reached counts (national opinion of 2025: no rankings).
FROM = (98, 90)
BANDS: tuple[Text, ...] = (
    text("First band"),
    text("Second band"),
    text("Third band"),
    text("Nothing due"),
)


def band_of(reached: Ratio | None) -> int:
    """The place of the band in BANDS; on whole numbers, so that 98 % is 98 %."""
    if reached is None or not reached.denominator:
        return len(BANDS) - 1
    share = 100 * reached.numerator
    return next(
        (place for place, start in enumerate(FROM) if share >= start * reached.denominator), len(FROM)
    )
