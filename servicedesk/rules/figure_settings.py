"""What a zone decides about its figures: the composite score, the bands, and whether the public sees any."""

from dataclasses import dataclass

from servicedesk.rules.bands import BandRule
from servicedesk.rules.composite import Composite
from servicedesk.rules.text import Text, text

WEIGHTS = ("response", "resolution", "satisfaction")
WHOLE = 100
MOST_LEAST = 1000


@dataclass(frozen=True, slots=True)
class FigureSettings:
    """One version of them; the defaults are those of DOMAIN 7."""

    composite: bool = False
    """Whether the composite score is reckoned, with these weights, from so many valid answers."""
    response: int = 30
    resolution: int = 35
    satisfaction: int = 35
    least_answers: int = 10
    first_band: int = 98
    second_band: int = 90
    least_due: int = 10
    """A figure of which fewer were due puts a department in no band."""
    public: bool = False
    """Whether anybody sees totals and rates without signing in."""

    @property
    def score(self) -> Composite:
        """How the composite score is reckoned."""
        return Composite(
            self.composite, self.response, self.resolution, self.satisfaction, self.least_answers
        )

    @property
    def bands(self) -> BandRule:
        """How departments are put into bands."""
        return BandRule(self.first_band, self.second_band, self.least_due)


DEFAULT = FigureSettings()


def faults(given: FigureSettings) -> dict[str, list[Text]]:
    """What is wrong with them, by field."""
    found: dict[str, list[Text]] = {}
    for name in (*WEIGHTS, "first_band", "second_band"):
        if not 0 <= getattr(given, name) <= WHOLE:
            found[name] = [text("Please enter a whole number from 0 to 100.")]
    for name in ("least_answers", "least_due"):
        if not 1 <= getattr(given, name) <= MOST_LEAST:
            found[name] = [text("Please enter a whole number from 1 to 1000.")]
    if not any(name in found for name in WEIGHTS):
        total = sum(getattr(given, name) for name in WEIGHTS)
        if total != WHOLE:
            found["response"] = [text("The three weights add up to %(total)s, not to 100.", total=total)]
    if not found.keys() & {"first_band", "second_band"} and given.second_band >= given.first_band:
        found["second_band"] = [text("The second band must begin below the first.")]
    return found
