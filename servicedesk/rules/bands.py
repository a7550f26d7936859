"""Bands (分档): departments stand in groups by what they reached instead of in a ranking.

A department stands in the lower of the bands of its figures (BY); one of which too little was due says
nothing. Source: the national opinion of 2025, which wants no rankings.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from servicedesk.rules.text import Text, text

BY = ("promise_kept_rate", "resolved_on_time")
"""The figures that decide: what the enterprises were told, and the departments' own limits."""
BANDS: tuple[Text, ...] = (
    text("First band"),
    text("Second band"),
    text("Third band"),
    text("In no band"),
)
NO_BAND = len(BANDS) - 1


class Reached(Protocol):
    """How many of how many."""

    @property
    def numerator(self) -> int: ...
    @property
    def denominator(self) -> int: ...


@dataclass(frozen=True, slots=True)
class BandRule:
    """From which share on, in percent, the first and the second band begin; the third lies below."""

    first: int = 98
    second: int = 90
    least: int = 10
    """A figure of which fewer were due says nothing."""

    def band_of(self, reached: Iterable[Reached | None]) -> int:
        """The place in BANDS, the lowest of those reached; on whole numbers, so that 98 % is 98 %."""
        counted = [one for one in reached if one is not None and one.denominator >= max(1, self.least)]
        return max(map(self._band, counted), default=NO_BAND)

    def _band(self, one: Reached) -> int:
        starts = (self.first, self.second)
        share = 100 * one.numerator
        return next((place for place, start in enumerate(starts) if share >= start * one.denominator), 2)

    @property
    def in_words(self) -> Text:
        """The rule as it stands beside the bands."""
        return text(
            "By promises kept and results in time, the lower of the two: the first band from %(first)s%%, "
            "the second from %(second)s%%, the third below; of fewer than %(least)s due no band follows. "
            "Within a band departments stand by their codes. This is no ranking.",
            first=self.first,
            second=self.second,
            least=self.least,
        )
