"""The composite score: one number out of three figures, where an administrator has turned it on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class _Worth(Protocol):
    @property
    def value(self) -> float | None: ...
    @property
    def denominator(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Composite:
    """Whether it is reckoned, and with which weights, which add up to 100."""

    on: bool = True
    response: int = 30
    resolution: int = 35
    satisfaction: int = 35
    least_answers: int = 10
    """It takes so many valid answers."""

    def points(self, figures: Mapping[str, _Worth]) -> float | None:
        """From 0 to 100; None where it is off, a figure is empty, or too few have answered."""
        weights = {
            "response_rate": self.response,
            "resolution_rate": self.resolution,
            "satisfaction_rate": self.satisfaction,
        }
        rates = {name: figures[name].value for name in weights}
        if not self.on or figures["satisfaction_rate"].denominator < self.least_answers:
            return None
        known = {name: rate for name, rate in rates.items() if rate is not None}
        if len(known) < len(weights):
            return None
        return sum(weights[name] * rate for name, rate in known.items())


NO_COMPOSITE = Composite(on=False)
